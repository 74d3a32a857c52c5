/** 室内质控月汇总: figures of each item and series of a month, and its submission. */
import type { IqcItemMonth, IqcMonthResponse, IqcSeriesMonth } from '@fujie/wire/contracts';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { Alert, App, Button, Tag } from 'antd';
import { Fragment } from 'react';
import { useTranslation } from 'react-i18next';

import './laboratory.css';
import { IQC_KEY, iqcMonthQuery, submitIqcMonth } from '../../api/iqc.ts';
import { LOOPS_KEY } from '../../api/loops.ts';
import { RegionInstitutionPicker, useInstitution } from '../../app/institution-picker.tsx';
import { Require, useActor } from '../../app/require.tsx';
import { may } from '../../app/workspaces.ts';
import { MonthPicker } from '../../ui/day-picker.tsx';
import { lastMonth, showPercent, thisMonth } from '../../ui/format.ts';
import { useNamed } from '../../ui/language.ts';
import { listed } from '../../ui/listed.ts';
import { Loaded } from '../../ui/loaded.tsx';
import { Page, Section } from '../../ui/page.tsx';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { RecordTable } from '../../ui/record-table.tsx';
import { changesOf } from './month-changes.ts';
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

/** So many are named. */
const NAMED = 12;
const route = getRouteApi('/desk/laboratory/iqc/months');

export function IqcMonthPage() {
  const { t } = useTranslation();
  const actor = useActor();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const institution = useInstitution(search.institution);
  const month = search.month ?? lastMonth();
  const figures = useQuery(iqcMonthQuery(month, institution));
  const canSubmit = may(actor, 'iqc:manage') && actor?.institution?.code === institution;
  return (
    <Require can="iqc:read">
      <Page
        title={t('iqcMonths.title')}
        subtitle={figures.data === undefined ? null : t('iqcMonths.subtitle', { day: figures.data.dueOn })}
        tools={
          <>
            <RegionInstitutionPicker
              value={institution}
              onChange={(chosen) => void navigate({ search: (before) => ({ ...before, institution: chosen }) })}
            />
            <MonthPicker
              label={t('iqcMonths.month')}
              value={month}
              last={thisMonth()}
              onChange={(chosen) => void navigate({ search: (before) => ({ ...before, month: chosen }) })}
            />
            {canSubmit ? (
              <Submit month={month} isComplete={!figures.isPlaceholderData && figures.data?.isComplete === true} />
            ) : null}
          </>
        }
      >
        <Loaded
          query={figures}
          rows={10}
          isEmpty={({ items, uncontrolled }) => items.length + uncontrolled.length === 0}
          empty={t('iqcMonths.none')}
        >
          {(data) => <Month data={data} />}
        </Loaded>
      </Page>
    </Require>
  );
}

function Submit({ month, isComplete }: { readonly month: string; readonly isComplete: boolean }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const { message } = App.useApp();
  const act = useMutation({
    mutationFn: submitIqcMonth,
    onSuccess: async (counts) => {
      void message.success(t('iqcMonths.submitted', { ...counts }));
      await queries.invalidateQueries({ queryKey: IQC_KEY });
      await queries.invalidateQueries({ queryKey: LOOPS_KEY });
    },
  });
  return (
    <>
      <Button
        type="primary"
        disabled={!isComplete}
        {...(isComplete ? {} : { title: t('iqcMonths.notOver') })}
        loading={act.isPending}
        onClick={() => act.mutate(month)}
      >
        {t('iqcMonths.submit')}
      </Button>
      {act.error === null ? null : <ProblemAlert error={act.error} />}
    </>
  );
}

