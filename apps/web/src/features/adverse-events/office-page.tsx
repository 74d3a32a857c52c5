/** 不良事件管理: counts by one dimension, each opening to its events, and from there to the loop; never who reported. */
import type {
  AdverseEventCount,
  AdverseEventDetection,
  AdverseEventStatistics,
  AdverseEventView,
} from '@fujie/wire/contracts';
import { EVENT_DIMENSIONS } from '@fujie/wire/choices';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { Button, Select, Statistic, Tag } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { eventsQuery, eventStatisticsQuery } from '../../api/adverse-events.ts';
import { Require, useActor } from '../../app/require.tsx';
import { may } from '../../app/workspaces.ts';
import { PeriodPicker } from '../../ui/day-picker.tsx';
import { daysAgo, showTime, today } from '../../ui/format.ts';
import { useBilingual, useNamed } from '../../ui/language.ts';
import { Loaded } from '../../ui/loaded.tsx';
import { Page, Section } from '../../ui/page.tsx';
import { RecordTable } from '../../ui/record-table.tsx';

import { Redemption } from './awards.tsx';

const route = getRouteApi('/desk/events/office');
const DAYS_SHOWN = 90;

export function OfficePage() {
  const { t } = useTranslation();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const actor = useActor();
  const [picked, setPicked] = useState<AdverseEventCount | null>(null);
  const [isDetected, setDetected] = useState(false);
  const filter = { from: search.from ?? daysAgo(DAYS_SHOWN), to: search.to ?? today(), by: search.by ?? 'department' };
  const statistics = useQuery(eventStatisticsQuery(filter));
  return (
    <Require can="adverse-event:statistics">
      <Page
        title={t('events.office')}
        subtitle={t('events.officeSubtitle')}
        tools={
          <PeriodPicker
            from={filter.from}
            to={filter.to}
            labels={[t('field.from'), t('field.to')]}
            onChange={(from, to) => void navigate({ search: (previous) => ({ ...previous, from, to }) })}
          />
        }
      >
        <div className="fj-toolbar">
          <span className="fj-label">{t('events.by')}</span>
          <Select
            aria-label={t('events.by')}
            value={filter.by}
            style={{ minWidth: 160 }}
            options={EVENT_DIMENSIONS.map((value) => ({ value, label: t(`events.dimensions.${value}`) }))}
            onChange={(by) => {
              setPicked(null);
              void navigate({ search: (previous) => ({ ...previous, by }) });
            }}
          />
        </div>
        <Loaded query={statistics}>
          {(data) => (
            <>
              <div className="fj-toolbar">
                <Statistic title={t('events.events')} value={data.total.events} />
                <Statistic title={t('events.per100')} value={data.total.per100 ?? '—'} />
                {data.target === null ? null : (
                  <Statistic title={t('events.target')} value={`> ${String(data.target.over)}`} />
                )}
                <Statistic
                  title={t('events.nearMisses')}
                  value={`${String(data.total.nearMisses)} / ${String(data.total.graded)}`}
                />
                <Detected data={data} isShown={isDetected} onShow={() => setDetected(!isDetected)} />
              </div>
              {isDetected ? <Detections rows={data.detections ?? []} total={data.detected} /> : null}
              <Counts rows={data.rows} onPick={may(actor, 'adverse-event:read') ? setPicked : null} />
            </>
          )}
        </Loaded>
        {may(actor, 'adverse-event:award') ? <Redemption /> : null}
        {may(actor, 'adverse-event:read') ? (
          <Cases filter={filter} picked={picked} onAll={() => setPicked(null)} />
        ) : null}
      </Page>
    </Require>
  );
}

interface DetectedProps {
  readonly data: AdverseEventStatistics;
  readonly isShown: boolean;
  readonly onShow: () => void;
}

/** 检出已报: what data showed and how much of it was reported; opens to these for whoever may see them. */
function Detected({ data: { detected, detectedReported, detections }, isShown, onShow }: DetectedProps) {
  const { t } = useTranslation();
  const value = `${String(detectedReported)} / ${String(detected)}`;
  if (detections === null || detections.length === 0) return <Statistic title={t('events.detected')} value={value} />;
  return (
    <Statistic
      title={t('events.detected')}
      value={value}
      formatter={() => (
        <button
          type="button"
          className="fj-plain-button fj-number"
          aria-expanded={isShown}
          aria-label={`${t('events.detected')} ${value}`}
          onClick={onShow}
        >
          {value}
        </button>
      )}
    />
  );
}

