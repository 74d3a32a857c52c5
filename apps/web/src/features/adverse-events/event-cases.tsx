/** 事件清单: the events behind a number, newest first, each leading to its loop; never who reported. */
import type { AdverseEventCount, AdverseEventsQuery, AdverseEventView } from '@fujie/wire/contracts';
import type { EVENT_DIMENSIONS } from '@fujie/wire/choices';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button, Tag } from 'antd';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';

import { eventsQuery } from '../../api/adverse-events.ts';
import { timeColumn } from '../../ui/columns.tsx';
import { showTime } from '../../ui/format.ts';
import { useBilingual, useNamed } from '../../ui/language.ts';
import { Loaded } from '../../ui/loaded.tsx';
import { Section } from '../../ui/page.tsx';
import { RecordTable } from '../../ui/record-table.tsx';

export type EventMeasure = NonNullable<AdverseEventsQuery['counted']>;

/** The number that was opened: of a row or of all, and what of its events it counts. */
export interface PickedCount {
  readonly row: AdverseEventCount | null;
  readonly counted: EventMeasure | null;
}

interface Props {
  readonly filter: { readonly from: string; readonly to: string; readonly by: (typeof EVENT_DIMENSIONS)[number] };
  readonly picked: PickedCount | null;
  readonly onAll: () => void;
}

export function EventCases({ filter: { from, to, by }, picked, onAll }: Props) {
  const { t } = useTranslation();
  const text = useBilingual();
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    // The list stands below the number that opens it.
    if (picked !== null) place.current?.scrollIntoView({ block: 'start' });
  }, [picked]);
  const found = useInfiniteQuery(
    eventsQuery({
      ...{ from, to },
      ...(picked === null || picked.row === null ? {} : { by, key: picked.row.key }),
      ...(picked === null || picked.counted === null ? {} : { counted: picked.counted }),
    }),
  );
  const of = [
    t('events.list'),
    picked === null || picked.row === null ? null : text(picked.row.name),
    picked === null || picked.counted === null ? null : t(`events.${picked.counted}`),
  ];
  return (
    <div ref={place}>
      <Section
        title={of.filter((part) => part !== null).join(' · ')}
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
            <>
              <Events events={events} />
              {found.hasNextPage ? (
                <Button
                  className="fj-more"
                  loading={found.isFetchingNextPage}
                  onClick={() => void found.fetchNextPage()}
                >
                  {t('events.next', { shown: events.length })}
                </Button>
              ) : null}
            </>
          )}
        </Loaded>
      </Section>
    </div>
  );
}

function Events({ events }: { readonly events: readonly AdverseEventView[] }) {
  const { t } = useTranslation();
  const text = useBilingual();
  const named = useNamed();
  return (
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
        timeColumn(t('events.reportedAt'), (row) => row.reportedAt),
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
  );
}
