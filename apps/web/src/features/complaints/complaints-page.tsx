/** 监督举报台账: every complaint of the region, whether it had its answer in time, and who says so. */
import type { ComplaintStatisticsResponse, ComplaintsQuery, ComplaintView, NamedCode } from '@fujie/wire/contracts';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
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
/** The complaints behind a number: of all institutions, or of one; null: all that were received. */
interface Picked {
  readonly counted: NonNullable<ComplaintsQuery['counted']> | null;
  readonly of: NamedCode | null;
}
const STATES: readonly State[] = ['open', 'late', 'closed', 'all'];

export function ComplaintsPage() {
  const { t } = useTranslation();
  const named = useNamed();
  const [state, setState] = useState<State>('open');
  const [picked, setPicked] = useState<Picked | null>(null);
  const [isEntering, setEntering] = useState(false);
  const found = useInfiniteQuery(
    complaintsQuery({
      ...(state === 'all' ? {} : { state }),
      ...(picked === null || picked.counted === null ? {} : { counted: picked.counted }),
      ...(picked === null || picked.of === null ? {} : { institution: picked.of.code }),
    }),
  );
  const counts = useQuery(complaintCountsQuery);
  const form = useQuery(complaintFormQuery);
  const show = (next: Picked): void => {
    setState('all');
    setPicked(next);
  };
  return (
    <Require can="complaint:read">
      <Page
        title={t('complaints.title')}
        subtitle={t('complaints.subtitle')}
        tools={<Button onClick={() => setEntering(true)}>{t('complaints.enter')}</Button>}
      >
        <Section title={t('complaints.counts')}>
          <Loaded query={counts}>{(known) => <Counts counts={known} onPick={show} />}</Loaded>
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
          {picked === null ? null : (
            <Tag closable onClose={() => setPicked(null)}>
              {t(`complaints.figures.${picked.counted ?? 'received'}`)} {picked.of === null ? null : named(picked.of)}
            </Tag>
          )}
          <PersonalMark>
            <Loaded query={found}>
              {({ complaints }) => (
                <>
                  <Ledger complaints={complaints} />
                  {found.hasNextPage ? (
                    <Button
                      className="fj-more"
                      loading={found.isFetchingNextPage}
                      onClick={() => void found.fetchNextPage()}
                    >
                      {t('complaints.next', { shown: complaints.length })}
                    </Button>
                  ) : null}
                </>
              )}
            </Loaded>
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

type Row = ComplaintStatisticsResponse['byInstitution'][number];

interface CountsProps {
  readonly counts: ComplaintStatisticsResponse;
  readonly onPick: (picked: Picked) => void;
}

const NUMBERS = ['received', 'answered', 'inTime', 'overdue', 'founded'] as const;

function Counts({ counts: { total, byInstitution }, onPick }: CountsProps) {
  const { t } = useTranslation();
  const named = useNamed();
  const number = (counts: ComplaintStatisticsResponse['total'], of: Picked['of'], name: (typeof NUMBERS)[number]) => (
    <CountLink
      count={counts[name]}
      label={t(`complaints.figures.${name}`)}
      onOpen={() => onPick({ counted: name === 'received' ? null : name, of })}
    />
  );
  return (
    <>
      <div className="fj-complaint-rating">
        {NUMBERS.map((name) => (
          <Statistic
            key={name}
            className="fj-complaint-figure"
            title={t(`complaints.figures.${name}`)}
            valueRender={() => number(total, null, name)}
          />
        ))}
        <Statistic
          className="fj-complaint-figure"
          title={t('complaints.figures.medianDays')}
          value={total.medianDays ?? '—'}
        />
        <div className="fj-complaint-figure">
          <Statistic title={t('complaints.figures.rating')} value={shareOf(total)} />
          <Ratings of={null} counts={total} onPick={onPick} />
        </div>
      </div>
      <RecordTable<Row>
        rowKey={({ institution }) => institution.code}
        rows={byInstitution}
        empty={t('complaints.none')}
        columns={[
          { title: t('complaints.institution'), key: 'institution', render: (_, row) => named(row.institution) },
          ...NUMBERS.map((name) => ({
            title: t(`complaints.figures.${name}`),
            key: name,
            render: (_: unknown, row: Row) => number(row, row.institution, name),
          })),
          { title: t('complaints.figures.medianDays'), key: 'days', render: (_, row) => row.medianDays ?? '—' },
          {
            title: t('complaints.figures.rating'),
            key: 'rating',
            render: (_, row) => (
              <>
                {shareOf(row)} <Ratings of={row.institution} counts={row} onPick={onPick} />
              </>
            ),
          },
        ]}
      />
    </>
  );
}

interface CountLinkProps {
  readonly count: number;
  readonly label: string;
  readonly onOpen: () => void;
}

/** A number that opens to its complaints; nothing opens to nothing. */
function CountLink({ count, label, onOpen }: CountLinkProps) {
  if (count === 0) return 0;
  return (
    <Button
      type="link"
      size="small"
      className="fj-complaint-count"
      aria-label={`${label} ${String(count)}`}
      onClick={onOpen}
    >
      {count}
    </Button>
  );
}

type Rated = Pick<ComplaintStatisticsResponse['total'], 'rated' | 'satisfied'>;

const shareOf = ({ rated, satisfied }: Rated): string =>
  rated === 0 ? '—' : `${String(Math.round((satisfied / rated) * 100))}%`;

interface RatingsProps {
  readonly of: Picked['of'];
  readonly counts: Rated;
  readonly onPick: (picked: Picked) => void;
}

/** How many were satisfied and how many not; each opens to its complaints. */
function Ratings({ of, counts: { rated, satisfied }, onPick }: RatingsProps) {
  const { t } = useTranslation();
  const numbers = [
    ['satisfied', satisfied],
    ['dissatisfied', rated - satisfied],
  ] as const;
  return numbers.map(([said, count]) =>
    count === 0 ? null : (
      <Button key={said} type="link" size="small" onClick={() => onPick({ counted: said, of })}>
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
