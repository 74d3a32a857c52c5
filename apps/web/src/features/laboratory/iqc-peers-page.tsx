/** 室内质控室间比较: one item of a month, each series against a group of laboratories in which nobody is named. */
import type { IqcPeersResponse } from '@fujie/wire/contracts';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { Tag } from 'antd';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';

import './laboratory.css';
import { iqcPeersQuery } from '../../api/iqc.ts';
import { Require } from '../../app/require.tsx';
import { Chart } from '../../ui/chart.tsx';
import { CodeSelect } from '../../ui/code-select.tsx';
import { MonthPicker } from '../../ui/day-picker.tsx';
import { lastMonth, showPercent, thisMonth } from '../../ui/format.ts';
import { useNamed } from '../../ui/language.ts';
import { EmptyNote, Loaded } from '../../ui/loaded.tsx';
import { Page, Section } from '../../ui/page.tsx';
import { RecordTable } from '../../ui/record-table.tsx';
import {
  Coverage,
  figureIn,
  Imprecision,
  Limits,
  orDash,
  Suspicions,
  useCvColumn,
  useLotColumn,
} from './month-parts.tsx';
import { peersOption } from './peers-option.ts';
import { showZ } from './signs.ts';

const route = getRouteApi('/desk/laboratory/iqc/peers');
type Group = IqcPeersResponse['groups'][number];
type Series = IqcPeersResponse['series'][number];
type Report = IqcPeersResponse['reported'][number];

/** From a ratio of CVs beyond this the imprecision is looked into. */
const LARGEST_CVR = 1.5;

export function IqcPeersPage() {
  const { t } = useTranslation();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const month = search.month ?? lastMonth();
  const item = search.item ?? '';
  const peers = useQuery(iqcPeersQuery(month, item));
  return (
    <Require can="iqc:read">
      <Page
        title={t('iqcMonths.peers.title')}
        subtitle={t('iqcMonths.peers.subtitle')}
        tools={
          <>
            <span className="fj-iqc-item">
              <CodeSelect
                registers={['item']}
                label={t('iqcMonths.peers.choose')}
                value={item === '' ? null : item}
                onChange={(chosen) =>
                  void navigate({ search: { month, ...(typeof chosen === 'string' ? { item: chosen } : {}) } })
                }
              />
            </span>
            <MonthPicker
              label={t('iqcMonths.month')}
              value={month}
              last={thisMonth()}
              onChange={(chosen) => void navigate({ search: (before) => ({ ...before, month: chosen }) })}
            />
          </>
        }
      >
        {item === '' ? (
          <EmptyNote>{t('iqcMonths.peers.choose')}</EmptyNote>
        ) : (
          <Loaded query={peers} rows={10}>
            {(data) => <Peers data={data} />}
          </Loaded>
        )}
      </Page>
    </Require>
  );
}

function Peers({ data }: { readonly data: IqcPeersResponse }) {
  const { t } = useTranslation();
  const shown = data.groups.flatMap((group, place) => {
    const own = data.series.filter((one) => one.group === place);
    return own.length === 0 ? [] : [{ place, group, own }];
  });
  return (
    <>
      {shown.length === 0 ? <EmptyNote>{t('iqcMonths.peers.noGroups')}</EmptyNote> : null}
      {shown.map(({ place, group, own }) => (
        <GroupSection key={place} group={group} own={own} />
      ))}
      <SeriesTable data={data} />
      <ReportTable data={data} />
    </>
  );
}

function GroupSection({ group, own }: { readonly group: Group; readonly own: readonly Series[] }) {
  const { t } = useTranslation();
  const [first] = own;
  const named = useNamed();
  const unit = first?.unit ?? null;
  const option = useMemo(
    () =>
      peersOption(group, own, {
        mean: t('iqcMonths.mean'),
        tell: (value, one) =>
          [one === undefined ? '' : `${named(one.institution)} ${one.system} `, figureIn(value, unit)].join(''),
      }),
    [group, own, unit, named, t],
  );
  const title = [
    t(`iqcMonths.peers.tiers.${group.tier}`),
    ...(group.tier === 'all' ? [] : [first?.method, group.tier === 'peers' ? first?.model : null]),
    first?.level,
    `${first?.product ?? ''} ${first?.lot ?? ''}`,
  ]
    .filter(Boolean)
    .join(' · ');
  return (
    <Section title={title}>
      <p className="fj-iqc-figures">
        {t('iqcMonths.peers.laboratories')} {group.n} · {t('iqcMonths.mean')} {figureIn(group.mean, unit)} ·{' '}
        {t('iqcMonths.sd')} {figureIn(group.sd, unit)} · {t('iqcMonths.peers.usualCv')} {showPercent(group.cvPercent)} ·{' '}
        {t(`iqcMonths.peers.by.${group.by}`)}
      </p>
      <Chart option={option} height={170} label={t('iqcMonths.peers.chartLabel', { group: title, count: group.n })} />
    </Section>
  );
}

