/** 调度会: meetings with what was decided and who was named; each point is a loop of who is asked. */
import type { DispatchMeetingsResponse, DispatchMeetingView } from '@fujie/wire/contracts';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button, Tag } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import './duties.css';
import { dispatchQuery } from '../../api/duties.ts';
import { Require } from '../../app/require.tsx';
import { ActDialog } from '../../ui/act-dialog.tsx';
import { useNamed } from '../../ui/language.ts';
import { EmptyNote, Loaded } from '../../ui/loaded.tsx';
import { Page, Section } from '../../ui/page.tsx';
import { RecordTable } from '../../ui/record-table.tsx';
import { MeetingForm } from './meeting-form.tsx';

type Point = DispatchMeetingView['points'][number];

const COLOURS: Readonly<Record<Point['status'], string>> = {
  open: 'blue',
  overdue: 'red',
  closed: 'green',
  waived: 'default',
  void: 'default',
};

export function DispatchPage() {
  const { t } = useTranslation();
  const [entering, setEntering] = useState<DispatchMeetingsResponse | null>(null);
  const found = useQuery(dispatchQuery);
  return (
    <Require can="dispatch:read">
      <Page
        title={t('dispatch.title')}
        subtitle={t('dispatch.subtitle')}
        tools={
          found.data?.mayEnter === true ? (
            <Button type="primary" onClick={() => setEntering(found.data ?? null)}>
              {t('dispatch.enter')}
            </Button>
          ) : undefined
        }
      >
        <Loaded query={found} rows={8}>
          {({ meetings }) =>
            meetings.length === 0 ? (
              <Section title={t('dispatch.title')}>
                <EmptyNote>{t('dispatch.none')}</EmptyNote>
              </Section>
            ) : (
              <>
                {meetings.map((meeting) => (
                  <Meeting key={meeting.id} meeting={meeting} />
                ))}
              </>
            )
          }
        </Loaded>
        <ActDialog of={entering} title={t('dispatch.enter')} onClose={() => setEntering(null)}>
          {({ units }) => <MeetingForm units={units} onDone={() => setEntering(null)} />}
        </ActDialog>
      </Page>
    </Require>
  );
}

function Meeting({ meeting }: { readonly meeting: DispatchMeetingView }) {
  const { t } = useTranslation();
  const named = useNamed();
  const { heldOn, title, region, present, minutes, points } = meeting;
  return (
    <Section title={`${heldOn} ${title}`} tools={<span className="fj-faint">{named(region)}</span>}>
      {present === '' ? null : (
        <p>
          <span className="fj-label">{t('dispatch.present')}</span>
          {present}
        </p>
      )}
      {minutes === '' ? null : <p className="fj-duty-text">{minutes}</p>}
      <RecordTable<Point>
        rowKey="number"
        rows={points}
        empty={t('dispatch.noPoints')}
        width={760}
        columns={[
          {
            title: t('dispatch.kind'),
            key: 'kind',
            width: 110,
            render: (_, row) => (
              <Tag color={row.kind === 'naming' ? 'orange' : 'blue'}>{t(`dispatch.kinds.${row.kind}`)}</Tag>
            ),
          },
          { title: t('dispatch.unit'), key: 'unit', width: 200, render: (_, row) => named(row.unit) },
          { title: t('dispatch.text'), dataIndex: 'text' },
          { title: t('dispatch.dueOn'), dataIndex: 'dueOn', width: 120 },
          {
            title: t('dispatch.status'),
            key: 'status',
            width: 120,
            render: (_, row) => <Tag color={COLOURS[row.status]}>{t(`dispatch.states.${row.status}`)}</Tag>,
          },
          {
            title: t('field.operation'),
            key: 'open',
            width: 90,
            render: (_, row) =>
              row.loop === null ? null : (
                <Link to="/loops/$id" params={{ id: String(row.loop) }} className="fj-link fj-nowrap">
                  {t('dispatch.open')}
                </Link>
              ),
          },
        ]}
      />
    </Section>
  );
}
