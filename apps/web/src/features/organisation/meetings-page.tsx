/** 质量会议: what falls due by the calendar and how it stands, counts that open to their rows, decisions, and the form of a record. */
import type { OrganisationCalendarResponse, OrganisationDecision } from '@fujie/wire/contracts';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link, Navigate } from '@tanstack/react-router';
import { Button, Select, Statistic, Tag } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import './organisation.css';
import { calendarQuery, decisionsQuery } from '../../api/organisation.ts';
import { Require, useActor } from '../../app/require.tsx';
import { may } from '../../app/workspaces.ts';
import { ActDialog } from '../../ui/act-dialog.tsx';
import { timeColumn } from '../../ui/columns.tsx';
import { PeriodPicker } from '../../ui/day-picker.tsx';
import { daysAgo, today } from '../../ui/format.ts';
import { useBilingual, useNamed } from '../../ui/language.ts';
import { listed } from '../../ui/listed.ts';
import { Loaded } from '../../ui/loaded.tsx';
import { Page, Section } from '../../ui/page.tsx';
import { RecordTable } from '../../ui/record-table.tsx';
import { MeetingForm } from './meeting-form.tsx';

type Duty = OrganisationCalendarResponse['duties'][number];
const route = getRouteApi('/desk/meetings');
const DAYS_SHOWN = 62;
/** So far back what a loop led here for is looked for. */
const DAYS_LOOKED = 366;
const STANDINGS = ['all', 'coming', 'missing', 'done', 'late', 'accounted'] as const;
type Shown = (typeof STANDINGS)[number];
const COLOURS: Readonly<Record<Duty['standing'], string>> = {
  coming: 'blue',
  done: 'green',
  late: 'orange',
  missing: 'red',
  accounted: 'default',
};
/** Duties that a record of a meeting or visit closes. */
const RECORDED: readonly string[] = ['committee', 'department', 'week', 'visit'];

export function MeetingsPage() {
  const { t } = useTranslation();
  const { loop } = route.useSearch();
  const [period, setPeriod] = useState<readonly [string, string]>([
    daysAgo(loop === undefined ? DAYS_SHOWN : DAYS_LOOKED),
    today(),
  ]);
  const [kind, setKind] = useState<string | null>(null);
  const [shown, setShown] = useState<Shown>('all');
  const query = { from: period[0], to: period[1] };
  const calendar = useQuery(calendarQuery(query));
  const decisions = useQuery(decisionsQuery(query));
  return (
    <Require can="organisation:read">
      <Page
        title={t('meetings.title')}
        subtitle={t('meetings.subtitle')}
        tools={
          <PeriodPicker
            from={period[0]}
            to={period[1]}
            labels={[t('field.from'), t('field.to')]}
            onChange={(from, to) => setPeriod([from, to])}
          />
        }
      >
        <Section title={t('meetings.counts')}>
          <Loaded query={calendar}>
            {({ counts }) => (
              <Counts counts={counts} picked={kind} onPick={(one) => setKind(one === kind ? null : one)} />
            )}
          </Loaded>
        </Section>
        <Section
          title={t('meetings.calendar')}
          tools={
            <Select<Shown>
              aria-label={t('meetings.standing')}
              value={shown}
              popupMatchSelectWidth={false}
              onChange={setShown}
              options={STANDINGS.map((value) => ({ value, label: t(`meetings.standings.${value}`) }))}
            />
          }
        >
          <Loaded query={calendar}>
            {({ duties }) => {
              const own = duties.find((one) => String(one.loop) === loop);
              const fitting = duties.filter(
                (one) => (kind === null || one.kind === kind) && (shown === 'all' || one.standing === shown),
              );
              return own === undefined ? <Duties duties={fitting} /> : <OfLoop duty={own} />;
            }}
          </Loaded>
        </Section>
        <Section title={t('meetings.committee')}>
          <Loaded query={calendar}>{({ committee }) => <Committee rows={committee} />}</Loaded>
        </Section>
        <Section title={t('meetings.decisions')}>
          <Loaded query={decisions}>
            {(data) => (
              <>
                <div className="fj-organisation-figures">
                  <Statistic title={t('meetings.decided')} value={data.total} />
                  <Statistic title={t('meetings.closedInTime')} value={data.closedInTime} />
                  <Statistic title={t('meetings.overdue')} value={data.overdue} />
                </div>
                <Decisions decisions={data.decisions} />
              </>
            )}
          </Loaded>
        </Section>
      </Page>
    </Require>
  );
}

/** The one that a loop led here for: its minutes, where they wait for a signature. */
function OfLoop({ duty }: { readonly duty: Duty }) {
  const { t } = useTranslation();
  const [newest] = duty.meetings.slice(-1);
  if (duty.awaitsSignature && newest !== undefined)
    return <Navigate to="/meetings/$id" params={{ id: String(newest) }} replace />;
  return (
    <>
      <p className="fj-case-note">
        {t('meetings.ofLoop', { id: duty.loop })}{' '}
        <Link to="/meetings" search={{}} className="fj-link">
          {t('meetings.allDuties')}
        </Link>
      </p>
      <Duties duties={[duty]} />
    </>
  );
}

function Counts({
  counts,
  picked,
  onPick,
}: {
  readonly counts: OrganisationCalendarResponse['counts'];
  readonly picked: string | null;
  readonly onPick: (kind: string) => void;
}) {
  const { t } = useTranslation();
  return (
    <div className="fj-organisation-figures">
      {counts.map(({ kind, due, held, late, missing }) => (
        <Button key={kind} type={picked === kind ? 'primary' : 'default'} onClick={() => onPick(kind)}>
          {t(`meetings.kinds.${kind as Duty['kind']}`)} {held}/{due}
          {late === 0 ? '' : ` · ${t('meetings.lateCount', { count: late })}`}
          {missing === 0 ? '' : ` · ${t('meetings.missingCount', { count: missing })}`}
        </Button>
      ))}
    </div>
  );
}

