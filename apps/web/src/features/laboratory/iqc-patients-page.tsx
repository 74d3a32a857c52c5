/** 患者数据实时质控: a moving statistic of what the laboratory reported itself, against limits learnt from its own results. */
import type { IqcPatientsResponse } from '@fujie/wire/contracts';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { Descriptions, Select } from 'antd';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';

import './laboratory.css';
import { iqcPatientsQuery } from '../../api/iqc.ts';
import { RegionInstitutionPicker, useInstitution } from '../../app/institution-picker.tsx';
import { Require } from '../../app/require.tsx';
import { Chart } from '../../ui/chart.tsx';
import type { ChartOption } from '../../ui/chart-engine.ts';
import { CodeSelect } from '../../ui/code-select.tsx';
import { showPercent, showTime } from '../../ui/format.ts';
import { EmptyNote, Loaded } from '../../ui/loaded.tsx';
import { Page, Section } from '../../ui/page.tsx';
import { RecordTable } from '../../ui/record-table.tsx';
import { showUnit } from '@fujie/core/kernel';
import { orDash } from './month-parts.tsx';

const route = getRouteApi('/desk/laboratory/iqc/patients');
type Data = IqcPatientsResponse;
const STATISTICS = ['ewma', 'mean', 'median', 'bull'] as const;
const RATES = ['0.0001', '0.001', '0.01'] as const;

export function IqcPatientsPage() {
  const { t } = useTranslation();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const institution = useInstitution(search.institution);
  const { item = '', statistic = 'ewma', falseAlarms = '0.001' } = search;
  const patients = useQuery(iqcPatientsQuery({ institution, item, statistic, falseAlarms }));
  return (
    <Require can="iqc:read">
      <Page
        title={t('iqcPatients.title')}
        subtitle={t('iqcPatients.subtitle')}
        tools={
          <>
            <RegionInstitutionPicker
              value={institution}
              onChange={(chosen) => void navigate({ search: (before) => ({ ...before, institution: chosen }) })}
            />
            <span className="fj-iqc-item">
              <CodeSelect
                registers={['item']}
                label={t('iqcMonths.item')}
                value={item === '' ? null : item}
                onChange={(chosen) =>
                  void navigate({
                    search: ({ item: _before, ...rest }) =>
                      typeof chosen === 'string' ? { ...rest, item: chosen } : rest,
                  })
                }
              />
            </span>
            <Select<Data['statistic']>
              aria-label={t('iqcPatients.statistic')}
              value={statistic}
              popupMatchSelectWidth={false}
              onChange={(chosen) => void navigate({ search: (before) => ({ ...before, statistic: chosen }) })}
              options={STATISTICS.map((value) => ({ value, label: t(`iqcPatients.statistics.${value}`) }))}
            />
            <Select<string>
              aria-label={t('iqcPatients.wanted')}
              value={falseAlarms}
              popupMatchSelectWidth={false}
              onChange={(chosen) => void navigate({ search: (before) => ({ ...before, falseAlarms: chosen }) })}
              options={RATES.map((value) => ({
                value,
                label: t('iqcPatients.wantedOf', { rate: showPercent(100 * Number(value)) }),
              }))}
            />
            <Link to="/laboratory/iqc" className="fj-button-link">
              {t('iqc.overview')}
            </Link>
          </>
        }
      >
        {item === '' ? (
          <EmptyNote>{t('iqcPatients.choose')}</EmptyNote>
        ) : (
          <Loaded query={patients} rows={10}>
            {(data) => <Patients data={data} />}
          </Loaded>
        )}
      </Page>
    </Require>
  );
}

