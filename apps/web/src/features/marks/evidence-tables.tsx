/** Tables of the records behind a mark. */
import type { MarkEvidenceResponse } from '@fujie/wire/contracts';
import { Link } from '@tanstack/react-router';
import { Tag } from 'antd';
import { useTranslation } from 'react-i18next';

import { useActor } from '../../app/require.tsx';
import { may } from '../../app/workspaces.ts';
import { useOptionName } from '../../i18n/option-names.ts';
import { lastDayBefore, showNumber, showPercent, showTime } from '../../ui/format.ts';
import { useNamed } from '../../ui/language.ts';
import { useScopeName } from '../../ui/name-of.ts';
import { RecordTable } from '../../ui/record-table.tsx';
import { ruleName } from '../../ui/rule-name.ts';

type Data = MarkEvidenceResponse;
type Recorded = NonNullable<Data['recorded']>;

const day = (value: string | null) => <span className="fj-nowrap">{value ?? '—'}</span>;

export function MonthTable({ data }: { readonly data: Data }) {
  const { t } = useTranslation();
  const scopeName = useScopeName();
  const required = data.requirements
    .map(({ scope, maxCv, maxSd, sdBelow, byClass, minAgreement }) => {
      const sd = maxSd === null ? '' : showNumber(maxSd);
      const byLevel = { sd, cv: showPercent(maxCv), cut: sdBelow === null ? '' : showNumber(sdBelow) };
      const limits = [
        ...(sdBelow === null
          ? [maxCv === null ? '' : `CV ≤ ${showPercent(maxCv)}`, sd === '' ? '' : `SD ≤ ${sd}`]
          : [t('iqcMonths.sdBelow', byLevel), t('iqcMonths.cvFrom', byLevel)]),
        byClass === null
          ? ''
          : `${byClass.classes.map((one) => t(`iqcMonths.classes.${one as 'low'}`)).join(t('field.between'))} CV ≤ ${showPercent(byClass.maxCv)}`,
        minAgreement === null ? '' : `≥ ${showPercent(minAgreement)}`,
      ];
      return `${scopeName(scope)} ${limits.filter((limit) => limit !== '').join(' ')}`;
    })
    .join(t('field.between'));
  return (
    <>
      {required === '' ? null : (
        <p>
          <span className="fj-label">{t('evidence.required')}</span> {required}
        </p>
      )}
      <RecordTable
        rows={data.months}
        rowKey="month"
        empty={t('evidence.noMonths')}
        width={520}
        columns={[
          {
            title: t('evidence.month'),
            key: 'month',
            render: (_, { month }, index) => (
              <span className="fj-nowrap">
                {month} {index === 0 ? <Tag>{t('evidence.counts')}</Tag> : null}
              </span>
            ),
          },
          {
            title: t('evidence.days'),
            key: 'days',
            align: 'right',
            render: (_, { qcDays, testingDays }) => (
              <span className={qcDays < testingDays ? 'fj-bad' : ''}>
                {qcDays} / {testingDays}
              </span>
            ),
          },
          {
            title: t('evidence.cv'),
            key: 'cv',
            align: 'right',
            render: (_, { cv, sd, classCv }) => (
              <>
                {cv === null && (sd !== null || classCv !== null) ? null : <div>{showPercent(cv)}</div>}
                {classCv === null ? null : (
                  <div className="fj-nowrap">{`${t('iqcMonths.classCv')} ${showPercent(classCv)}`}</div>
                )}
                {sd === null ? null : <div className="fj-nowrap">{`${t('iqcMonths.sdShort')} ${showNumber(sd)}`}</div>}
              </>
            ),
          },
          {
            title: t('evidence.agreement'),
            key: 'agreement',
            align: 'right',
            render: (_, row) => showPercent(row.agreement),
          },
          {
            title: t('evidence.source'),
            key: 'source',
            render: (_, { isMeasured }) => t(isMeasured ? 'evidence.measured' : 'evidence.submitted'),
          },
          { title: t('evidence.reportedOn'), key: 'reported', render: (_, { reportedOn }) => day(reportedOn) },
        ]}
      />
    </>
  );
}

