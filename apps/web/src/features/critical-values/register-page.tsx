/** 危急值专册: one row for each critical value, with who did what and when; every row opens to its loop. */
import type { CriticalValue } from '@fujie/wire/contracts';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import type { TableColumnType } from 'antd';
import { Grid, Select, Table, Tag } from 'antd';
import { useTranslation } from 'react-i18next';

import { criticalValuesQuery } from '../../api/critical-values.ts';
import { Require, useActor } from '../../app/require.tsx';
import { compact } from '../../app/search.ts';
import { may } from '../../app/workspaces.ts';
import { timeColumn } from '../../ui/columns.tsx';
import { PeriodPicker } from '../../ui/day-picker.tsx';
import { DownloadLink } from '../../ui/download-link.tsx';
import { daysAgo, showTime, today } from '../../ui/format.ts';
import { useBilingual, useNamed } from '../../ui/language.ts';
import { EmptyNote, Loaded } from '../../ui/loaded.tsx';
import { Page } from '../../ui/page.tsx';
import { PersonalMark } from '../../ui/personal-mark.tsx';
import { ScopeFilters } from './scope-filters.tsx';

const route = getRouteApi('/desk/critical-values');
const DAYS_SHOWN = 30;
const STATES = ['open', 'closed', 'waived', 'void'] as const;
const STEPS = ['verified', 'notified', 'received', 'informed', 'reached', 'acted', 'rechecked'] as const;

export function CriticalRegisterPage() {
  const { t } = useTranslation();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const actor = useActor();
  const period = { from: search.from ?? daysAgo(DAYS_SHOWN), to: search.to ?? today() };
  const query = { ...search, ...period };
  const found = useQuery(criticalValuesQuery(query));
  const href = (format: string): string =>
    `/api/v1/critical-values/export.${format}?${new URLSearchParams(compact({ ...query, page: undefined })).toString()}`;
  return (
    <Require can="critical-value:read">
      <Page
        title={t('criticalValues.title')}
        subtitle={t('criticalValues.subtitle')}
        tools={
          <PeriodPicker
            {...period}
            labels={[t('field.from'), t('field.to')]}
            onChange={(from, to) =>
              void navigate({ search: (before) => compact({ ...before, from, to, page: undefined }) })
            }
          />
        }
      >
        <div className="fj-toolbar">
          <ScopeFilters
            kind={search.kind}
            setting={search.setting}
            onChange={(change) =>
              void navigate({ search: (before) => compact({ ...before, ...change, page: undefined }) })
            }
          />
          <Select<(typeof STATES)[number]>
            allowClear
            aria-label={t('criticalValues.state')}
            placeholder={t('criticalValues.state')}
            value={search.status ?? null}
            onChange={(status: (typeof STATES)[number] | undefined) =>
              void navigate({ search: (before) => compact({ ...before, status, page: undefined }) })
            }
            options={STATES.map((value) => ({ value, label: t(`criticalValues.states.${value}`) }))}
          />
          {search.indicator === undefined ? null : (
            <Tag
              closable
              onClose={() =>
                void navigate({ search: (before) => compact({ ...before, indicator: undefined, part: undefined }) })
              }
            >
              {t('criticalValues.casesOf')}
            </Tag>
          )}
          {may(actor, 'critical-value:export') ? (
            <>
              <DownloadLink href={href('xlsx')}>{t('criticalValues.excel')}</DownloadLink>
              <DownloadLink href={href('csv')}>{t('criticalValues.csv')}</DownloadLink>
            </>
          ) : null}
        </div>
        <PersonalMark>
          <Loaded query={found} rows={10}>
            {({ values, total, page, pageSize }) => (
              <Values
                values={values}
                pagination={
                  total > pageSize
                    ? {
                        current: page,
                        pageSize,
                        total,
                        showSizeChanger: false,
                        onChange: (next) => void navigate({ search: (before) => ({ ...before, page: String(next) }) }),
                      }
                    : false
                }
              />
            )}
          </Loaded>
        </PersonalMark>
      </Page>
    </Require>
  );
}

interface ValuesProps {
  readonly values: readonly CriticalValue[];
  readonly pagination: React.ComponentProps<typeof Table>['pagination'];
}