function Month({ data }: { readonly data: IqcMonthResponse }) {
  const { t } = useTranslation();
  const named = useNamed();
  const unreported = data.items.filter(({ submitted }) => submitted === null).length;
  const changed = data.items.filter(({ submitted, isCurrent }) => submitted !== null && !isCurrent).length;
  const open = [
    ...(unreported === 0 ? [] : [t('iqcMonths.notSubmitted', { count: unreported })]),
    ...(changed === 0 ? [] : [t('iqcMonths.changedCount', { count: changed })]),
  ];
  return (
    <>
      {data.isComplete ? (
        <Alert
          showIcon
          className="fj-more"
          type={open.length === 0 ? 'success' : 'warning'}
          title={open.length === 0 ? t('iqcMonths.allSubmitted') : listed(open)}
        />
      ) : (
        <Alert showIcon className="fj-more" type="info" title={t('iqcMonths.notOver')} />
      )}
      {data.uncontrolled.length === 0 ? null : (
        <Alert
          showIcon
          className="fj-more"
          type="warning"
          title={t('iqcMonths.withoutSystem', { count: data.uncontrolled.length })}
          description={`${listed(data.uncontrolled.slice(0, NAMED).map(({ item }) => named(item)))}${data.uncontrolled.length > NAMED ? ' …' : ''} ${t('iqc.withoutSystemHint')}`}
        />
      )}
      <ItemTable data={data} />
      <SeriesTable data={data} />
    </>
  );
}

function ItemTable({ data }: { readonly data: IqcMonthResponse }) {
  const { t } = useTranslation();
  const named = useNamed();
  const cv = useCvColumn<IqcItemMonth>();
  return (
    <Section title={t('iqcMonths.items')}>
      <RecordTable<IqcItemMonth>
        rowKey={({ item }) => item.code}
        rows={data.items}
        empty={t('iqcMonths.none')}
        columns={[
          { title: t('iqcMonths.item'), key: 'item', render: (_, row) => named(row.item) },
          {
            title: t('iqcMonths.coverage'),
            key: 'coverage',
            render: (_, row) =>
              row.testingDays === 0 ? (
                <span className="fj-faint">{t('iqcMonths.noTesting')}</span>
              ) : (
                <Coverage {...row} isUncovered={row.missingDays.length > 0} />
              ),
          },
          {
            title: t('iqcMonths.missing'),
            key: 'missing',
            width: 200,
            render: (_, row) => <Days days={row.missingDays} />,
          },
          cv,
          { title: t('iqcMonths.allowed'), key: 'allowed', render: (_, row) => <Limits {...row} /> },
          { title: t('iqcMonths.verdict'), key: 'verdict', render: (_, row) => <Imprecision verdict={row.verdict} /> },
          {
            title: t('iqcMonths.reported'),
            key: 'reported',
            render: (_, row) => <Reported row={row} dueOn={data.dueOn} />,
          },
          {
            title: t('iqcMonths.compare'),
            key: 'peers',
            render: (_, row) => (
              <Link
                to="/laboratory/iqc/peers"
                search={{ month: data.month, item: row.item.code }}
                className="fj-link fj-nowrap"
              >
                {t('iqcMonths.compare')}
              </Link>
            ),
          },
        ]}
      />
    </Section>
  );
}

/** Days of the month, none of them broken at its hyphen. */
function Days({ days }: { readonly days: readonly string[] }) {
  const { t } = useTranslation();
  if (days.length === 0) return '—';
  return days.map((day, place) => (
    <Fragment key={day}>
      <span className="fj-nowrap">
        {day.slice(5)}
        {place === days.length - 1 ? '' : t('field.comma').trimEnd()}
      </span>{' '}
    </Fragment>
  ));
}

function Reported({ row, dueOn }: { readonly row: IqcItemMonth; readonly dueOn: string }) {
  const { t } = useTranslation();
  if (row.submitted === null) return <span className="fj-faint">{t('iqcMonths.unreported')}</span>;
  const { reportedOn } = row.submitted;
  return (
    <>
      <span className="fj-nowrap">{t('iqcMonths.reportedOn', { day: reportedOn ?? '' })}</span>{' '}
      {reportedOn !== null && reportedOn > dueOn ? <Tag color="orange">{t('iqcMonths.lateBy')}</Tag> : null}
      {row.isCurrent ? null : (
        <>
          <Tag color="gold">{t('iqcMonths.changed')}</Tag>
          {changesOf(row).map(({ figure, was, is }) => (
            <div key={figure} className="fj-faint">
              {t('iqcMonths.changedFrom', { figure: t(`iqcMonths.figures.${figure}`), was, is })}
            </div>
          ))}
        </>
      )}
    </>
  );
}

