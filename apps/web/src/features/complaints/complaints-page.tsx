/** 监督举报台账: every complaint of the region, whether it had its answer in time, and who says so. */
import type { ComplaintStatisticsResponse, ComplaintsQuery, ComplaintView } from '@fujie/wire/contracts';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button, Segmented, Statistic, Tag } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import './complaints.css';
import { complaintCountsQuery, complaintFormQuery, complaintsQuery, enterComplaint } from '../../api/complaints.ts';
import { Require } from '../../app/require.tsx';
import { ActDialog } from '../../ui/act-dialog.tsx';
import { timeColumn } from '../../ui/columns.tsx';
import { useBilingual, useNamed } from '../../ui/language.ts';
import { Loaded } from '../../ui/loaded.tsx';
import { Page, Section } from '../../ui/page.tsx';
import { PersonalMark } from '../../ui/personal-mark.tsx';
import { RecordTable } from '../../ui/record-table.tsx';
import { ComplaintForm } from './complaint-form.tsx';

type State = NonNullable<ComplaintsQuery['state']> | 'all';
const STATES: readonly State[] = ['open', 'late', 'closed', 'all'];

export function ComplaintsPage() {
  const { t } = useTranslation();
  const [state, setState] = useState<State>('open');
  const [isEntering, setEntering] = useState(false);
  const found = useQuery(complaintsQuery(state === 'all' ? {} : { state }));
  const counts = useQuery(complaintCountsQuery);
  const form = useQuery(complaintFormQuery);
  return (
    <Require can="complaint:read">
      <Page
        title={t('complaints.title')}
        subtitle={t('complaints.subtitle')}
        tools={<Button onClick={() => setEntering(true)}>{t('complaints.enter')}</Button>}
      >
        <Section title={t('complaints.counts')}>
          <Loaded query={counts}>{(known) => <Counts counts={known} />}</Loaded>
        </Section>
        <Section
          title={t('complaints.ledger')}
          tools={
            <Segmented<State>
              value={state}
              onChange={setState}
              options={STATES.map((value) => ({ value, label: t(`complaints.states.${value}`) }))}
            />
          }
        >
          <PersonalMark>
            <Loaded query={found}>{({ complaints }) => <Ledger complaints={complaints} />}</Loaded>
          </PersonalMark>
        </Section>
        <ActDialog
          of={isEntering ? (form.data ?? null) : null}
          title={t('complaints.enter')}
          onClose={() => setEntering(false)}
        >
          {(known) => <ComplaintForm form={known} isEntry onSend={enterComplaint} />}
        </ActDialog>
      </Page>
    </Require>
  );
}

function Counts({ counts: { total, byInstitution } }: { readonly counts: ComplaintStatisticsResponse }) {
  const { t } = useTranslation();
  const named = useNamed();
  const figures = [
    ['received', total.received],
    ['answered', total.answered],
    ['inTime', total.inTime],
    ['overdue', total.overdue],
    ['medianDays', total.medianDays ?? '—'],
    ['rating', total.rated === 0 ? '—' : `${String(total.satisfied)} / ${String(total.rated)}`],
  ] as const;
  return (
    <>
      <div className="fj-complaint-rating">
        {figures.map(([key, value]) => (
          <Statistic key={key} className="fj-complaint-figure" title={t(`complaints.figures.${key}`)} value={value} />
        ))}
      </div>
      <RecordTable<ComplaintStatisticsResponse['byInstitution'][number]>
        rowKey={({ institution }) => institution.code}
        rows={byInstitution}
        empty={t('complaints.none')}
        columns={[
          { title: t('complaints.institution'), key: 'institution', render: (_, row) => named(row.institution) },
          { title: t('complaints.figures.received'), dataIndex: 'received' },
          { title: t('complaints.figures.answered'), dataIndex: 'answered' },
          { title: t('complaints.figures.inTime'), dataIndex: 'inTime' },
          { title: t('complaints.figures.overdue'), dataIndex: 'overdue' },
          { title: t('complaints.figures.founded'), dataIndex: 'founded' },
          { title: t('complaints.figures.medianDays'), key: 'days', render: (_, row) => row.medianDays ?? '—' },
        ]}
      />
    </>
  );
}

function Ledger({ complaints }: { readonly complaints: readonly ComplaintView[] }) {
  const { t } = useTranslation();
  const say = useBilingual();
  const named = useNamed();
  return (
    <RecordTable<ComplaintView>
      rowKey="id"
      rows={complaints}
      empty={t('complaints.none')}
      width={1080}
      columns={[
        timeColumn(t('complaints.receivedAt'), (row) => row.receivedAt),
        { title: t('complaints.channel'), key: 'channel', render: (_, row) => t(`complaints.channels.${row.channel}`) },
        { title: t('complaints.institution'), key: 'institution', render: (_, row) => named(row.institution) },
        {
          title: t('complaints.category'),
          key: 'category',
          render: (_, row) => (
            <>
              <div>{say(row.category)}</div>
              <span className="fj-faint">{row.section === null ? '' : say(row.section)}</span>
            </>
          ),
        },
        {
          title: t('complaints.content'),
          key: 'content',
          width: 320,
          render: (_, row) => (
            <>
              <p className="fj-complaint-text">{row.content}</p>
              <span className="fj-faint">
                {row.name ?? t('complaints.anonymous')} {row.contact}
              </span>
            </>
          ),
        },
        {
          title: t('complaints.stage'),
          key: 'stage',
          render: (_, row) => (
            <>
              {row.waiting.map((stage) => (
                <Tag key={stage.zh} color="blue">
                  {t('loops.waits', { stage: say(stage) })}
                </Tag>
              ))}
              {row.waiting.length === 0 ? <Tag color="green">{t('complaints.concluded')}</Tag> : null}
              {row.isLate ? <Tag color="red">{t('complaints.late')}</Tag> : null}
            </>
          ),
        },
        timeColumn(t('complaints.until'), (row) => row.dueAt),
        {
          title: t('field.operation'),
          key: 'open',
          render: (_, row) => (
            <Link to="/loops/$id" params={{ id: String(row.loop) }} className="fj-link">
              {t('complaints.handle')}
            </Link>
          ),
        },
      ]}
    />
  );
}
