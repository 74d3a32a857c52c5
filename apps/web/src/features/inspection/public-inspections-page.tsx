/** 检查公示: plans, draws that anybody repeats in the own browser, and what was found; without an account. */
import type { PublicInspectionsResponse } from '@fujie/wire/contracts';
import { useQuery } from '@tanstack/react-query';
import { Tag } from 'antd';
import { useTranslation } from 'react-i18next';

import './inspection.css';
import { publicInspectionsQuery } from '../../api/inspections.ts';
import { ClauseTags } from '../../ui/clauses.tsx';
import { showTime } from '../../ui/format.ts';
import { useBilingual, useNamed } from '../../ui/language.ts';
import { listed } from '../../ui/listed.ts';
import { Loaded } from '../../ui/loaded.tsx';
import { Page, Section } from '../../ui/page.tsx';
import { PublicDraw } from './public-draw.tsx';

type Shown = PublicInspectionsResponse['plans'][number];

export function PublicInspectionsPage() {
  const { t } = useTranslation();
  const found = useQuery(publicInspectionsQuery);
  return (
    <Page title={t('inspections.publicTitle')} subtitle={t('inspections.publicSubtitle')}>
      <Loaded query={found} isEmpty={({ plans }) => plans.length === 0} empty={t('inspections.none')}>
        {({ plans }) => plans.map((shown) => <Plan key={shown.plan.id} shown={shown} />)}
      </Loaded>
    </Page>
  );
}

function Plan({ shown: { plan, results, waiting } }: { readonly shown: Shown }) {
  const { t } = useTranslation();
  const say = useBilingual();
  const named = useNamed();
  return (
    <Section title={plan.title}>
      <p className="fj-faint">
        {named(plan.region)} · {say(plan.subject)} · {`${plan.from} – ${plan.to}`} ·{' '}
        {t('inspections.ordered', { by: plan.orderedBy, at: showTime(plan.orderedAt) })}
      </p>
      {plan.draws.map((draw) => (
        <PublicDraw key={draw.id} draw={draw} />
      ))}
      <h3>{t('inspections.results')}</h3>
      {results.map((result) => (
        <Result key={result.id} result={result} />
      ))}
      {results.length === 0 ? <p className="fj-faint">{t('inspections.noResults')}</p> : null}
      {waiting > 0 ? <p className="fj-faint">{t('inspections.waiting', { count: waiting })}</p> : null}
    </Section>
  );
}

const COLOURS = { open: 'blue', overdue: 'red', refused: 'red', rectified: 'green', withdrawn: 'default' } as const;

function Result({ result }: { readonly result: Shown['results'][number] }) {
  const { t } = useTranslation();
  const say = useBilingual();
  const named = useNamed();
  return (
    <article className="fj-check-item">
      <h3>{named(result.institution)}</h3>
      <p className="fj-faint">
        {t('inspections.inspectors')} {listed(result.inspectors)} · {showTime(result.concludedAt)} ·{' '}
        {t('inspections.checked')} {result.checked} · {t('inspections.nonconforming')} {result.nonconforming.length}
      </p>
      {result.nonconforming.length === 0 ? <Tag color="green">{t('inspections.allConform')}</Tag> : null}
      {result.nonconforming.map((one) => (
        <p key={one.clause} className="fj-public-result">
          <Tag color={COLOURS[one.state]}>{t(`inspections.rectStates.${one.state}`)}</Tag>
          {say(one.text)} <ClauseTags ids={[one.clause]} />{' '}
          {one.dueAt === null ? null : (
            <span className="fj-faint">{t('inspections.dueBy', { at: showTime(one.dueAt) })}</span>
          )}
        </p>
      ))}
    </article>
  );
}