export function RunTable({ runs, institution }: { readonly runs: Recorded['runs']; readonly institution: string }) {
  const { t } = useTranslation();
  return (
    <>
      <h3 className="fj-subhead">{t('evidence.lastRun')}</h3>
      <RecordTable
        rows={runs}
        rowKey="system"
        empty={t('evidence.noRuns')}
        width={520}
        columns={[
          {
            title: t('evidence.system'),
            key: 'system',
            render: (_, { system }) => (
              <Link
                to="/laboratory/iqc/systems/$code"
                params={{ code: system }}
                search={{ institution }}
                className="fj-link"
              >
                {system}
              </Link>
            ),
          },
          { title: t('evidence.measuredAt'), key: 'at', render: (_, { measuredAt }) => day(showTime(measuredAt)) },
          {
            title: t('evidence.verdict'),
            key: 'verdict',
            render: (_, { verdict, rules }) => (
              <span className={verdict === 'reject' ? 'fj-bad' : ''}>
                {[t(`iqc.verdicts.${verdict}`), ...rules.map(ruleName)].join(' ')}
              </span>
            ),
          },
        ]}
      />
    </>
  );
}

export function RoundTable({ data: { rounds, institution } }: { readonly data: Data }) {
  const { t } = useTranslation();
  const named = useNamed();
  const optionName = useOptionName();
  return (
    <RecordTable
      rows={rounds}
      rowKey={(row) => `${row.organiser.code}|${row.round}`}
      empty={t('evidence.noRounds')}
      width={560}
      columns={[
        { title: t('evidence.organiser'), key: 'organiser', render: (_, { organiser }) => named(organiser) },
        {
          title: t('evidence.round'),
          key: 'round',
          render: (_, row) => <RoundName round={row} institution={institution.code} />,
        },
        { title: t('evidence.closedOn'), key: 'closed', render: (_, { closedOn }) => day(closedOn) },
        { title: t('evidence.publishedOn'), key: 'published', render: (_, { publishedOn }) => day(publishedOn) },
        {
          title: t('evidence.outcome'),
          key: 'outcome',
          render: (_, { outcome }) => (
            <span className={outcome === 'FAIL' || outcome === 'ABSENT' ? 'fj-bad fj-nowrap' : 'fj-nowrap'}>
              {optionName(outcome)}
            </span>
          ),
        },
      ]}
    />
  );
}

interface RoundNameProps {
  readonly round: Data['rounds'][number];
  readonly institution: string;
}

/** Leads whoever may see it to the round; says where only the register knows of it. */
function RoundName({ round: { round, organised }, institution }: RoundNameProps) {
  const { t } = useTranslation();
  const actor = useActor();
  if (organised === null)
    return (
      <>
        {round} <div className="fj-faint">{t('evidence.fromRegister')}</div>
      </>
    );
  const params = { round: String(organised) };
  if (may(actor, 'eqa:organise'))
    return (
      <Link to="/laboratory/eqa/organised/$round" params={params} className="fj-link">
        {round}
      </Link>
    );
  if (may(actor, 'eqa:read') && actor?.institution?.code === institution)
    return (
      <Link to="/laboratory/eqa/rounds/$round" params={params} className="fj-link">
        {round}
      </Link>
    );
  return <>{round}</>;
}

export function InstrumentTable({ data }: { readonly data: Data }) {
  const { t } = useTranslation();
  const named = useNamed();
  const optionName = useOptionName();
  const rows = data.instruments.flatMap(({ code, nameZh, nameEn, heldSince, activities }) =>
    (activities.length === 0 ? [null] : activities).map((activity, index) => ({
      ...{ key: `${code}|${String(index)}`, code, nameZh, nameEn, activity, isFirst: index === 0 },
      ...{ heldSince, count: Math.max(activities.length, 1) },
    })),
  );
  return (
    <RecordTable
      rows={rows}
      rowKey="key"
      empty={t('evidence.noInstruments')}
      width={560}
      columns={[
        {
          title: t('evidence.instrument'),
          key: 'instrument',
          onCell: ({ isFirst, count }) => ({ rowSpan: isFirst ? count : 0 }),
          render: (_, { heldSince, ...instrument }) => (
            <>
              {named(instrument)} <span className="fj-faint">{instrument.code}</span>
              {heldSince === null ? null : <div className="fj-bad">{t('evidence.held', { day: heldSince })}</div>}
            </>
          ),
        },
        {
          title: t('evidence.activity'),
          key: 'activity',
          render: (_, { activity }) => (activity === null ? '—' : optionName(activity.activity)),
        },
        { title: t('evidence.doneOn'), key: 'done', render: (_, { activity }) => day(activity?.doneOn ?? null) },
        {
          title: t('evidence.dueOn'),
          key: 'due',
          render: (_, { activity }) => {
            const isOverdue = activity !== null && activity.dueOn < data.day;
            return (
              <span className={isOverdue ? 'fj-bad fj-nowrap' : 'fj-nowrap'}>
                {activity?.dueOn ?? '—'} {isOverdue ? t('evidence.overdue') : ''}
              </span>
            );
          },
        },
        { title: t('evidence.certificate'), key: 'certificate', render: (_, row) => row.activity?.certificate ?? '—' },
      ]}
    />
  );
}