function Patients({ data }: { readonly data: Data }) {
  const { t } = useTranslation();
  const option = useMemo(() => chartOf(data), [data]);
  if (data.limits === null) return <EmptyNote>{t('iqcPatients.tooFew', { count: data.learnt })}</EmptyNote>;
  const alarms = data.points.filter(({ isAlarm }) => isAlarm);
  const unit = data.unit === null ? '' : showUnit(data.unit);
  return (
    <>
      <Section title={t('iqcPatients.learntTitle')}>
        <Descriptions
          size="small"
          column={{ xs: 1, sm: 2, lg: 3 }}
          items={[
            {
              key: 'learnt',
              label: t('iqcPatients.learnt'),
              children: t('iqcPatients.learntOf', { count: data.learnt, day: data.learntUntil ?? '' }),
            },
            {
              key: 'limits',
              label: t('iqcPatients.limits'),
              children: `${orDash(data.limits.low)} – ${orDash(data.limits.high)} ${unit}`,
            },
            {
              key: 'truncation',
              label: t('iqcPatients.truncation'),
              children:
                data.truncation === null
                  ? '—'
                  : `${orDash(data.truncation.low)} – ${orDash(data.truncation.high)} ${unit}`,
            },
            {
              key: 'rate',
              label: t('iqcPatients.falseAlarms'),
              children: showPercent(data.falseAlarmRate === null ? null : 100 * data.falseAlarmRate),
            },
            {
              key: 'alarms',
              label: t('iqcPatients.alarms'),
              children: `${String(alarms.length)} / ${String(data.points.length)}`,
            },
          ]}
        />
        <RecordTable<Data['detection'][number]>
          rowKey="biasPercent"
          rows={data.detection}
          empty="—"
          width={420}
          columns={[
            {
              title: t('iqcPatients.bias'),
              key: 'bias',
              render: (_, { biasPercent }) => `+${String(biasPercent)}%`,
            },
            {
              title: t('iqcPatients.found'),
              key: 'found',
              render: (_, { found, starts }) => `${String(found)} / ${String(starts)}`,
            },
            {
              title: t('iqcPatients.average'),
              key: 'average',
              render: (_, { average }) => (average === null ? '—' : Math.round(average)),
            },
          ]}
        />
      </Section>
      <Section title={t('iqcPatients.chart')}>
        {data.points.length === 0 ? (
          <EmptyNote>{t('iqcPatients.noPoints')}</EmptyNote>
        ) : (
          <Chart option={option} height={280} label={t('iqcPatients.chartLabel', { count: data.points.length })} />
        )}
        <RecordTable<Data['points'][number]>
          rowKey={({ at, value }) => `${at} ${String(value)}`}
          rows={alarms.toReversed()}
          empty={t('iqcPatients.noAlarms')}
          width={360}
          columns={[
            { title: t('field.time'), key: 'at', render: (_, { at }) => showTime(at) },
            {
              title: t('iqcPatients.value'),
              key: 'value',
              render: (_, { value }) => (
                <span className="fj-iqc-verdict fj-iqc-out-of-control">
                  <span aria-hidden>◆</span> {orDash(value)} {unit}
                </span>
              ),
            },
          ]}
        />
        <p className="fj-faint">{t('iqcPatients.hint')}</p>
      </Section>
    </>
  );
}

const AXIS = { color: '#4a5661' };

function chartOf({ points, limits }: Data): ChartOption {
  const bounds = [...points.map(({ value }) => value), ...(limits === null ? [] : [limits.low, limits.high])];
  const margin = 0.1 * (Math.max(...bounds) - Math.min(...bounds));
  return {
    grid: { left: 56, right: 60, top: 16, bottom: 58 },
    tooltip: { trigger: 'axis' },
    dataZoom: [
      { type: 'inside', xAxisIndex: 0, filterMode: 'none', zoomOnMouseWheel: 'ctrl' },
      { type: 'slider', xAxisIndex: 0, filterMode: 'none', height: 16, bottom: 6, showDetail: false },
    ],
    xAxis: {
      type: 'category',
      data: points.map(({ at }) => showTime(at) ?? ''),
      axisLabel: { ...AXIS, hideOverlap: true },
    },
    yAxis: {
      type: 'value',
      min: Math.min(...bounds) - margin,
      max: Math.max(...bounds) + margin,
      axisLabel: {
        ...AXIS,
        showMinLabel: false,
        showMaxLabel: false,
        formatter: (value: number) => String(Number(value.toPrecision(4))),
      },
      splitLine: { show: false },
    },
    series: [
      {
        type: 'line',
        data: points.map(({ value, isAlarm }) => ({
          value,
          symbol: isAlarm ? 'diamond' : 'circle',
          symbolSize: isAlarm ? 12 : 4,
          itemStyle: { color: isAlarm ? '#b3261e' : '#0f7a4c' },
        })),
        lineStyle: { color: '#8a99a5', width: 1 },
        showAllSymbol: true,
        ...(limits === null
          ? {}
          : {
              markLine: {
                silent: true,
                symbol: 'none',
                data: [limits.low, limits.high].map((yAxis) => ({
                  yAxis,
                  lineStyle: { color: '#b3261e', type: 'dashed' },
                  label: { formatter: String(Number(yAxis.toPrecision(4))), color: '#9c1f18', fontSize: 11 },
                })),
              },
            }),
      },
    ],
  };
}
