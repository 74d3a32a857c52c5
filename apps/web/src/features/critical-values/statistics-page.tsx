/** 危急值指标: timeliness and completeness by institution, department or month; a figure opens to its cases. */
import type { CriticalFigure, CriticalGroup } from '@fujie/wire/contracts';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { Radio, Table, Tooltip } from 'antd';
import { useTranslation } from 'react-i18next';

import { criticalStatisticsQuery } from '../../api/critical-values.ts';
import { Require, useActor } from '../../app/require.tsx';
import { may } from '../../app/workspaces.ts';
import { ClauseTags } from '../../ui/clauses.tsx';
import { PeriodPicker } from '../../ui/day-picker.tsx';
import { daysAgo, showNumber, showRate, today } from '../../ui/format.ts';
import { useBilingual } from '../../ui/language.ts';
import { Loaded } from '../../ui/loaded.tsx';
import { Page, Section } from '../../ui/page.tsx';

const route = getRouteApi('/desk/critical-values/statistics');
const DAYS_SHOWN = 30;
const UNITS = ['institution', 'department', 'month'] as const;

interface Period {
  readonly from: string;
  readonly to: string;
}

export function CriticalStatisticsPage() {
  const { t } = useTranslation();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const period = { from: search.from ?? daysAgo(DAYS_SHOWN), to: search.to ?? today() };
  const by = search.by ?? 'institution';
  const found = useQuery(criticalStatisticsQuery({ ...period, by }));
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
        </div>
        <Loaded query={found} rows={10} isEmpty={({ total }) => total.cases === 0} empty={t('criticalValues.none')}>
          {({ total, groups }) => (
            <>
              <Section title={t('criticalValues.statistics.total', { count: total.cases })}>
                <Figures group={total} period={period} />
              </Section>
              {groups.map((group) => (
                <Section key={group.key} title={<GroupTitle group={group} />}>
                  <Figures group={group} period={period} />
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

function Figures({ group, period }: { readonly group: CriticalGroup; readonly period: Period }) {
  const { t } = useTranslation();
  const say = useBilingual();
  return (
    <Table<CriticalFigure>
      rowKey="indicator"
      size="small"
      scroll={{ x: 720 }}
      pagination={false}
      dataSource={[...group.figures]}
      columns={[
        { title: t('criticalValues.statistics.indicator'), render: (_, { title }) => say(title) },
        {
          title: t('criticalValues.statistics.value'),
          align: 'right',
          render: (_, { kind, value }) =>
            value === null
              ? t('criticalValues.statistics.noData')
              : kind === 'minutes'
                ? t('criticalValues.statistics.minutes', { value: showNumber(Math.round(value * 10) / 10) })
                : showRate(value),
        },
        ...(['numerator', 'denominator', 'unknown'] as const).map((part) => ({
          title: t(`criticalValues.statistics.${part}`),
          align: 'right' as const,
          render: (_: unknown, figure: CriticalFigure) => (
            <Count figure={figure} part={part} group={group} period={period} />
          ),
        })),
        {
          title: t('criticalValues.statistics.clauses'),
          render: (_, { clauses }) => <ClauseTags ids={clauses} />,
        },
      ]}
    />
  );
}

interface CountProps {
  readonly figure: CriticalFigure;
  readonly part: 'numerator' | 'denominator' | 'unknown';
  readonly group: CriticalGroup;
  readonly period: Period;
}

/** A number that opens to its cases, for those who may see them. */
function Count({ figure, part, group, period }: CountProps) {
  const { t } = useTranslation();
  const actor = useActor();
  const count = figure[part];
  // A month is narrower than the period: its cases are found by choosing its days.
  const isWhole = group.key === '' || group.institution !== null;
  if (count === 0 || !isWhole || !may(actor, 'critical-value:read')) return <span>{count}</span>;
  const { institution, department } = group;
  return (
    <Tooltip title={t('criticalValues.statistics.open')}>
      <Link
        to="/critical-values"
        search={{
          ...period,
          indicator: figure.indicator,
          part,
          ...(institution === null ? {} : { institution }),
          ...(department === null ? {} : { department }),
        }}
      >
        {count}
      </Link>
    </Tooltip>
  );
}