/** Which departments the committee has seen 委员会参加; each meeting opens. */
function Committee({ rows }: { readonly rows: OrganisationCalendarResponse['committee'] }) {
  const { t } = useTranslation();
  const named = useNamed();
  const seen = rows.filter(({ attended }) => attended.length > 0).length;
  return (
    <>
      <div className="fj-organisation-figures">
        <Statistic title={t('meetings.committeeSeen')} value={`${String(seen)} / ${String(rows.length)}`} />
      </div>
      <p className="fj-faint">{t('meetings.committeeNote')}</p>
      <RecordTable<OrganisationCalendarResponse['committee'][number]>
        rowKey={({ department }) => department.code}
        rows={rows}
        empty={t('meetings.noDepartments')}
        width={500}
        columns={[
          { title: t('field.department'), key: 'department', width: 160, render: (_, row) => named(row.department) },
          {
            title: t('meetings.attended'),
            key: 'attended',
            render: (_, { attended }) =>
              attended.length === 0 ? (
                <Tag color="orange">{t('meetings.notAttended')}</Tag>
              ) : (
                attended.map(({ meeting, on, members }) => (
                  <div key={meeting}>
                    <Link to="/meetings/$id" params={{ id: String(meeting) }} className="fj-link fj-link-in-text">
                      {on}
                    </Link>
                    {` ${listed(members.map(({ name }) => name))}`}
                  </div>
                ))
              ),
          },
        ]}
      />
    </>
  );
}

function Duties({ duties }: { readonly duties: readonly Duty[] }) {
  const { t } = useTranslation();
  const named = useNamed();
  const actor = useActor();
  const [entering, setEntering] = useState<Duty | null>(null);
  const mayRecord = may(actor, 'organisation:record');
  return (
    <>
      <RecordTable<Duty>
        rowKey="loop"
        rows={duties}
        empty={t('meetings.none')}
        columns={[
          { title: t('meetings.period'), dataIndex: 'period', className: 'fj-nowrap' },
          {
            title: t('meetings.what'),
            key: 'kind',
            // On a telephone how it stands is seen beside it.
            render: (_, row) => (
              <>
                {t(`meetings.kinds.${row.kind}`)}
                {row.department === null ? null : <div className="fj-faint">{named(row.department)}</div>}
              </>
            ),
          },
          {
            title: t('meetings.standing'),
            key: 'standing',
            render: (_, row) => (
              <>
                <Tag color={COLOURS[row.standing]}>{t(`meetings.standings.${row.standing}`)}</Tag>
                {row.awaitsSignature ? <Tag color="gold">{t('meetings.awaitsSignature')}</Tag> : null}
              </>
            ),
          },
          timeColumn(t('meetings.dueAt'), (row) => row.dueAt),
          {
            title: t('field.operation'),
            key: 'open',
            render: (_, row) => (
              <span className="fj-organisation-figures fj-nowrap">
                {row.meetings.map((id) => (
                  <Link key={id} to="/meetings/$id" params={{ id: String(id) }} className="fj-link">
                    {t('meetings.record')}
                  </Link>
                ))}
                {mayRecord && RECORDED.includes(row.kind) && row.standing !== 'accounted' ? (
                  <Button size="small" onClick={() => setEntering(row)}>
                    {t('meetings.enter')}
                  </Button>
                ) : null}
                {row.kind === 'journal' ? (
                  <Link to="/journal/$month" params={{ month: row.period }} className="fj-link">
                    {t('meetings.issue')}
                  </Link>
                ) : null}
                {row.kind === 'indicators' ? (
                  <Link to="/indicators" search={{ month: row.period }} className="fj-link">
                    {t('meetings.values')}
                  </Link>
                ) : null}
                <Link to="/loops/$id" params={{ id: String(row.loop) }} className="fj-link">
                  {t('meetings.loop')}
                </Link>
              </span>
            ),
          },
        ]}
      />
      <ActDialog of={entering} width={760} title={t('meetings.enter')} onClose={() => setEntering(null)}>
        {({ loop, kind, department, period }) => (
          <MeetingForm
            of={{ loop, kind: kind as 'committee', department: department?.code ?? null, period }}
            onDone={() => setEntering(null)}
          />
        )}
      </ActDialog>
    </>
  );
}

export function Decisions({ decisions }: { readonly decisions: readonly OrganisationDecision[] }) {
  const { t } = useTranslation();
  const say = useBilingual();
  const named = useNamed();
  return (
    <RecordTable<OrganisationDecision>
      rowKey="loop"
      rows={decisions}
      empty={t('meetings.noDecisions')}
      columns={[
        {
          title: t('meetings.decision'),
          key: 'title',
          render: (_, row) => (
            <Link to="/loops/$id" params={{ id: String(row.loop) }} className="fj-link">
              {say(row.title)}
            </Link>
          ),
        },
        {
          title: t('meetings.owner'),
          key: 'owner',
          render: (_, row) => (row.department === null ? t('meetings.office') : named(row.department)),
        },
        timeColumn(t('meetings.dueAt'), (row) => row.dueAt),
        {
          title: t('meetings.standing'),
          key: 'status',
          render: (_, row) => (
            <>
              <Tag color={row.status === 'closed' ? 'green' : 'blue'}>{t(`meetings.statuses.${row.status}`)}</Tag>
              {row.late ? <Tag color="red">{t('meetings.late')}</Tag> : null}
            </>
          ),
        },
      ]}
    />
  );
}
