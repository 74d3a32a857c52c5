/** What became of one's own reports, by account or by receipt. */
import type { AdverseEventLessons, OwnAdverseEvent } from '@fujie/wire/contracts';
import { CheckOutlined } from '@ant-design/icons';
import { useMutation, useQuery } from '@tanstack/react-query';
import { Alert, Button, Form, Input, Tag } from 'antd';
import { useTranslation } from 'react-i18next';

import { eventLessonsQuery, followEvent, ownEventsQuery } from '../../api/adverse-events.ts';
import { timeColumn } from '../../ui/columns.tsx';
import { showDay, showTime } from '../../ui/format.ts';
import { useBilingual, useNamed } from '../../ui/language.ts';
import { Loaded } from '../../ui/loaded.tsx';
import { Section } from '../../ui/page.tsx';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { RecordTable } from '../../ui/record-table.tsx';

export function OwnEvents() {
  const { t } = useTranslation();
  const own = useQuery(ownEventsQuery);
  return (
    <Section title={t('events.own')}>
      <Loaded query={own}>{({ events }) => <Events events={events} />}</Loaded>
    </Section>
  );
}

type Lesson = AdverseEventLessons['lessons'][number];

/** What events taught, for everybody of the hospital. */
export function Lessons() {
  const { t } = useTranslation();
  const found = useQuery(eventLessonsQuery);
  return (
    <Section title={t('events.lessons')}>
      <Loaded query={found}>
        {({ lessons }) => (
          <RecordTable<Lesson>
            rows={lessons}
            rowKey={({ sharedOn, lesson }) => `${sharedOn} ${lesson}`}
            empty={t('events.lessonsNone')}
            width={320}
            columns={[
              { title: t('events.sharedOn'), dataIndex: 'sharedOn', width: 120 },
              { title: t('events.lesson'), dataIndex: 'lesson' },
            ]}
          />
        )}
      </Loaded>
    </Section>
  );
}

export function ReceiptSearch() {
  const { t } = useTranslation();
  const following = useMutation({ mutationFn: followEvent });
  return (
    <Section title={t('events.byReceipt')}>
      {following.error === null ? null : <ProblemAlert error={following.error} />}
      <Form<{ receipt: string }> layout="inline" onFinish={({ receipt }) => following.mutate(receipt.trim())}>
        <Form.Item name="receipt" label={t('events.receipt')} rules={[{ required: true }]}>
          <Input autoComplete="off" maxLength={40} htmlSize={28} />
        </Form.Item>
        <Button htmlType="submit" loading={following.isPending}>
          {t('events.follow')}
        </Button>
      </Form>
      {following.data === undefined ? null : <Events events={[following.data]} />}
    </Section>
  );
}

/** How far a stage is, for whoever reported: what is late is the office's to answer for. */
const progressOf = (status: string, doneAt: string | null): 'done' | 'underWay' | 'toCome' => {
  if (doneAt !== null) return 'done';
  return status === 'running' || status === 'overdue' ? 'underWay' : 'toCome';
};

const tagOf = (status: string, doneAt: string | null) =>
  ({
    done: { color: 'green', icon: <CheckOutlined aria-hidden /> },
    underWay: { color: 'blue' },
    toCome: {},
  })[progressOf(status, doneAt)];

function Events({ events }: { readonly events: readonly OwnAdverseEvent[] }) {
  const { t } = useTranslation();
  const text = useBilingual();
  const named = useNamed();
  return (
    <RecordTable<OwnAdverseEvent>
      rows={events}
      rowKey="event"
      empty={t('events.ownNone')}
      columns={[
        { title: t('events.number'), dataIndex: 'event' },
        timeColumn(t('events.reportedAt'), (row) => row.reportedAt),
        { title: t('events.department'), key: 'department', render: (_, row) => named(row.department) },
        { title: t('events.class'), key: 'class', render: (_, row) => text(row.class) },
        {
          title: t('events.progress'),
          key: 'stages',
          render: (_, row) =>
            row.stages.map(({ title, status, doneAt }) => (
              <div key={title.zh}>
                <Tag {...tagOf(status, doneAt)}>{t(`events.progressOf.${progressOf(status, doneAt)}`)}</Tag>
                {text(title)}
                {doneAt === null ? null : <span className="fj-faint"> {showDay(doneAt)}</span>}
              </div>
            )),
        },
        {
          title: t('events.answer'),
          key: 'answer',
          render: (_, row) => (
            <>
              {row.answer ?? t('events.noAnswer')}
              {row.unsealedAt === null ? null : (
                <Alert type="warning" title={t('events.unsealed', { time: showTime(row.unsealedAt) ?? '' })} />
              )}
            </>
          ),
        },
      ]}
    />
  );
}
