/** 监督举报台账: every complaint of the region, whether it had its answer in time, and who says so. */
import type { ComplaintStatisticsResponse, ComplaintsQuery, ComplaintView, NamedCode } from '@fujie/wire/contracts';
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
/** The complaints behind a number of satisfaction: of all institutions, or of one. */
interface Rating {
  readonly said: NonNullable<ComplaintsQuery['rating']>;
  readonly of: NamedCode | null;
}
const STATES: readonly State[] = ['open', 'late', 'closed', 'all'];

export function ComplaintsPage() {
  const { t } = useTranslation();
  const named = useNamed();
  const [state, setState] = useState<State>('open');
  const [rating, setRating] = useState<Rating | null>(null);
  const [isEntering, setEntering] = useState(false);
  const found = useQuery(
    complaintsQuery({
      ...(state === 'all' ? {} : { state }),
      ...(rating === null
        ? {}
        : { rating: rating.said, ...(rating.of === null ? {} : { institution: rating.of.code }) }),
    }),
  );
  const counts = useQuery(complaintCountsQuery);
  const form = useQuery(complaintFormQuery);
  const show = (next: Rating): void => {
    setState('all');
    setRating(next);
  };
  return (
    <Require can="complaint:read">
      <Page
        title={t('complaints.title')}
        subtitle={t('complaints.subtitle')}
        tools={<Button onClick={() => setEntering(true)}>{t('complaints.enter')}</Button>}
      >
        <Section title={t('complaints.counts')}>
          <Loaded query={counts}>{(known) => <Counts counts={known} onRating={show} />}</Loaded>
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
          {rating === null ? null : (
            <Tag closable onClose={() => setRating(null)}>
              {t(`complaints.${rating.said}`)} {rating.of === null ? null : named(rating.of)}
            </Tag>
          )}
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

interface CountsProps {
  readonly counts: ComplaintStatisticsResponse;
  readonly onRating: (rating: Rating) => void;
}

function Counts({ counts: { total, byInstitution }, onRating }: CountsProps) {
  const { t } = useTranslation();
  const named = useNamed();
  const figures = [
    ['received', total.received],
    ['answered', total.answered],
    ['inTime', total.inTime],
    ['overdue', total.overdue],
    ['medianDays', total.medianDays ?? '—'],
  ] as const;
  return (
    <>
      <div className="fj-complaint-rating">
        {figures.map(([key, value]) => (
          <Statistic key={key} className="fj-complaint-figure" title={t(`complaints.figures.${key}`)} value={value} />
        ))}
        <div className="fj-complaint-figure">
          <Statistic title={t('complaints.figures.rating')} value={shareOf(total)} />
          <Ratings of={null} counts={total} onRating={onRating} />
        </div>
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
          {
            title: t('complaints.figures.rating'),
            key: 'rating',
            render: (_, row) => (
              <>
                {shareOf(row)} <Ratings of={row.institution} counts={row} onRating={onRating} />
              </>
            ),
          },
        ]}
      />
    </>
  );
}

type Rated = Pick<ComplaintStatisticsResponse['total'], 'rated' | 'satisfied'>;

const shareOf = ({ rated, satisfied }: Rated): string =>
  rated === 0 ? '—' : `${String(Math.round((satisfied / rated) * 100))}%`;

interface RatingsProps {
  readonly of: Rating['of'];
  readonly counts: Rated;
  readonly onRating: (rating: Rating) => void;
}

/** How many were satisfied and how many not; each opens to its complaints. */
function Ratings({ of, counts: { rated, satisfied }, onRating }: RatingsProps) {
  const { t } = useTranslation();
  const numbers = [
    ['satisfied', satisfied],
    ['dissatisfied', rated - satisfied],
  ] as const;
  return numbers.map(([said, count]) =>
    count === 0 ? null : (
      <Button key={said} type="link" size="small" onClick={() => onRating({ said, of })}>
        {t(`complaints.${said}`)} {count}
      </Button>
    ),
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
              {row.rating === null ? null : (
                <Tag color={row.rating === 'satisfied' ? 'green' : 'orange'}>{t(`complaints.${row.rating}`)}</Tag>
              )}
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
