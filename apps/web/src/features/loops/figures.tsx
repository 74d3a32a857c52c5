/** The numbers of one kind of loop: by unit, by stage, and the stages as a funnel. */
import type { LoopsQuery, LoopStatisticsQuery, LoopStatisticsResponse, NamedCode } from '@fujie/wire/contracts';
import { LOOP_MEASURES, STAGE_MEASURES } from '@fujie/wire/contracts';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';

import { Chart } from '../../ui/chart.tsx';
import { DataTable } from '../../ui/data-table.tsx';
import { useBilingual, useNamed } from '../../ui/language.ts';
import type { Picked } from './cases-drawer.tsx';

export type Kind = LoopStatisticsResponse['definitions'][number];
export type Unit = Kind['units'][number];
type Stage = Kind['stages'][number];
export type Pick = ((picked: Picked) => void) | null;

/** A unit and department as a query names it. */
export function whereOf({ unitCode, department }: Unit): Partial<LoopStatisticsQuery> {
  return { unit: unitCode, ...(department === null ? { noDepartment: 'true' } : { department: department.code }) };
}

export function placeOf({ unit, department }: Unit, named: (of: NamedCode) => string): string {
  return [unit, department].flatMap((place) => (place === null ? [] : named(place))).join(' · ');
}

/** How loops ended; of the chain there is a table of its own. */
const ENDS = LOOP_MEASURES.filter((measure) => measure !== 'warned' && measure !== 'whole');

interface UnitProps {
  readonly of: Kind;
  readonly chosen: Unit | null;
  /** Chooses whose stages are shown; null: of all. */
  readonly onChoose: (row: Unit | null) => void;
  readonly onPick: Pick;
}

interface NumberProps {
  readonly value: number;
  readonly text?: string;
  readonly measure: string;
  readonly where: string;
  readonly query: LoopsQuery;
  readonly onPick: Pick;
}

/** A number that opens to its loops, for those who may see them. */
export function PickNumber({
  value,
  text = value.toLocaleString('zh-CN'),
  measure,
  where,
  query,
  onPick,
}: NumberProps) {
  const { t } = useTranslation();
  if (onPick === null || value === 0) return <span>{text}</span>;
  return (
    <button
      type="button"
      className="fj-plain-button fj-number"
      aria-label={t('loops.analytics.casesOf', { measure, count: text })}
      onClick={() => onPick({ label: t('loops.analytics.cases', { measure, where }), query })}
    >
      {text}
    </button>
  );
}

export function UnitTable({ of, chosen, onChoose, onPick }: UnitProps) {
  const { t } = useTranslation();
  const named = useNamed();
  const total = t('loops.analytics.total');
  return (
    <DataTable<Unit | null>
      rowKey={(row) => (row === null ? 'total' : `${row.unitCode} ${row.department?.code ?? ''}`)}
      size="small"
      scroll={{ x: 860 }}
      pagination={of.units.length > 30 ? { pageSize: 30, showSizeChanger: false } : false}
      dataSource={[null, ...of.units]}
      columns={[
        {
          title: t('loops.analytics.unit'),
          key: 'unit',
          render: (_, row) => (
            <button
              type="button"
              className="fj-plain-button fj-loop-unit"
              aria-pressed={row === chosen}
              onClick={() => onChoose(row)}
            >
              {row === null ? total : placeOf(row, named)}
            </button>
          ),
        },
        ...ENDS.map((measure) => ({
          title: t(`loops.analytics.measures.${measure}`),
          key: measure,
          align: 'right' as const,
          render: (_: unknown, row: Unit | null) => (
            <PickNumber
              value={(row?.counts ?? of.total)[measure]}
              measure={t(`loops.analytics.measures.${measure}`)}
              where={row === null ? total : placeOf(row, named)}
              query={{ measure, ...(row === null ? {} : whereOf(row)) }}
              onPick={onPick}
            />
          ),
        })),
      ]}
    />
  );
}

const minutes = (value: number | null): string => (value === null ? '—' : String(Math.round(value * 10) / 10));

export function StageTable({ stages, onPick }: { readonly stages: readonly Stage[]; readonly onPick: Pick }) {
  const { t } = useTranslation();
  const say = useBilingual();
  return (
    <DataTable<Stage>
      rowKey="id"
      size="small"
      scroll={{ x: 680 }}
      pagination={false}
      dataSource={[...stages]}
      columns={[
        { title: t('loops.stages'), key: 'stage', render: (_, row) => say(row.title) },
        ...STAGE_MEASURES.map((stageMeasure) => ({
          title: t(`loops.analytics.stageMeasures.${stageMeasure}`),
          key: stageMeasure,
          align: 'right' as const,
          render: (_: unknown, row: Stage) => (
            <PickNumber
              value={row[stageMeasure]}
              measure={t(`loops.analytics.stageMeasures.${stageMeasure}`)}
              where={say(row.title)}
              query={{ stage: row.id, stageMeasure }}
              onPick={onPick}
            />
          ),
        })),
        ...(['median', 'p90'] as const).map((figure) => ({
          title: t(`loops.analytics.${figure}`),
          key: figure,
          align: 'right' as const,
          render: (_: unknown, row: Stage) => (
            <PickNumber
              value={row[figure] === null ? 0 : row.done}
              text={minutes(row[figure])}
              measure={t(`loops.analytics.${figure}`)}
              where={say(row.title)}
              query={{ stage: row.id, stageMeasure: 'minutes' }}
              onPick={onPick}
            />
          ),
        })),
      ]}
    />
  );
}

const COLOURS = { reached: '#7f98a6', done: '#0f6485', late: '#b3261e' } as const;
const AXIS_TEXT = { color: '#4a5661' };

export function StageFunnel({ stages }: { readonly stages: readonly Stage[] }) {
  const { t } = useTranslation();
  const say = useBilingual();
  const names = stages.map(({ title }) => say(title)).join('|');
  const labels = STAGE_MEASURES.map((measure) => t(`loops.analytics.stageMeasures.${measure}`)).join('|');
  const option = useMemo(
    () => ({
      grid: { left: 8, right: 44, top: 32, bottom: 8, containLabel: true },
      legend: { top: 0, left: 0, textStyle: AXIS_TEXT },
      tooltip: { trigger: 'axis', axisPointer: { type: 'shadow' } },
      xAxis: { type: 'value', minInterval: 1, axisLabel: AXIS_TEXT, splitLine: { lineStyle: { color: '#e8edf0' } } },
      yAxis: {
        type: 'category',
        inverse: true,
        data: names.split('|'),
        axisLabel: { ...AXIS_TEXT, width: 150, overflow: 'break', lineHeight: 14 },
        axisTick: { show: false },
      },
      series: STAGE_MEASURES.map((measure, index) => ({
        type: 'bar',
        name: labels.split('|')[index] ?? measure,
        data: stages.map((stage) => stage[measure]),
        barWidth: 8,
        itemStyle: { color: COLOURS[measure] },
        label: { show: true, position: 'right', color: '#33404a', fontSize: 11 },
      })),
    }),
    [stages, names, labels],
  );
  return <Chart option={option} height={Math.max(200, stages.length * 46 + 50)} label={t('loops.analytics.funnel')} />;
}
