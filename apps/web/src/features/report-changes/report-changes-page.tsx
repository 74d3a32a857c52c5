/** 报告变更: results that were relied on and have changed since, and of the own reports whether everybody who relied on them confirmed. */
import type { IssuedChange, IssuedChangesResponse, ReportChange } from '@fujie/wire/contracts';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { Statistic, Tag } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

import { issuedChangesQuery, reportChangesQuery } from '../../api/recognition.ts';
import { Require, useActor } from '../../app/require.tsx';
import { compact } from '../../app/search.ts';
import { may } from '../../app/workspaces.ts';
import { timeColumn } from '../../ui/columns.tsx';
import { PeriodPicker } from '../../ui/day-picker.tsx';
import { daysAgo, today } from '../../ui/format.ts';
import { useNamed } from '../../ui/language.ts';
import { Loaded } from '../../ui/loaded.tsx';
import { Page, Section } from '../../ui/page.tsx';
import { PersonalMark } from '../../ui/personal-mark.tsx';
import { RecordTable } from '../../ui/record-table.tsx';
import { Corrections } from './corrections.tsx';

const route = getRouteApi('/desk/report-changes');
const DAYS_SHOWN = 90;
const COLOURS = { corrected: 'gold', withdrawn: 'red', moved: 'red' } as const;

export function ReportChangesPage() {
  const { t } = useTranslation();
  const actor = useActor();
  const { loop, ...search } = route.useSearch();
  const navigate = route.useNavigate();
  const period = { from: search.from ?? daysAgo(DAYS_SHOWN), to: search.to ?? today() };
  const reads = may(actor, 'report-change:read');
  return (
    <Require can={reads ? 'report-change:read' : 'report-change:issued'}>
      <Page
        title={t('clinical.changes.title')}
        subtitle={t('clinical.changes.subtitle')}
        tools={
          <PeriodPicker
            {...period}
            labels={[t('field.from'), t('field.to')]}
            onChange={(from, to) => void navigate({ search: compact({ loop, from, to }) })}
          />
        }
      >
        {reads ? <UsedHere period={period} loop={loop} /> : null}
        {may(actor, 'report-change:issued') && loop === undefined ? <IssuedHere period={period} /> : null}
      </Page>
    </Require>
  );
}

interface Period {
  readonly from: string;
  readonly to: string;
}

function UsedHere({ period, loop }: { readonly period: Period; readonly loop: string | undefined }) {
  const { t } = useTranslation();
  const found = useQuery(reportChangesQuery(loop === undefined ? period : { ...period, loop }));
  return (
    <Section
      title={t('clinical.changes.used')}
      tools={
        loop === undefined ? null : (
          <Link to="/report-changes" search={{}} className="fj-link">
            {t('clinical.changes.all')}
          </Link>
        )
      }
    >
      <PersonalMark>
        <Loaded query={found}>{({ changes }) => <Used changes={changes} />}</Loaded>
      </PersonalMark>
    </Section>
  );
}

function Used({ changes }: { readonly changes: readonly ReportChange[] }) {
  const { t } = useTranslation();
  const named = useNamed();
  // Only who treats a person is told who it is.
  const seesPatients = may(useActor(), 'person:read');
  return (
    <RecordTable<ReportChange>
      rowKey="id"
      rows={changes}
      empty={t('clinical.changes.none')}
      width={1000}
      columns={[
        timeColumn(t('clinical.changes.at'), (row) => row.at),
        { title: t('clinical.changes.change'), key: 'change', render: (_, row) => <ChangeTag change={row.change} /> },
        {
          title: t('field.item'),
          key: 'item',
          render: (_, row) => (row.item === null ? t('clinical.changes.withheld') : named(row.item)),
        },
        {
          title: t('clinical.changes.issuer'),
          key: 'issuer',
          width: 190,
          render: (_, row) => (row.issuer === null ? '—' : named(row.issuer)),
        },
        {
          title: t('clinical.changes.basis'),
          key: 'basis',
          width: 100,
          render: (_, row) => t(`clinical.changes.bases.${row.basis}`),
        },
        {
          title: t('clinical.changes.reader'),
          key: 'reader',
          render: (_, row) => <Reader row={row} />,
        },
        ...(seesPatients
          ? [
              {
                title: t('clinical.owed.patient'),
                key: 'patient',
                render: (_: unknown, row: ReportChange) =>
                  row.person === null ? (
                    '—'
                  ) : (
                    <Link to="/patients/$person" params={{ person: row.person }} className="fj-link">
                      {row.personName ?? t('clinical.owed.patient')}
                    </Link>
                  ),
              },
            ]
          : []),
        { title: t('clinical.changes.standing'), key: 'standing', render: (_, row) => <Standing row={row} /> },
        { title: t('field.operation'), key: 'open', render: (_, row) => <Openings row={row} /> },
      ]}
    />
  );
}