function Detections({ rows, total }: { readonly rows: readonly AdverseEventDetection[]; readonly total: number }) {
  const { t } = useTranslation();
  const text = useBilingual();
  const named = useNamed();
  return (
    <Section title={t('events.detections')}>
      {total > rows.length ? (
        <p className="fj-faint">{t('resources.indicators.shown', { shown: rows.length, total })}</p>
      ) : null}
      <RecordTable<AdverseEventDetection>
        rows={rows}
        rowKey="loop"
        empty={t('events.none')}
        width={620}
        columns={[
          {
            title: t('events.kind'),
            key: 'kind',
            render: (_, row) => (
              <Link to="/loops/$id" params={{ id: String(row.loop) }} className="fj-link">
                {text(row.kind)}
              </Link>
            ),
          },
          {
            title: t('events.department'),
            key: 'department',
            render: (_, { department }) => (department === null ? '—' : named(department)),
          },
          { title: t('events.occurredAt'), key: 'occurredAt', render: (_, row) => showTime(row.occurredAt) },
          {
            title: t('events.isReported'),
            key: 'reported',
            render: (_, { isReported }) => (
              <Tag color={isReported ? 'green' : 'orange'}>
                {t(isReported ? 'events.reported' : 'events.unreported')}
              </Tag>
            ),
          },
        ]}
      />
    </Section>
  );
}

interface CountsProps {
  readonly rows: readonly AdverseEventCount[];
  readonly onPick: ((row: AdverseEventCount) => void) | null;
}

function Counts({ rows, onPick }: CountsProps) {
  const { t } = useTranslation();
  const text = useBilingual();
  return (
    <Section title={t('events.composition')}>
      <RecordTable<AdverseEventCount>
        rows={rows}
        rowKey="key"
        empty={t('events.none')}
        columns={[
          { title: t('events.by'), key: 'name', render: (_, row) => text(row.name) },
          {
            title: t('events.events'),
            align: 'right',
            key: 'events',
            render: (_, row) =>
              onPick === null || row.events === 0 ? (
                row.events
              ) : (
                <button type="button" className="fj-plain-button fj-number" onClick={() => onPick(row)}>
                  {row.events}
                </button>
              ),
          },
          {
            title: t('events.discharges'),
            align: 'right',
            key: 'discharges',
            render: (_, row) => row.discharges ?? '—',
          },
          { title: t('events.per100'), align: 'right', key: 'per100', render: (_, row) => row.per100 ?? '—' },
          { title: t('events.nearMisses'), align: 'right', dataIndex: 'nearMisses' },
          { title: t('events.closed'), align: 'right', dataIndex: 'closed' },
          { title: t('events.closedInTime'), align: 'right', dataIndex: 'closedInTime' },
          { title: t('events.systemic'), align: 'right', dataIndex: 'systemic' },
        ]}
      />
    </Section>
  );
}

interface CasesProps {
  readonly filter: { readonly from: string; readonly to: string; readonly by: (typeof EVENT_DIMENSIONS)[number] };
  readonly picked: AdverseEventCount | null;
  readonly onAll: () => void;
}

function Cases({ filter: { from, to, by }, picked, onAll }: CasesProps) {
  const { t } = useTranslation();
  const text = useBilingual();
  const named = useNamed();
  const found = useQuery(eventsQuery({ from, to, ...(picked === null ? {} : { by, key: picked.key }) }));
  return (
    <Section
      title={picked === null ? t('events.list') : `${t('events.list')} · ${text(picked.name)}`}
      tools={
        picked === null ? undefined : (
          <Button size="small" onClick={onAll}>
            {t('events.all')}
          </Button>
        )
      }
    >
      <Loaded query={found}>
        {({ events }) => (
          <RecordTable<AdverseEventView>
            rows={events}
            rowKey="event"
            empty={t('events.none')}
            columns={[
              {
                title: t('events.number'),
                key: 'event',
                render: (_, row) => (
                  <Link to="/loops/$id" params={{ id: String(row.loop) }}>
                    {row.event}
                  </Link>
                ),
              },
              { title: t('events.reportedAt'), key: 'reportedAt', render: (_, row) => showTime(row.reportedAt) },
              { title: t('events.department'), key: 'department', render: (_, row) => named(row.department) },
              { title: t('events.class'), key: 'class', render: (_, row) => text(row.class) },
              { title: t('events.harm'), key: 'harm', render: (_, row) => text(row.harm) },
              {
                title: t('events.grade'),
                key: 'grade',
                render: (_, row) => (row.grade === null ? '—' : text(row.grade)),
              },
              {
                title: t('events.waiting'),
                key: 'waiting',
                render: (_, row) => (
                  <>
                    {row.waiting.map((stage) => (
                      <Tag key={stage.zh}>{text(stage)}</Tag>
                    ))}
                    {row.late ? <Tag color="red">{t('events.late')}</Tag> : null}
                  </>
                ),
              },
              {
                title: t('events.due'),
                key: 'due',
                className: 'fj-nowrap',
                render: (_, row) => showTime(row.dueAt) ?? '—',
              },
            ]}
          />
        )}
      </Loaded>
    </Section>
  );
}