export function AuthorityTable({ data }: { readonly data: Data }) {
  const { t } = useTranslation();
  const optionName = useOptionName();
  const rows = [
    ...data.blindSamples.map(({ verdictOn, outcome, liftedOn, measuredOn }) => ({
      ...{ key: `b${verdictOn}`, from: verdictOn, to: liftedOn, doubtFrom: outcome === 'FAIL' ? measuredOn : null },
      ...{
        what: t('evidence.blindSample'),
        detail: optionName(outcome),
        isBad: outcome === 'FAIL' && liftedOn === null,
      },
    })),
    ...data.suspensions.map(({ code, cause, from, to, doubtFrom, isWhole }) => ({
      ...{ key: code, from, to, doubtFrom, what: t('evidence.suspension') },
      detail: [optionName(cause), ...(isWhole ? [t('evidence.isWhole')] : [])].join(' · '),
      isBad: to === null || to > data.day,
    })),
  ].sort((a, b) => b.from.localeCompare(a.from));
  return (
    <RecordTable
      rows={rows}
      rowKey="key"
      empty={t('evidence.noAuthority')}
      width={560}
      columns={[
        { title: t('evidence.kind'), dataIndex: 'what' },
        {
          title: t('evidence.outcome'),
          key: 'detail',
          render: (_, { detail, isBad }) => <span className={isBad ? 'fj-bad' : ''}>{detail}</span>,
        },
        { title: t('evidence.since'), key: 'from', render: (_, { from }) => day(from) },
        { title: t('evidence.until'), key: 'to', render: (_, { to }) => day(to) },
        { title: t('evidence.doubtFrom'), key: 'doubt', render: (_, { doubtFrom }) => day(doubtFrom) },
      ]}
    />
  );
}

export function ListTable({ lists }: { readonly lists: Data['lists'] }) {
  const { t } = useTranslation();
  const scopeName = useScopeName();
  return (
    <RecordTable
      rows={lists}
      rowKey={(row) => `${row.code}|${row.scope}|${row.from}`}
      empty={t('evidence.notListed')}
      width={520}
      columns={[
        {
          title: t('evidence.list'),
          key: 'list',
          render: (_, { code, titleZh }) => (
            <Link to="/lists" search={{ list: code }} className="fj-link">
              {titleZh}
            </Link>
          ),
        },
        { title: t('evidence.scope'), key: 'scope', render: (_, { scope }) => scopeName(scope) },
        { title: t('evidence.from'), key: 'from', render: (_, { from }) => day(from) },
        { title: t('evidence.to'), key: 'to', render: (_, { to }) => day(lastDayBefore(to)) },
      ]}
    />
  );
}

export function LoopTable({ loops }: { readonly loops: Recorded['loops'] }) {
  const { t } = useTranslation();
  return (
    <RecordTable
      rows={loops}
      rowKey="id"
      empty={t('evidence.noLoops')}
      width={460}
      columns={[
        {
          title: t('evidence.kind'),
          key: 'kind',
          render: (_, { id, definition }) => (
            <Link to="/loops/$id" params={{ id: String(id) }} className="fj-link">
              {t(`evidence.definitions.${definition}`)} #{id}
            </Link>
          ),
        },
        { title: t('evidence.openedAt'), key: 'opened', render: (_, { openedAt }) => day(showTime(openedAt)) },
        { title: t('evidence.dueAt'), key: 'due', render: (_, { dueAt }) => day(showTime(dueAt)) },
      ]}
    />
  );
}
