/** 偏离监测: institutions of a month beside their peers; what stands apart opens to its loop of cause, requirement and correction. */
import type { DeviationRow, DeviationsResponse } from '@fujie/wire/contracts';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Tag } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { deviationsQuery } from '../../api/statistics.ts';
import { Require } from '../../app/require.tsx';
import { MonthPicker } from '../../ui/day-picker.tsx';
import { useNamed } from '../../ui/language.ts';
import { Loaded } from '../../ui/loaded.tsx';
import { Page, Section } from '../../ui/page.tsx';
import { RecordTable } from '../../ui/record-table.tsx';

const COLOURS: Readonly<Record<DeviationRow['verdict'], string>> = {
  within: 'green',
  low: 'red',
  high: 'orange',
  'not-compared': 'default',
};
const FIRST: Readonly<Record<DeviationRow['verdict'], number>> = { low: 0, high: 1, within: 2, 'not-compared': 3 };
const STATES: Readonly<Record<NonNullable<DeviationRow['loop']>['status'], string>> = {
  open: 'blue',
  overdue: 'red',
  closed: 'green',
  waived: 'default',
  void: 'default',
};
const PERCENT = 100;

const asPercent = (share: number): string => `${(share * PERCENT).toFixed(1)}%`;

function shown(measure: DeviationRow['measure'], value: number | null): string {
  if (value === null) return '–';
  return measure === 'recognition-ratio' ? asPercent(value) : String(Number(value.toFixed(1)));
}

export function DeviationsPage() {
  const { t } = useTranslation();
  const [month, setMonth] = useState<string | undefined>(undefined);
  const found = useQuery(deviationsQuery(month));
  return (
    <Require can="deviation:read">
      <Page
        title={t('deviations.title')}
        subtitle={t('deviations.subtitle')}
        tools={
          found.data === undefined ? undefined : (
            <MonthPicker
              value={month ?? found.data.month}
              last={found.data.last}
              onChange={setMonth}
              label={t('deviations.month')}
            />
          )
        }
      >
        <Loaded query={found} rows={10}>
          {(data) => <Deviations data={data} />}
        </Loaded>
      </Page>
    </Require>
  );
}

function Deviations({ data: { limits, rows } }: { readonly data: DeviationsResponse }) {
  const { t } = useTranslation();
  const named = useNamed();
  const of = (measure: DeviationRow['measure']): readonly DeviationRow[] =>
    rows.filter((row) => row.measure === measure).sort((a, b) => FIRST[a.verdict] - FIRST[b.verdict]);
  return (
    <>
      <p className="fj-faint">
        {t('deviations.limits', { ...limits, ratio: asPercent(limits.ratio), share: asPercent(limits.share) })}
      </p>
      {(['recognition-ratio', 'recognised-items'] as const).map((measure) => (
        <Section key={measure} title={t(`deviations.measures.${measure}`)}>
          <RecordTable<DeviationRow>
            rowKey={(row) => row.institution.code}
            rows={of(measure)}
            empty={t('deviations.none')}
            width={960}
            columns={[
              {
                title: t('deviations.institution'),
                key: 'institution',
                width: 160,
                render: (_, row) => named(row.institution),
              },
              {
                title: t('deviations.verdict'),
                key: 'verdict',
                width: 120,
                render: (_, row) => <Tag color={COLOURS[row.verdict]}>{t(`deviations.verdicts.${row.verdict}`)}</Tag>,
              },
              { title: t('deviations.value'), key: 'value', width: 100, render: (_, row) => shown(measure, row.value) },
              { title: t('deviations.mean'), key: 'mean', width: 110, render: (_, row) => shown(measure, row.mean) },
              {
                title: t('deviations.bound'),
                key: 'bound',
                width: 100,
                render: (_, row) => (row.bound === null ? '–' : `±${shown(measure, row.bound)}`),
              },
              { title: t('deviations.opportunities'), dataIndex: 'opportunities', width: 110 },
              { title: t('deviations.peers'), dataIndex: 'peers', width: 90 },
              {
                title: t('deviations.loop'),
                key: 'loop',
                width: 170,
                render: (_, row) => <Followed loop={row.loop} />,
              },
            ]}
          />
        </Section>
      ))}
    </>
  );
}

function Followed({ loop }: Pick<DeviationRow, 'loop'>) {
  const { t } = useTranslation();
  if (loop === null) return '–';
  return (
    <>
      <Tag color={STATES[loop.status]}>{t(`deviations.states.${loop.status}`)}</Tag>
      <Link to="/loops/$id" params={{ id: String(loop.id) }} className="fj-link fj-nowrap">
        {loop.month}
      </Link>
    </>
  );
}
