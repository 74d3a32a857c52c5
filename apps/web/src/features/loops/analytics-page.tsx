/** 闭环分析: how the loops of a period ended, by kind and unit, and where in their stages time was lost. */
import type { LoopStatisticsResponse } from '@fujie/wire/contracts';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { Button, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import './loops.css';
import { loopStatisticsQuery } from '../../api/loops.ts';
import { Require } from '../../app/require.tsx';
import { compact } from '../../app/search.ts';
import { PeriodPicker } from '../../ui/day-picker.tsx';
import { daysAgo, today } from '../../ui/format.ts';
import { useBilingual, useNamed } from '../../ui/language.ts';
import { Loaded } from '../../ui/loaded.tsx';
import { Page, Section } from '../../ui/page.tsx';
import type { Picked } from './cases-drawer.tsx';
import { CasesDrawer } from './cases-drawer.tsx';
import { ChainTable } from './chain-table.tsx';
import type { Kind, Pick, Unit } from './figures.tsx';
import { placeOf, StageFunnel, StageTable, UnitTable, whereOf } from './figures.tsx';

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
              place={{ unit: search.unit, department: search.department }}
              onSearch={(change) => void navigate({ search: (previous) => compact({ ...previous, ...change }) })}
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
  /** The row of units whose stages are shown; all of them unless it is there. */
  readonly place: { readonly unit: string | undefined; readonly department: string | undefined };
  readonly onSearch: (change: {
    readonly kind?: string;
    readonly unit: string | undefined;
    readonly department: string | undefined;
  }) => void;
}

const NOWHERE = { unit: undefined, department: undefined };

function Figures({ data: { definitions, from, to }, kind, place, onSearch }: FiguresProps) {
  const { t } = useTranslation();
  const say = useBilingual();
  const [picked, setPicked] = useState<Picked | null>(null);
  const shown = definitions.find(({ id }) => id === kind) ?? definitions[0];
  if (shown === undefined) return null;
  const chosen =
    shown.units.find(({ unitCode, department }) => unitCode === place.unit && department?.code === place.department) ??
    null;
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
          onChange={(id) => onSearch({ ...NOWHERE, kind: id })}
          options={definitions.map(({ id, title, total }) => ({
            value: id,
            label: `${say(title)} ${String(total.opened)}`,
          }))}
        />
      </div>
      <Section title={t('loops.analytics.units')}>
        <p className="fj-faint">{t('loops.analytics.unitsHint')}</p>
        <UnitTable
          of={shown}
          chosen={chosen}
          onChoose={(row) =>
            onSearch(row === null ? NOWHERE : { unit: row.unitCode, department: row.department?.code })
          }
          onPick={onPick}
        />
      </Section>
      {chosen === null ? (
        <Stages stages={shown.stages} onPick={onPick} />
      ) : (
        <StagesOf kind={shown.id} period={{ from, to }} unit={chosen} onPick={onPick} onAll={() => onSearch(NOWHERE)} />
      )}
      <ChainTable
        definitions={definitions}
        onPick={({ label, query }) => setPicked({ label, query: { ...query, from, to } })}
      />
      <CasesDrawer picked={picked} onClose={() => setPicked(null)} />
    </>
  );
}

interface StagesOfProps {
  readonly kind: string;
  readonly period: { readonly from: string; readonly to: string };
  readonly unit: Unit;
  readonly onPick: Pick;
  readonly onAll: () => void;
}

/** The stages of one unit, with the way back to all. */
function StagesOf({ kind, period, unit, onPick, onAll }: StagesOfProps) {
  const { t } = useTranslation();
  const named = useNamed();
  const where = whereOf(unit);
  const { placeholderData: _, ...asked } = loopStatisticsQuery({ ...period, definition: kind, ...where });
  const found = useQuery(asked);
  return (
    <>
      <div className="fj-toolbar">
        <span>{t('loops.analytics.only', { unit: placeOf(unit, named) })}</span>
        <Button size="small" onClick={onAll}>
          {t('loops.analytics.allUnits')}
        </Button>
      </div>
      <Loaded query={found} rows={8}>
        {({ definitions }) => (
          <Stages
            stages={definitions[0]?.stages ?? []}
            onPick={onPick === null ? null : ({ label, query }) => onPick({ label, query: { ...query, ...where } })}
          />
        )}
      </Loaded>
    </>
  );
}

function Stages({ stages, onPick }: { readonly stages: Kind['stages']; readonly onPick: Pick }) {
  const { t } = useTranslation();
  return (
    <>
      <Section title={t('loops.analytics.funnel')}>
        <StageFunnel stages={stages} />
      </Section>
      <Section title={t('loops.analytics.stages')}>
        <StageTable stages={stages} onPick={onPick} />
      </Section>
    </>
  );
}