type Line = IqcSeriesMonth & Pick<IqcItemMonth, 'item' | 'limits'>;

function SeriesTable({ data }: { readonly data: IqcMonthResponse }) {
  const { t } = useTranslation();
  const named = useNamed();
  const actor = useActor();
  const own = actor?.institution?.code === data.institution.code;
  const lot = useLotColumn<Line>();
  const rows = data.items.flatMap(({ item, limits, series }) => series.map((one): Line => ({ ...one, item, limits })));
  return (
    <Section title={t('iqcMonths.series')}>
      <RecordTable<Line>
        rowKey={({ system, product, lot, level }) => [system, product, lot, level].join('|')}
        rows={rows}
        empty={t('iqcMonths.none')}
        width={1100}
        columns={[
          {
            title: t('iqcMonths.system'),
            key: 'system',
            render: (_, row) => (
              <>
                <Link
                  to="/laboratory/iqc/systems/$code"
                  params={{ code: row.system }}
                  search={own ? {} : { institution: data.institution.code }}
                  className="fj-link"
                >
                  {named(row.item)}
                </Link>
                <div className="fj-faint">{row.system}</div>
              </>
            ),
          },
          lot,
          {
            title: t('iqcMonths.n'),
            key: 'n',
            render: (_, row) => `${String(row.inControl.n)} / ${String(row.all.n)}`,
          },
          { title: t('iqcMonths.mean'), key: 'mean', render: (_, row) => figureIn(row.inControl.mean, row.unit) },
          { title: t('iqcMonths.sd'), key: 'sd', render: (_, row) => figureIn(row.inControl.sd, row.unit) },
          {
            title: t('iqcMonths.cv'),
            key: 'cv',
            render: (_, row) => (
              <>
                <div>{showPercent(row.inControl.cvPercent)}</div>
                {row.out === 0 ? null : (
                  <span className="fj-faint fj-nowrap">
                    {t('iqcMonths.allResults')} {showPercent(row.all.cvPercent)}
                  </span>
                )}
              </>
            ),
          },
          {
            title: t('iqcMonths.verdict'),
            key: 'verdict',
            render: (_, row) => (
              <>
                <Imprecision verdict={row.verdict} />
                {row.judgedBy === 'month' ? null : (
                  <div className="fj-faint">{t(`iqcMonths.judgedBy.${row.judgedBy ?? 'none'}`)}</div>
                )}
                <div className="fj-faint">
                  <Limits {...row} />
                </div>
              </>
            ),
          },
          {
            title: t('iqcMonths.out'),
            key: 'out',
            render: (_, row) => (row.out === 0 ? '0' : `${String(row.out)} (${showPercent(row.outRatePercent, 1)})`),
          },
          {
            title: t('iqcMonths.cumulative'),
            key: 'cumulative',
            render: (_, row) =>
              row.cumulative === null ? (
                '—'
              ) : (
                <>
                  <div className="fj-nowrap">
                    {orDash(row.cumulative.mean)} ± {figureIn(row.cumulative.sd, row.unit)}
                  </div>
                  <span className="fj-faint fj-nowrap">
                    {t('iqcMonths.cumulativeOf', {
                      cv: showPercent(row.cumulative.cvPercent),
                      count: row.cumulative.n,
                    })}
                  </span>
                </>
              ),
          },
          {
            title: t('iqcMonths.suspicion'),
            key: 'suspicion',
            render: (_, row) => (row.suspicions.length === 0 ? '—' : <Suspicions kinds={row.suspicions} />),
          },
        ]}
      />
    </Section>
  );
}
