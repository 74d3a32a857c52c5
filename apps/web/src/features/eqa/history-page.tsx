/** 历次成绩: an item of a laboratory over its rounds, with the trend of its bias. */
import type { EqaHistoryResponse } from '@fujie/wire/contracts';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';

import './eqa.css';
import { eqaHistoryQuery } from '../../api/eqa.ts';
import { Require } from '../../app/require.tsx';
import type { ChartOption } from '../../ui/chart-engine.ts';
import { Chart } from '../../ui/chart.tsx';
import { DataTable } from '../../ui/data-table.tsx';
import { showDay } from '../../ui/format.ts';
import { useNamed } from '../../ui/language.ts';
import { Loaded } from '../../ui/loaded.tsx';
import { Page, Section } from '../../ui/page.tsx';
import { CellTable } from './cell-table.tsx';
import { useOrganiserNames } from './item-names.ts';
import { OutcomeWord } from './outcome-word.tsx';

const route = getRouteApi('/desk/laboratory/eqa/items/$item');
type Round = EqaHistoryResponse['rounds'][number];

export function HistoryPage() {
  const { t } = useTranslation();
  const named = useNamed();
  const { item } = route.useParams();
  const { institution } = route.useSearch();
  const history = useQuery(eqaHistoryQuery(item, institution));
  const { data } = history;
  return (
    <Require can="eqa:read">
      <Page
        title={t('eqa.historyOf', { item: data === undefined ? item : named(data.item) })}
        subtitle={
          <>
            {data === undefined ? '' : `${named(data.institution)} · `}
            <Link to="/laboratory/eqa" className="fj-link fj-link-in-text">
              {t('eqa.back')}
            </Link>
          </>
        }
      >
        <Loaded query={history} isEmpty={({ rounds }) => rounds.length === 0} empty={t('eqa.noHistory')}>
          {(found) => <History history={found} />}
        </Loaded>
      </Page>
    </Require>
  );
}

function History({ history: { rounds, trend } }: { readonly history: EqaHistoryResponse }) {
  const { t } = useTranslation();
  const organiserOf = useOrganiserNames();
  return (
    <>
      <Section
        title={t('eqa.trend')}
        tools={
          trend.direction !== null && trend.sameSide > 1 ? (
            <span>{t('eqa.lean', { count: trend.sameSide, direction: t(`eqa.directions.${trend.direction}`) })}</span>
          ) : null
        }
      >
        <Chart option={trendOption(rounds)} height={260} label={t('eqa.chartLabel', { chart: t('eqa.trend') })} />
      </Section>
      <Section title={t('eqa.rounds')}>
        <DataTable<Round>
          rowKey="id"
          size="small"
          pagination={false}
          scroll={{ x: 640 }}
          dataSource={[...rounds].reverse()}
          expandable={{ expandedRowRender: (round) => <CellTable cells={round.cells} unit={round.unit} /> }}
          columns={[
            {
              title: t('eqa.round'),
              key: 'round',
              render: (_, row) => (
                <Link to="/laboratory/eqa/rounds/$round" params={{ round: String(row.id) }} className="fj-link">
                  {organiserOf(row.organiser)} {row.round}
                </Link>
              ),
            },
            { title: t('eqa.closesAt'), key: 'closesAt', render: (_, row) => showDay(row.closesAt) },
            {
              title: t('eqa.percent'),
              key: 'percent',
              align: 'right',
              render: (_, row) => (row.percent === null ? '—' : `${String(Math.round(row.percent))}%`),
            },
            { title: t('eqa.outcome'), key: 'outcome', render: (_, row) => <OutcomeWord outcome={row.outcome} /> },
            {
              title: t('eqa.meanBias'),
              key: 'bias',
              align: 'right',
              render: (_, row) => (row.bias === null ? '—' : `${row.bias.toFixed(1)}%`),
            },
            { title: t('eqa.errorSource'), key: 'source', render: (_, row) => row.source ?? '—' },
            { title: t('eqa.standing'), key: 'standing', render: (_, row) => t(`eqa.standings.${row.standing}`) },
          ]}
        />
      </Section>
    </>
  );
}

/** Bias of each sample, and their mean, round by round. */
function trendOption(rounds: readonly Round[]): ChartOption {
  return {
    grid: { left: 52, right: 20, top: 20, bottom: 30 },
    tooltip: { trigger: 'item', formatter: ({ value }: { value: [string, number] }) => `${value[1].toFixed(1)}%` },
    xAxis: { type: 'category', data: rounds.map(({ round }) => round), axisLabel: { color: '#4a5661' } },
    yAxis: { type: 'value', axisLabel: { color: '#4a5661', formatter: '{value}%' } },
    series: [
      {
        ...{ type: 'scatter', symbolSize: 7, itemStyle: { color: '#8a99a5', opacity: 0.7 } },
        data: rounds.flatMap(({ round, cells }) =>
          cells.flatMap(({ biasPercent }) => (biasPercent === null ? [] : [[round, biasPercent]])),
        ),
      },
      {
        ...{ type: 'line', symbol: 'diamond', symbolSize: 12, itemStyle: { color: '#0f6a8b' } },
        data: rounds.map(({ round, bias }) => [round, bias]),
        markLine: {
          silent: true,
          symbol: 'none',
          label: { show: false },
          data: [{ yAxis: 0, lineStyle: { color: '#33404a' } }],
        },
      },
    ],
  };
}