/** Whom it concerns, and who stands in where who ordered it is not found. */
function Reader({ row: { practitioner, department, standIn } }: { readonly row: ReportChange }) {
  const { t } = useTranslation();
  const named = useNamed();
  return (
    <>
      {standIn !== null && practitioner === null ? null : <div>{practitioner ?? t('clinical.changes.office')}</div>}
      {department === null ? null : <div className="fj-faint">{named(department)}</div>}
      {standIn === null ? null : (
        <div className="fj-faint">
          {t(`clinical.changes.standIns.${department === null ? 'office' : 'head'}.${standIn}`)}
        </div>
      )}
    </>
  );
}

function ChangeTag({ change }: { readonly change: ReportChange['change'] }): ReactNode {
  const { t } = useTranslation();
  return <Tag color={COLOURS[change]}>{t(`clinical.changes.kinds.${change}`)}</Tag>;
}

function Standing({ row: { status, overdue } }: { readonly row: ReportChange }) {
  const { t } = useTranslation();
  if (status === null) return '—';
  const colour = { open: overdue ? 'red' : 'blue', closed: 'green', waived: 'default', void: 'default' }[status];
  return <Tag color={colour}>{t(`clinical.changes.statuses.${overdue ? 'overdue' : status}`)}</Tag>;
}

function Openings({ row }: { readonly row: ReportChange }) {
  const { t } = useTranslation();
  return (
    <span className="fj-notice-acts">
      {row.loop === null ? null : (
        <Link to="/loops/$id" params={{ id: String(row.loop) }} className="fj-link fj-nowrap">
          {t('clinical.changes.confirm')}
        </Link>
      )}
      {row.decision === null ? null : (
        <Link to="/explain/$decision" params={{ decision: row.decision }} className="fj-link fj-nowrap">
          {t('clinical.changes.decision')}
        </Link>
      )}
    </span>
  );
}

function IssuedHere({ period }: { readonly period: Period }) {
  const { t } = useTranslation();
  const found = useQuery(issuedChangesQuery(period));
  return (
    <>
      <Section title={t('clinical.changes.issued')}>
        <Loaded query={found}>{(data) => <Issued data={data} />}</Loaded>
      </Section>
      {found.data === undefined ? null : <Corrections data={found.data.corrections} />}
    </>
  );
}

const FIGURES = ['told', 'confirmed', 'overdue', 'released'] as const;

function Issued({ data: { found, total, reports } }: { readonly data: IssuedChangesResponse }) {
  const { t } = useTranslation();
  const named = useNamed();
  return (
    <>
      <div className="fj-figures">
        {FIGURES.map((key) => (
          <Statistic key={key} title={t(`clinical.changes.figures.${key}`)} value={total[key]} />
        ))}
      </div>
      {found > reports.length && (
        <p className="fj-faint">{t('clinical.changes.latest', { shown: reports.length, all: found })}</p>
      )}
      <RecordTable<IssuedChange>
        rowKey="report"
        rows={reports}
        empty={t('clinical.changes.noneIssued')}
        width={820}
        columns={[
          timeColumn(t('clinical.changes.at'), (row) => row.at),
          { title: t('clinical.changes.report'), dataIndex: 'report' },
          { title: t('clinical.changes.change'), key: 'change', render: (_, row) => <ChangeTag change={row.change} /> },
          ...FIGURES.map((key) => ({ title: t(`clinical.changes.figures.${key}`), dataIndex: key })),
          {
            title: t('clinical.changes.institutions'),
            key: 'institutions',
            render: (_, row) =>
              row.institutions.map(({ institution, told, confirmed }) => (
                <div key={institution.code}>
                  {named(institution)} {confirmed}/{told}
                </div>
              )),
          },
        ]}
      />
    </>
  );
}
