/** 不良事件管理: counts by one dimension, each opening to its events, and from there to the loop; never who reported. */
import type { AdverseEventCount, AdverseEventDetection, AdverseEventStatistics } from '@fujie/wire/contracts';
import { EVENT_DIMENSIONS } from '@fujie/wire/choices';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { Select, Statistic, Tag } from 'antd';
import { Fragment, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { eventStatisticsQuery } from '../../api/adverse-events.ts';
import { Require, useActor } from '../../app/require.tsx';
import { may } from '../../app/workspaces.ts';
import { PeriodPicker } from '../../ui/day-picker.tsx';
import { timeColumn } from '../../ui/columns.tsx';
import { daysAgo, today } from '../../ui/format.ts';
import { useBilingual, useNamed } from '../../ui/language.ts';
import { Loaded } from '../../ui/loaded.tsx';
import { Page, Section } from '../../ui/page.tsx';
import { RecordTable } from '../../ui/record-table.tsx';

import { Redemption } from './awards.tsx';
import type { EventMeasure, PickedCount } from './event-cases.tsx';
import { EventCases } from './event-cases.tsx';

const route = getRouteApi('/desk/events/office');
const DAYS_SHOWN = 90;

export function OfficePage() {
  const { t } = useTranslation();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const actor = useActor();
  const [picked, setPicked] = useState<PickedCount | null>(null);
  const pick = may(actor, 'adverse-event:read') ? setPicked : null;
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
                  value={data.total.nearMisses}
                  formatter={() => (
                    <>
                      {(['nearMisses', 'graded'] as const).map((counted, index) => (
                        <Fragment key={counted}>
                          {index === 0 ? null : ' / '}
                          <Opening count={data.total} counted={counted} of={{ row: null, counted }} onPick={pick} />
                        </Fragment>
                      ))}
                    </>
                  )}
                />
                <Detected data={data} isShown={isDetected} onShow={() => setDetected(!isDetected)} />
              </div>
              {isDetected ? <Detections rows={data.detections ?? []} total={data.detected} /> : null}
              <Counts rows={data.rows} by={data.by} onPick={pick} />
            </>
          )}
        </Loaded>
        {may(actor, 'adverse-event:read') ? (
          <EventCases filter={filter} picked={picked} onAll={() => setPicked(null)} />
        ) : null}
        {may(actor, 'adverse-event:award') ? <Redemption /> : null}
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
          timeColumn(t('events.occurredAt'), (row) => row.occurredAt),
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

type OnPick = (picked: PickedCount) => void;

interface OpeningProps {
  readonly count: AdverseEventCount;
  readonly counted: EventMeasure | null;
  readonly of: PickedCount;
  readonly onPick: OnPick | null;
}

/** A number that opens to the events that it counts, for whoever may see them. */
function Opening({ count, counted, of, onPick }: OpeningProps) {
  const { t } = useTranslation();
  const text = useBilingual();
  const value = counted === null ? count.events : count[counted];
  if (onPick === null || value === 0) return value;
  return (
    <button
      type="button"
      className="fj-plain-button fj-number"
      aria-label={`${text(count.name)} ${t(`events.${counted ?? 'events'}`)} ${String(value)}`}
      onClick={() => onPick(of)}
    >
      {value}
    </button>
  );
}

interface CountsProps {
  readonly rows: readonly AdverseEventCount[];
  readonly by: AdverseEventStatistics['by'];
  readonly onPick: OnPick | null;
}

function Counts({ rows, by, onPick }: CountsProps) {
  const { t } = useTranslation();
  const text = useBilingual();
  const numbers = (counted: EventMeasure | null) => ({
    title: t(`events.${counted ?? 'events'}`),
    align: 'right' as const,
    key: counted ?? 'events',
    render: (_: unknown, row: AdverseEventCount) => (
      <Opening count={row} counted={counted} of={{ row, counted }} onPick={onPick} />
    ),
  });
  return (
    <Section title={t('events.composition')}>
      <RecordTable<AdverseEventCount>
        rows={rows}
        rowKey="key"
        empty={t('events.none')}
        columns={[
          { title: t(`events.dimensions.${by}`), key: 'name', render: (_, row) => text(row.name) },
          numbers(null),
          {
            title: t('events.discharges'),
            align: 'right',
            key: 'discharges',
            render: (_, row) => row.discharges ?? '—',
          },
          { title: t('events.per100'), align: 'right', key: 'per100', render: (_, row) => row.per100 ?? '—' },
          ...(['nearMisses', 'closed', 'closedInTime', 'systemic'] as const).map(numbers),
        ]}
      />
    </Section>
  );
}
