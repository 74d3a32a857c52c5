/** 预警效果: by rule how often alerts fired, were acted on, dismissed and wrong; every number opens to its alerts. */
import type {
  AlertMeasure,
  AlertRule,
  LoopAlertCase,
  LoopAlertCasesQuery,
  LoopAlertsResponse,
} from '@fujie/wire/contracts';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { Drawer, Tag } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import './loops.css';
import { alertCasesQuery, alertsQuery } from '../../api/loops.ts';
import { Require } from '../../app/require.tsx';
import { timeColumn } from '../../ui/columns.tsx';
import { PeriodPicker } from '../../ui/day-picker.tsx';
import { daysAgo, today } from '../../ui/format.ts';
import { useBilingual, useNamed } from '../../ui/language.ts';
import { Loaded } from '../../ui/loaded.tsx';
import { Page, Section } from '../../ui/page.tsx';
import { PersonalMark } from '../../ui/personal-mark.tsx';
import { RecordTable } from '../../ui/record-table.tsx';
import { useRoleName } from '../../ui/role-name.ts';

const route = getRouteApi('/desk/loops/alerts');
const DAYS_SHOWN = 30;
const MEASURES: readonly AlertMeasure[] = ['fired', 'acted', 'dismissed', 'wrong'];

export function AlertsPage() {
  const { t } = useTranslation();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const period = { from: search.from ?? daysAgo(DAYS_SHOWN), to: search.to ?? today() };
  const found = useQuery(alertsQuery(period));
  const [picked, setPicked] = useState<LoopAlertCasesQuery | null>(null);
  return (
    <Require can="loop:statistics">
      <Page
        title={t('loops.rules.title')}
        subtitle={t('loops.rules.subtitle')}
        tools={
          <PeriodPicker
            {...period}
            labels={[t('field.from'), t('field.to')]}
            onChange={(from, to) => void navigate({ search: { from, to } })}
          />
        }
      >
        <Loaded query={found} rows={10}>
          {(data) => <Rules data={data} onPick={setPicked} />}
        </Loaded>
        <Drawer
          title={t('loops.rules.cases')}
          open={picked !== null}
          onClose={() => setPicked(null)}
          size={980}
          destroyOnHidden
        >
          {picked === null ? null : <Cases query={picked} />}
        </Drawer>
      </Page>
    </Require>
  );
}

interface RulesProps {
  readonly data: LoopAlertsResponse;
  readonly onPick: (query: LoopAlertCasesQuery) => void;
}

function Rules({ data: { from, to, limits, rules }, onPick }: RulesProps) {
  const { t } = useTranslation();
  const say = useBilingual();
  const roleName = useRoleName();
  return (
    <Section title={t('loops.rules.rules')} tools={<span className="fj-faint">{t('loops.rules.limits', limits)}</span>}>
      <RecordTable<AlertRule>
        rowKey={(row) => `${row.definition.id} ${row.stage.id} ${String(row.percent)} ${row.role}`}
        rows={rules}
        empty={t('loops.rules.none')}
        width={920}
        columns={[
          {
            title: t('loops.rules.rule'),
            key: 'rule',
            render: (_, row) => (
              <>
                <div>
                  {say(row.definition.title)} · {say(row.stage.title)}
                  {row.isTooOften ? <Tag color="red">{t('loops.rules.tooOften')}</Tag> : null}
                </div>
                <span className="fj-faint">
                  {row.percent === 0 ? t('loops.begins') : t('loops.percent', { count: row.percent })} ·{' '}
                  {roleName(row.role)}
                </span>
              </>
            ),
          },
          ...MEASURES.map((measure) => ({
            title: t(`loops.rules.measures.${measure}`),
            key: measure,
            align: 'right' as const,
            render: (_: unknown, row: AlertRule) =>
              row[measure] === 0 ? (
                0
              ) : (
                <button
                  type="button"
                  className="fj-plain-button fj-number"
                  aria-label={t('loops.analytics.casesOf', {
                    measure: t(`loops.rules.measures.${measure}`),
                    count: row[measure],
                  })}
                  onClick={() =>
                    onPick({
                      ...{ from, to, measure, definition: row.definition.id, stage: row.stage.id },
                      percent: String(row.percent),
                    })
                  }
                >
                  {row[measure]}
                </button>
              ),
          })),
          {
            title: t('loops.analytics.median'),
            key: 'median',
            align: 'right',
            render: (_, { median }) => (median === null ? '—' : Math.round(median * 10) / 10),
          },
        ]}
      />
    </Section>
  );
}

function Cases({ query }: { readonly query: LoopAlertCasesQuery }) {
  const { t } = useTranslation();
  const named = useNamed();
  const found = useQuery(alertCasesQuery(query));
  return (
    <PersonalMark>
      <Loaded query={found}>
        {({ alerts }) => (
          <RecordTable<LoopAlertCase>
            rowKey={(row) => `${String(row.loop)} ${row.at}`}
            rows={alerts}
            empty={t('loops.rules.none')}
            width={840}
            columns={[
              timeColumn(t('loops.rules.at'), (row) => row.at),
              {
                title: t('loops.analytics.unit'),
                key: 'unit',
                render: (_, row) =>
                  [row.unit, row.department].flatMap((place) => (place === null ? [] : named(place))).join(' · '),
              },
              timeColumn(t('loops.rules.actedAt'), (row) => row.actedAt),
              {
                title: t('loops.rules.dismissed'),
                key: 'dismissed',
                render: (_, row) =>
                  row.reason === null ? (
                    '—'
                  ) : (
                    <>
                      <Tag>{t(`loops.dismissals.${row.reason}`)}</Tag>
                      {row.dismissedBy} {row.note}
                    </>
                  ),
              },
              {
                title: t('field.operation'),
                key: 'open',
                render: (_, row) => (
                  <Link to="/loops/$id" params={{ id: String(row.loop) }} className="fj-link">
                    {t('loops.numbered', { id: row.loop })}
                  </Link>
                ),
              },
            ]}
          />
        )}
      </Loaded>
    </PersonalMark>
  );
}
