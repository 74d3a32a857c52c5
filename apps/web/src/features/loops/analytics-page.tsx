/** 闭环分析: how the loops of a period ended, by kind and unit, and where in their stages time was lost. */
import type { LoopStatisticsResponse } from '@fujie/wire/contracts';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import './loops.css';
import { loopStatisticsQuery } from '../../api/loops.ts';
import { Require } from '../../app/require.tsx';
import { compact } from '../../app/search.ts';
import { PeriodPicker } from '../../ui/day-picker.tsx';
import { daysAgo, today } from '../../ui/format.ts';
import { useBilingual } from '../../ui/language.ts';
import { Loaded } from '../../ui/loaded.tsx';
import { Page, Section } from '../../ui/page.tsx';
import type { Picked } from './cases-drawer.tsx';
import { CasesDrawer } from './cases-drawer.tsx';
import { StageFunnel, StageTable, UnitTable } from './figures.tsx';

const route = getRouteApi('/desk/loops/analytics');
const DAYS_SHOWN = 30;

export function AnalyticsPage() {
  const { t } = useTranslation();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const from = search.from ?? daysAgo(DAYS_SHOWN);
  const to = search.to ?? today();
  const found = useQuery(loopStatisticsQuery({ from, to }));
  return (
    <Require can="loop:statistics">
      <Page
        title={t('loops.analytics.title')}
        subtitle={t('loops.analytics.subtitle')}
        tools={
          <PeriodPicker
            from={from}
            to={to}
            labels={[t('field.from'), t('field.to')]}
            onChange={(first, last) =>
              void navigate({ search: (previous) => ({ ...previous, from: first, to: last }) })
            }
          />
        }
      >
        <Loaded
          query={found}
          rows={12}
          isEmpty={({ definitions }) => definitions.length === 0}
          empty={t('loops.analytics.none')}
        >
          {(data) => (
            <Figures
              data={data}
              kind={search.kind}
              onKind={(kind) => void navigate({ search: (previous) => compact({ ...previous, kind }) })}
            />
          )}
        </Loaded>
      </Page>
    </Require>
  );
}

interface FiguresProps {
  readonly data: LoopStatisticsResponse;
  readonly kind: string | undefined;
  readonly onKind: (kind: string) => void;
}

function Figures({ data: { definitions, from, to }, kind, onKind }: FiguresProps) {
  const { t } = useTranslation();
  const say = useBilingual();
  const [picked, setPicked] = useState<Picked | null>(null);
  const shown = definitions.find(({ id }) => id === kind) ?? definitions[0];
  if (shown === undefined) return null;
  const onPick = shown.hasCases
    ? (pick: Picked) => setPicked({ ...pick, query: { ...pick.query, definition: shown.id, from, to } })
    : null;
  return (
    <>
      <div className="fj-toolbar">
        <span className="fj-label">{t('loops.kind')}</span>
        <Select<string>
          className="fj-loop-kind"
          aria-label={t('loops.kind')}
          value={shown.id}
          onChange={onKind}
          options={definitions.map(({ id, title, total }) => ({
            value: id,
            label: `${say(title)} ${String(total.opened)}`,
          }))}
        />
      </div>
      <Section title={t('loops.analytics.units')}>
        <UnitTable of={shown} onPick={onPick} />
      </Section>
      <Section title={t('loops.analytics.funnel')}>
        <StageFunnel stages={shown.stages} />
      </Section>
      <Section title={t('loops.analytics.stages')}>
        <StageTable of={shown} onPick={onPick} />
      </Section>
      <CasesDrawer picked={picked} onClose={() => setPicked(null)} />
    </>
  );
}
