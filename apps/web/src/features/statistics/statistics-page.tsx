/** 互认统计: rates with numerator and denominator, by unit, every number opening to its cases. */
import type { StatisticsResponse } from '@fujie/wire/contracts';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { Segmented } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import './statistics.css';
import { statisticsQuery } from '../../api/statistics.ts';
import { Require, useActor } from '../../app/require.tsx';
import { may } from '../../app/workspaces.ts';
import { PeriodPicker } from '../../ui/day-picker.tsx';
import { daysAgo, today } from '../../ui/format.ts';
import { EmptyNote, Loaded } from '../../ui/loaded.tsx';
import { Page, Section } from '../../ui/page.tsx';
import { CasesDrawer } from './cases-drawer.tsx';
import { DeidentifiedExport } from './deidentified-export.tsx';
import type { Picked, StatisticsFilter } from './measures.ts';
import { RateCards } from './rate-cards.tsx';
import { RateChart } from './rate-chart.tsx';
import { ReasonChart } from './reason-chart.tsx';
import { UnitTable } from './unit-table.tsx';

const route = getRouteApi('/desk/statistics');
const UNITS = ['institution', 'department', 'item', 'week', 'issuer'] as const;
const DAYS_SHOWN = 90;

export function StatisticsPage() {
  const { t } = useTranslation();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const filter: StatisticsFilter = {
    from: search.from ?? daysAgo(DAYS_SHOWN),
    to: search.to ?? today(),
    by: search.by ?? 'institution',
    institution: search.institution,
  };
  const statistics = useQuery(statisticsQuery({ ...filter }));
  const actor = useActor();
  return (
    <Require can="statistics:read">
      <Page
        title={t('statistics.title')}
        subtitle={may(actor, 'statistics:cases') ? t('statistics.subtitle') : t('statistics.casesClosed')}
        tools={
          <PeriodPicker
            from={filter.from}
            to={filter.to}
            labels={[t('field.from'), t('field.to')]}
            onChange={(from, to) => void navigate({ search: (previous) => ({ ...previous, from, to }) })}
          />
        }
      >
        <div className="fj-toolbar">
          <span className="fj-label">{t('statistics.by')}</span>
          <Segmented
            value={filter.by}
            options={UNITS.map((unit) => ({ value: unit, label: t(`statistics.units.${unit}`) }))}
            onChange={(by) => void navigate({ search: (previous) => ({ ...previous, by }) })}
          />
          {may(actor, 'statistics:deidentified') ? <DeidentifiedExport /> : null}
        </div>
        <Loaded query={statistics} rows={12}>
          {(data) => <Figures data={data} filter={filter} />}
        </Loaded>
      </Page>
    </Require>
  );
}

function Figures({ data, filter }: { readonly data: StatisticsResponse; readonly filter: StatisticsFilter }) {
  const { t } = useTranslation();
  const actor = useActor();
  const [picked, setPicked] = useState<Picked | null>(null);
  const pick = may(actor, 'statistics:cases') ? setPicked : null;
  return (
    <>
      <RateCards row={data.total} onPick={pick} />
      {data.rows.length === 0 ? (
        <Section title={t('statistics.title')}>
          <EmptyNote>{t('statistics.none')}</EmptyNote>
        </Section>
      ) : (
        <>
          <div className="fj-charts">
            <Section title={t('statistics.chart', { unit: t(`statistics.units.${filter.by}`) })}>
              <RateChart rows={data.rows} by={filter.by} />
            </Section>
            <Section title={t('statistics.chartReasons')}>
              <ReasonChart counts={data.total.counts} />
            </Section>
          </div>
          <UnitTable rows={data.rows} total={data.total} by={filter.by} onPick={pick} />
        </>
      )}
      <CasesDrawer filter={filter} picked={picked} onClose={() => setPicked(null)} />
    </>
  );
}
