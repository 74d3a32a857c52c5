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
import { CodeSelect } from '../../ui/code-select.tsx';
import { showPercent, showTime } from '../../ui/format.ts';
import { EmptyNote, Loaded } from '../../ui/loaded.tsx';
import { Page, Section } from '../../ui/page.tsx';
import { RecordTable } from '../../ui/record-table.tsx';
import { showUnit } from '@fujie/core/kernel';
import { orDash } from './month-parts.tsx';
import { patientsChart } from './patients-chart.ts';
import { FollowedItems, ItemSettings, ProposeButton } from './patient-settings.tsx';

const route = getRouteApi('/desk/laboratory/iqc/patients');
type Data = IqcPatientsResponse;
const STATISTICS = ['ewma', 'mean', 'median', 'bull'] as const;
const RATES = ['0.0001', '0.001', '0.01'] as const;

export function IqcPatientsPage() {
  const { t } = useTranslation();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const institution = useInstitution(search.institution);
  const { item = '', instrument = '', statistic = 'ewma', falseAlarms = '0.001' } = search;
  const patients = useQuery(iqcPatientsQuery({ institution, item, instrument, statistic, falseAlarms }));
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
                hint={t('iqcPatients.choose')}
                value={item === '' ? null : item}
                onChange={(chosen) =>
                  void navigate({
                    search: ({ item: _before, instrument: _of, ...rest }) =>
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
          <FollowedItems institution={institution} />
        ) : (
          <>
            <ItemSettings institution={institution} item={item} />
            <Loaded query={patients} rows={10}>
              {(data) => (
                <Patients
                  data={data}
                  falseAlarms={falseAlarms}
                  onInstrument={(chosen) =>
                    void navigate({
                      search: ({ instrument: _before, ...rest }) =>
                        chosen === '' ? rest : { ...rest, instrument: chosen },
                    })
                  }
                />
              )}
            </Loaded>
          </>
        )}
      </Page>
    </Require>
  );
}

interface PatientsProps {
  readonly data: Data;
  readonly falseAlarms: string;
  readonly onInstrument: (code: string) => void;
}

function Patients({ data, falseAlarms, onInstrument }: PatientsProps) {
  const { t } = useTranslation();
  const option = useMemo(() => patientsChart(data), [data]);
  const instruments = [...new Set([...data.instruments.map(({ code }) => code), data.instrument])];
  const choice =
    instruments.length < 2 ? null : (
      <Select<string>
        aria-label={t('iqcPatients.instrument')}
        value={data.instrument}
        popupMatchSelectWidth={false}
        onChange={onInstrument}
        options={instruments.map((code) => ({
          value: code,
          label: code === '' ? t('iqcPatients.unnamed') : code,
        }))}
      />
    );
  if (data.limits === null)
    return (
      <Section title={t('iqcPatients.learntTitle')} tools={choice}>
        <EmptyNote>{t('iqcPatients.tooFew', { count: data.learnt })}</EmptyNote>
      </Section>
    );
  const alarms = data.points.filter(({ isAlarm }) => isAlarm);
  const unit = data.unit === null ? '' : showUnit(data.unit);
  return (
    <>
      <Section
        title={t('iqcPatients.learntTitle')}
        tools={
          <>
            {choice}
            <ProposeButton data={data} falseAlarms={falseAlarms} />
          </>
        }
      >
        <Descriptions
          size="small"
          column={{ xs: 1, sm: 2, lg: 3 }}
          items={[
            {
              key: 'learnt',
              label: t('iqcPatients.learnt'),
              children: t('iqcPatients.learntOf', {
                count: data.learnt,
                from: data.learntFrom ?? '',
                day: data.learntUntil ?? '',
              }),
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
