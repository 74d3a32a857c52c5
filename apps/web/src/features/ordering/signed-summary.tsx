/** After signing: what was ordered, what was reused with its chart text, and what is still owed to the patient. */
import type { PersonSummary } from '@fujie/wire/contracts';
import { Link } from '@tanstack/react-router';
import { App, Button, Result } from 'antd';
import { useTranslation } from 'react-i18next';

import { useNamed } from '../../ui/language.ts';
import { Page, Section } from '../../ui/page.tsx';
import { AnswerStrip } from './answer-strip.tsx';
import type { Row } from './draft.ts';
import { summaryOf } from './draft.ts';

interface Props {
  readonly person: PersonSummary;
  readonly rows: readonly Row[];
  readonly onAgain: () => void;
}

export function SignedSummary({ person, rows, onAgain }: Props) {
  const { t } = useTranslation();
  const named = useNamed();
  const { message } = App.useApp();
  const summary = summaryOf(rows);
  const ordered = rows.length - summary.accepted.length;
  const chartTexts = summary.accepted.flatMap((row) =>
    row.answer?.outcome.chartText === null || row.answer === null ? [] : [row.answer.outcome.chartText],
  );
  const copyAll = async () => {
    await navigator.clipboard.writeText(chartTexts.join('\n'));
    void message.success(t('act.copied'));
  };
  return (
    <Page title={t('clinical.order.signed')} subtitle={person.nameMasked}>
      <Section title={t('clinical.order.summary')}>
        <Result
          status="success"
          title={ordered === 0 ? t('clinical.order.nothingToOrder') : t('clinical.order.signed')}
          subTitle={t('clinical.order.signedDetail', { ordered, accepted: summary.accepted.length })}
          extra={
            <>
              <Button type="primary" onClick={onAgain}>
                {t('clinical.order.newOrder')}
              </Button>
              {chartTexts.length === 0 ? null : (
                <Button onClick={() => void copyAll()}>{t('clinical.order.copyChart')}</Button>
              )}
              <Link to="/patients/$person" params={{ person: person.person }} className="fj-button-link">
                {t('clinical.order.toPatient')}
              </Link>
            </>
          }
        />
        <ul className="fj-signed">
          {rows.map((row) => (
            <li key={row.check.item}>
              <strong>{named(row.check)}</strong>
              {row.answer === null ? (
                <span className="fj-faint">{t('clinical.order.sumNew')}</span>
              ) : (
                <AnswerStrip answer={row.answer} onEdit={onAgain} />
              )}
            </li>
          ))}
        </ul>
      </Section>
    </Page>
  );
}