function SeriesTable({ data }: { readonly data: IqcPeersResponse }) {
  const { t } = useTranslation();
  const named = useNamed();
  const lot = useLotColumn<Series>();
  return (
    <Section title={t('iqcMonths.peers.series')}>
      <RecordTable<Series>
        rowKey={(row) => [row.institution.code, row.system, row.product, row.lot, row.level].join('|')}
        rows={data.series.toSorted((a, b) => Math.abs(b.sdi ?? 0) - Math.abs(a.sdi ?? 0))}
        empty={t('iqcMonths.peers.noSeries')}
        width={1100}
        columns={[
          {
            title: t('iqcMonths.region.institution'),
            key: 'institution',
            render: (_, row) => (
              <>
                <Link
                  to="/laboratory/iqc/systems/$code"
                  params={{ code: row.system }}
                  search={{ institution: row.institution.code }}
                  className="fj-link"
                >
                  {named(row.institution)}
                </Link>
                <div className="fj-faint">
                  {row.system} {row.method} {row.model}
                </div>
              </>
            ),
          },
          lot,
          { title: 'n', key: 'n', render: (_, row) => row.n },
          {
            title: `${t('iqcMonths.mean')} ± ${t('iqcMonths.sd')}`,
            key: 'mean',
            render: (_, row) => (
              <span className="fj-nowrap">
                {orDash(row.mean)} ± {figureIn(row.sd, row.unit)}
              </span>
            ),
          },
          {
            title: t('iqcMonths.cv'),
            key: 'cv',
            render: (_, row) => (
              <>
                {showPercent(row.cvPercent)}
                <div className="fj-faint">
                  <Limits {...row} />
                </div>
                {row.isBeyond ? (
                  <div>
                    <Imprecision verdict="exceeds" />
                  </div>
                ) : null}
              </>
            ),
          },
          { title: t('iqcMonths.out'), key: 'out', render: (_, row) => row.out },
          {
            title: t('iqcMonths.peers.group'),
            key: 'group',
            render: (_, { group, laboratories }) => {
              const tier = group === null ? undefined : data.groups[group]?.tier;
              return tier === undefined ? (
                <span className="fj-faint">{t('iqcMonths.peers.noGroup', { count: laboratories })}</span>
              ) : (
                t(`iqcMonths.peers.tiers.${tier}`)
              );
            },
          },
          {
            title: t('iqcMonths.peers.sdi'),
            key: 'sdi',
            render: (_, row) => (
              <>
                <span className="fj-nowrap">{showZ(row.sdi)}</span>{' '}
                {row.reading === null || row.reading === 'acceptable' ? null : (
                  <Tag color={row.reading === 'act' ? 'red' : 'gold'}>
                    {t(`iqcMonths.peers.readings.${row.reading}`)}
                  </Tag>
                )}
              </>
            ),
          },
          {
            title: t('iqcMonths.peers.cvr'),
            key: 'cvr',
            render: (_, { cvr }) => (
              <>
                {cvr === null ? '—' : cvr.toFixed(2)}{' '}
                {cvr !== null && cvr > LARGEST_CVR ? <Tag color="gold">{t('iqcMonths.peers.investigate')}</Tag> : null}
              </>
            ),
          },
          { title: t('iqcMonths.peers.bias'), key: 'bias', render: (_, row) => showPercent(row.biasPercent) },
          {
            title: t('iqcMonths.suspicion'),
            key: 'suspicion',
            render: (_, row) =>
              row.suspicions.length === 0 ? '—' : <Suspicions kinds={row.suspicions.map(({ kind }) => kind)} />,
          },
        ]}
      />
    </Section>
  );
}

function ReportTable({ data }: { readonly data: IqcPeersResponse }) {
  const { t } = useTranslation();
  const named = useNamed();
  const cv = useCvColumn<Report>();
  return (
    <Section title={t('iqcMonths.peers.reports')}>
      <RecordTable<Report>
        rowKey={({ institution }) => institution.code}
        rows={data.reported}
        empty={t('iqcMonths.region.none')}
        width={760}
        columns={[
          {
            title: t('iqcMonths.region.institution'),
            key: 'institution',
            render: (_, row) => (
              <Link
                to="/laboratory/iqc/months"
                search={{ institution: row.institution.code, month: data.month }}
                className="fj-link"
              >
                {named(row.institution)}
              </Link>
            ),
          },
          {
            title: t('iqcMonths.coverage'),
            key: 'coverage',
            render: (_, row) => (row.testingDays === null ? '—' : <Coverage {...row} />),
          },
          cv,
          {
            title: t('iqcMonths.allowed'),
            key: 'allowed',
            render: (_, row) => <Limits limits={row.limits} unit={data.unit} />,
          },
          {
            title: t('iqcMonths.verdict'),
            key: 'verdict',
            render: (_, row) => (row.isFailing ? <Imprecision verdict="exceeds" /> : '—'),
          },
          {
            title: t('iqcMonths.reported'),
            key: 'reported',
            render: (_, row) =>
              row.reportedOn === null ? (
                <span className="fj-faint">{t('iqcMonths.unreported')}</span>
              ) : (
                <>
                  {row.reportedOn} {row.isLate ? <Tag color="orange">{t('iqcMonths.lateBy')}</Tag> : null}
                </>
              ),
          },
        ]}
      />
    </Section>
  );
}
