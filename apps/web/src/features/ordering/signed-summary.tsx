/** After signing: what was ordered, what was reused with its chart text, and what is still owed to the patient. */
import { CheckCircleFilled, RedoOutlined } from '@ant-design/icons';
import type { PersonSummary } from '@fujie/wire/contracts';
import { Link } from '@tanstack/react-router';
import { App, Button, Result } from 'antd';
import { useTranslation } from 'react-i18next';

import { showTime } from '../../ui/format.ts';
import { useNamed } from '../../ui/language.ts';
import { Page, Section } from '../../ui/page.tsx';
import type { Answer, Row } from './draft.ts';
import { summaryOf } from './draft.ts';
import { FreshItems } from './fresh-items.tsx';

interface Props {
  readonly person: PersonSummary;
  readonly rows: readonly Row[];
  readonly onAgain: () => void;
}

export function SignedSummary({ person, rows, onAgain }: Props) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const summary = summaryOf(rows);
  const ordered = rows.length - summary.accepted.length;
  const chartTexts = summary.accepted.flatMap((row) =>
    row.answer?.outcome?.chartText === null || row.answer?.outcome?.chartText === undefined
      ? []
      : [row.answer.outcome.chartText],
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
        <AcceptedList rows={summary.accepted} />
        <RepeatedList rows={summary.repeated} />
        <FreshItems rows={summary.anew} heading={t('clinical.order.notRecognisable')} />
        <FreshItems rows={summary.fresh} heading={t('clinical.order.noPrior')} />
      </Section>
    </Page>
  );
}

function AcceptedList({ rows }: { readonly rows: readonly Row[] }) {
  const { t } = useTranslation();
  const named = useNamed();
  if (rows.length === 0) return null;
  return (
    <section className="fj-signed">
      <h3>
        <CheckCircleFilled aria-hidden className="fj-signed-accepted" /> {t('clinical.order.sumAccepted')} {rows.length}
      </h3>
      <ul>
        {rows.map((row) => (
          <li key={row.check.item}>
            <strong>{named(row.check)}</strong>
            <span>{row.answer?.outcome === null ? t('clinical.order.toldLater') : row.answer?.outcome.chartText}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function RepeatedList({ rows }: { readonly rows: readonly Row[] }) {
  const { t } = useTranslation();
  const named = useNamed();
  if (rows.length === 0) return null;
  return (
    <section className="fj-signed">
      <h3>
        <RedoOutlined aria-hidden className="fj-signed-repeat" /> {t('clinical.order.sumRepeat')} {rows.length}
      </h3>
      <ul>
        {rows.map((row) => (
          <li key={row.check.item}>
            <strong>{named(row.check)}</strong>
            <RepeatNote answer={row.answer} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function RepeatNote({ answer }: { readonly answer: Answer | null }) {
  const { t } = useTranslation();
  if (answer === null) return null;
  const { outcome, code } = answer;
  if (outcome === null) return <span>{t('clinical.order.toldLater')}</span>;
  return (
    <span>
      {code === null ? null : t('clinical.order.repeatingCode', { code })}{' '}
      {outcome.explanationDueAt === null
        ? null
        : t('clinical.order.explanationDue', { time: showTime(outcome.explanationDueAt) ?? '' })}{' '}
      {outcome.flags.length === 0 ? null : t('clinical.order.flagged')}
    </span>
  );
}