function Values({ values, pagination = false }: ValuesProps) {
  const { t } = useTranslation();
  const isWide = Grid.useBreakpoint().md ?? true;
  const wide: TableColumnType<CriticalValue>[] = [
    timeColumn(t('criticalValues.appeared'), ({ appearedAt }) => appearedAt),
    { title: t('criticalValues.value'), render: (_, row) => <Found row={row} /> },
    { title: t('criticalValues.place'), render: (_, row) => <Place row={row} /> },
    { title: t('criticalValues.patient'), render: (_, { nameMasked }) => nameMasked ?? t('criticalValues.nobody') },
    ...STEPS.map((name): TableColumnType<CriticalValue> => ({
      title: t(`criticalValues.steps.${name}`),
      render: (_, row) => <Step step={row[name]} />,
    })),
    { title: t('criticalValues.minutes'), align: 'right', render: (_, { minutes }) => minutes ?? '—' },
    { title: t('criticalValues.state'), render: (_, row) => <State row={row} /> },
  ];
  // On a telephone what is said of one stands below each other.
  const narrow: TableColumnType<CriticalValue>[] = [
    {
      title: t('criticalValues.value'),
      render: (_, row) => (
        <>
          <Found row={row} />
          <div>{showTime(row.appearedAt)}</div>
          <Place row={row} />
          <div>{row.nameMasked ?? t('criticalValues.nobody')}</div>
        </>
      ),
    },
    {
      title: t('criticalValues.state'),
      render: (_, row) => (
        <>
          <State row={row} />
          {STEPS.map((name) =>
            row[name] === null ? null : (
              <div key={name}>
                {t(`criticalValues.steps.${name}`)} <Step step={row[name]} />
              </div>
            ),
          )}
        </>
      ),
    },
  ];
  return (
    <Table<CriticalValue>
      rowKey="loop"
      size="small"
      // An empty table has nothing to head, and nothing that the keyboard could scroll to.
      {...(values.length === 0 ? { showHeader: false } : isWide ? { scroll: { x: 1500 } } : {})}
      locale={{ emptyText: <EmptyNote>{t('criticalValues.none')}</EmptyNote> }}
      pagination={pagination}
      dataSource={[...values]}
      columns={isWide ? wide : narrow}
    />
  );
}

interface RowProps {
  readonly row: CriticalValue;
}

function Found({ row }: RowProps) {
  const { t } = useTranslation();
  const named = useNamed();
  return (
    <Link to="/loops/$id" params={{ id: String(row.loop) }}>
      <strong>
        {named(row.item)} {row.value} {row.unit ?? ''}
      </strong>
      <div className="fj-faint">
        {row.threshold ?? t('criticalValues.byIssuer')}
        {row.uncertain.length > 0 ? ` · ${t('criticalValues.uncertain')}` : ''}
      </div>
    </Link>
  );
}

function Place({ row: { institution, department, setting, kind, sentBy, testedBy } }: RowProps) {
  const { t } = useTranslation();
  const named = useNamed();
  return (
    <>
      {named(department ?? institution)}
      <div className="fj-faint">
        {t(`criticalValues.settings.${setting}`)} · {t(`criticalValues.kinds.${kind}`)}
      </div>
      {sentBy === null ? null : (
        <div className="fj-faint">{t('criticalValues.sentBy', { institution: named(sentBy) })}</div>
      )}
      {testedBy === null ? null : (
        <div className="fj-faint">{t('criticalValues.testedBy', { institution: named(testedBy) })}</div>
      )}
    </>
  );
}

function State({ row: { status, flaws } }: RowProps) {
  const { t } = useTranslation();
  return (
    <>
      <Tag color={status === 'open' ? 'orange' : status === 'closed' ? 'green' : 'default'}>
        {t(`criticalValues.states.${status}`)}
      </Tag>
      {flaws.length > 0 ? <Tag color="red">{t('criticalValues.flawed')}</Tag> : null}
    </>
  );
}

function Step({ step }: { readonly step: CriticalValue['verified'] }) {
  const { t } = useTranslation();
  const say = useBilingual();
  if (step === null) return <span className="fj-faint">—</span>;
  return (
    <>
      <span className="fj-nowrap">{showTime(step.at)}</span>
      <div className="fj-faint">
        {[step.by, step.outcome === null ? null : say(step.outcome)].filter((part) => part !== null).join(' · ')}
        {step.late ? <Tag color="red">{t('criticalValues.late')}</Tag> : null}
      </div>
    </>
  );
}
