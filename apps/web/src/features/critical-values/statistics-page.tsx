/** 危急值指标: timeliness, accuracy and completeness by institution, department, kind, setting or month; a figure opens to its cases. */
import type { CriticalFigure, CriticalGroup, CriticalValue } from '@fujie/wire/contracts';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import type { TableColumnType } from 'antd';
import { Grid, Radio, Table, Tag, Tooltip } from 'antd';
import { useTranslation } from 'react-i18next';

import { criticalStatisticsQuery } from '../../api/critical-values.ts';
import { Require, useActor } from '../../app/require.tsx';
import { compact } from '../../app/search.ts';
import { may } from '../../app/workspaces.ts';
import { ClauseTags } from '../../ui/clauses.tsx';
import { PeriodPicker } from '../../ui/day-picker.tsx';
import { daysAgo, showNumber, showRate, today } from '../../ui/format.ts';
import { useBilingual } from '../../ui/language.ts';
import { Loaded } from '../../ui/loaded.tsx';
import { Page, Section } from '../../ui/page.tsx';
import { ScopeFilters } from './scope-filters.tsx';

const route = getRouteApi('/desk/critical-values/statistics');
const DAYS_SHOWN = 30;
const UNITS = ['institution', 'department', 'kind', 'setting', 'month'] as const;

/** What the figures are of. */
interface Scope {
  readonly from: string;
  readonly to: string;
  readonly kind?: CriticalValue['kind'];
  readonly setting?: CriticalValue['setting'];
}

export function CriticalStatisticsPage() {
  const { t } = useTranslation();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const period = { from: search.from ?? daysAgo(DAYS_SHOWN), to: search.to ?? today() };
  const { by = 'institution', kind, setting } = search;
  const scope: Scope = { ...period, ...compact({ kind, setting }) };
  const found = useQuery(criticalStatisticsQuery({ ...scope, by }));
  return (
    <Require can="critical-value:statistics">
      <Page
        title={t('criticalValues.statistics.title')}
        subtitle={t('criticalValues.statistics.subtitle')}
        tools={
          <PeriodPicker
            {...period}
            labels={[t('field.from'), t('field.to')]}
            onChange={(from, to) => void navigate({ search: (before) => ({ ...before, from, to }) })}
          />
        }
      >
        <div className="fj-toolbar">
          <Radio.Group
            aria-label={t('criticalValues.statistics.by')}
            optionType="button"
            value={by}
            onChange={({ target }) => {
              const next = UNITS.find((unit) => unit === target.value) ?? 'institution';
              void navigate({ search: (before) => ({ ...before, by: next }) });
            }}
            options={UNITS.map((value) => ({ value, label: t(`criticalValues.statistics.units.${value}`) }))}
          />
          <ScopeFilters
            kind={kind}
            setting={setting}
            onChange={(change) => void navigate({ search: (before) => compact({ ...before, ...change }) })}
          />
        </div>
        <Loaded query={found} rows={10} isEmpty={({ total }) => total.cases === 0} empty={t('criticalValues.none')}>
          {({ total, groups }) => (
            <>
              <Section title={t('criticalValues.statistics.total', { count: total.cases })}>
                <Figures group={total} scope={scope} />
              </Section>
              {groups.map((group) => (
                <Section key={group.key} title={<GroupTitle group={group} />}>
                  <Figures group={group} scope={scope} />
                </Section>
              ))}
            </>
          )}
        </Loaded>
      </Page>
    </Require>
  );
}

function GroupTitle({ group }: { readonly group: CriticalGroup }) {
  const say = useBilingual();
  const { t } = useTranslation();
  return (
    <>
      {say(group.title)} · {t('criticalValues.statistics.cases', { count: group.cases })}
    </>
  );
}

const PARTS = ['numerator', 'denominator', 'unknown'] as const;

function Figures({ group, scope }: { readonly group: CriticalGroup; readonly scope: Scope }) {
  const { t } = useTranslation();
  const isWide = Grid.useBreakpoint().md ?? true;
  const count = (figure: CriticalFigure, part: (typeof PARTS)[number]) => (
    <Count figure={figure} part={part} group={group} scope={scope} />
  );
  const wide: TableColumnType<CriticalFigure>[] = [
    ...PARTS.map((part): TableColumnType<CriticalFigure> => ({
      title: t(`criticalValues.statistics.${part}`),
      align: 'right',
      render: (_, figure) => count(figure, part),
    })),
    { title: t('criticalValues.statistics.clauses'), render: (_, { clauses }) => <ClauseTags ids={clauses} /> },
  ];
  return (
    <Table<CriticalFigure>
      rowKey="indicator"
      size="small"
      {...(isWide ? { scroll: { x: 720 } } : {})}
      pagination={false}
      dataSource={[...group.figures]}
      columns={[
        {
          title: t('criticalValues.statistics.indicator'),
          render: (_, figure) => (
            <>
              <Name figure={figure} />
              {isWide ? null : <ClauseTags ids={figure.clauses} />}
            </>
          ),
        },
        {
          title: t('criticalValues.statistics.value'),
          align: 'right',
          render: (_, figure) => (
            <>
              <Value figure={figure} />
              {isWide
                ? null
                : PARTS.map((part) => (
                    <div key={part} className="fj-faint">
                      {t(`criticalValues.statistics.${part}`)} {count(figure, part)}
                    </div>
                  ))}
            </>
          ),
        },
        ...(isWide ? wide : []),
      ]}
    />
  );
}

function Value({ figure: { kind, value } }: { readonly figure: CriticalFigure }) {
  const { t } = useTranslation();
  if (value === null) return <>{t('criticalValues.statistics.noData')}</>;
  if (kind === 'share') return <>{showRate(value)}</>;
  return <>{t('criticalValues.statistics.minutes', { value: showNumber(Math.round(value * 10) / 10) })}</>;
}

/** What is measured; of two readings which one is reported, and why. */
function Name({ figure: { title, isPreferred, indicator } }: { readonly figure: CriticalFigure }) {
  const { t } = useTranslation();
  const say = useBilingual();
  return (
    <>
      {say(title)}
      {isPreferred === true ? (
        <>
          {' '}
          <Tag color="blue">{t('criticalValues.statistics.preferred')}</Tag>
          <div className="fj-faint">
            {t(`criticalValues.statistics.why.${indicator === 'same-day' ? 'same-day' : 'within-24-hours'}`)}
          </div>
        </>
      ) : null}
    </>
  );
}

interface CountProps {
  readonly figure: CriticalFigure;
  readonly part: 'numerator' | 'denominator' | 'unknown';
  readonly group: CriticalGroup;
  readonly scope: Scope;
}

/** A number that opens to its cases, for those who may see them. */
function Count({ figure, part, group, scope }: CountProps) {
  const { t } = useTranslation();
  const actor = useActor();
  const count = figure[part];
  // A month is narrower than the period: its cases are found by choosing its days.
  const { institution, department, kind, setting } = group;
  const isWhole = group.key === '' || (institution ?? kind ?? setting) !== null;
  if (count === 0 || !isWhole || !may(actor, 'critical-value:read')) return <span>{count}</span>;
  return (
    <Tooltip title={t('criticalValues.statistics.open')}>
      <Link
        to="/critical-values"
        search={{
          ...scope,
          indicator: figure.indicator,
          part,
          ...(institution === null ? {} : { institution }),
          ...(department === null ? {} : { department }),
          ...(kind === null ? {} : { kind }),
          ...(setting === null ? {} : { setting }),
        }}
      >
        {count}
      </Link>
    </Tooltip>
  );
}
