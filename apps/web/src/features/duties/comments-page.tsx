/** 复检医嘱点评: the sample of a month and how it was drawn, what was said of each case, counts by department. */
import type { CommentedCase, OrderCommentsResponse } from '@fujie/wire/contracts';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Alert, Select, Statistic, Tag } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import './duties.css';
import { commentsQuery } from '../../api/duties.ts';
import { Require } from '../../app/require.tsx';
import { timeColumn } from '../../ui/columns.tsx';
import { showTime } from '../../ui/format.ts';
import { useBilingual, useNamed } from '../../ui/language.ts';
import { EmptyNote, Loaded } from '../../ui/loaded.tsx';
import { Page, Section } from '../../ui/page.tsx';
import { PersonalMark } from '../../ui/personal-mark.tsx';
import { RecordTable } from '../../ui/record-table.tsx';

type Department = OrderCommentsResponse['departments'][number];
const FIGURES = ['drawn', 'commented', 'justified', 'unjustified', 'contested'] as const;

export function CommentsPage() {
  const { t } = useTranslation();
  const [month, setMonth] = useState<string | null>(null);
  const found = useQuery(commentsQuery(month === null ? {} : { month }));
  const months = found.data?.months ?? [];
  return (
    <Require can="order-comment:read">
      <Page
        title={t('comments.title')}
        subtitle={t('comments.subtitle')}
        tools={
          months.length === 0 ? undefined : (
            <Select
              aria-label={t('comments.month')}
              value={month ?? months[0] ?? ''}
              onChange={setMonth}
              options={months.map((value) => ({ value, label: value }))}
            />
          )
        }
      >
        <Loaded query={found} rows={12}>
          {(data) =>
            data.sample === null ? (
              <Section title={t('comments.title')}>
                <EmptyNote>{t('comments.notDrawn', data.lastMonth)}</EmptyNote>
              </Section>
            ) : (
              <>
                <Sample data={data} sample={data.sample} />
                <Section title={t('comments.cases')}>
                  <PersonalMark>
                    <Cases cases={data.cases} />
                  </PersonalMark>
                </Section>
              </>
            )
          }
        </Loaded>
      </Page>
    </Require>
  );
}

function Sample({
  data: { total, departments },
  sample,
}: {
  readonly data: OrderCommentsResponse;
  readonly sample: NonNullable<OrderCommentsResponse['sample']>;
}) {
  const { t } = useTranslation();
  const named = useNamed();
  return (
    <Section title={t('comments.sample')}>
      <div className="fj-duty-figures">
        <Statistic title={t('comments.candidates')} value={sample.candidates} />
        {FIGURES.map((key) => (
          <Statistic key={key} title={t(`comments.figures.${key}`)} value={total[key]} />
        ))}
      </div>
      <Alert
        type={sample.isReproduced ? 'success' : 'error'}
        showIcon
        title={t(sample.isReproduced ? 'comments.reproduced' : 'comments.notReproduced')}
        description={
          <>
            <div>{t('comments.drawnAt', { at: showTime(sample.drawnAt) ?? '' })}</div>
            <div className="fj-duty-seed">
              {t('comments.seed')} <code>{sample.seed}</code>
            </div>
          </>
        }
      />
      <RecordTable<Department>
        rowKey={({ department }) => department?.code ?? ''}
        rows={departments}
        empty={t('comments.none')}
        width={640}
        columns={[
          {
            title: t('field.department'),
            key: 'department',
            render: (_, row) => (row.department === null ? '—' : named(row.department)),
          },
          ...FIGURES.map((key) => ({
            title: t(`comments.figures.${key}`),
            dataIndex: key,
            align: 'right' as const,
          })),
        ]}
      />
    </Section>
  );
}

function Cases({ cases }: { readonly cases: readonly CommentedCase[] }) {
  const { t } = useTranslation();
  const say = useBilingual();
  const named = useNamed();
  return (
    <RecordTable<CommentedCase>
      rowKey="loop"
      rows={cases}
      empty={t('comments.none')}
      width={1080}
      columns={[
        timeColumn(t('comments.actedAt'), (row) => row.actedAt),
        {
          title: t('field.department'),
          key: 'department',
          render: (_, row) => (
            <>
              <div>{row.department === null ? '—' : named(row.department)}</div>
              <span className="fj-faint">{row.practitioner}</span>
            </>
          ),
        },
        { title: t('field.item'), key: 'item', render: (_, row) => say(row.item) },
        {
          title: t('comments.stratum'),
          key: 'stratum',
          render: (_, row) => (
            <>
              {t(`comments.strata.${row.stratum}`)}
              {row.code === null ? null : <div className="fj-faint">{t(`statistics.code${row.code as Code}`)}</div>}
            </>
          ),
        },
        { title: t('comments.judgement'), key: 'judgement', render: (_, row) => <Judgement row={row} /> },
        {
          title: t('field.operation'),
          key: 'open',
          render: (_, row) => (
            <>
              <Link to="/loops/$id" params={{ id: String(row.loop) }} className="fj-link fj-nowrap">
                {t(row.judgement === null ? 'comments.write' : 'comments.open')}
              </Link>
              <div>
                <Link to="/explain/$decision" params={{ decision: row.decision }} className="fj-link fj-nowrap">
                  {t('clinical.changes.decision')}
                </Link>
              </div>
            </>
          ),
        },
      ]}
    />
  );
}

type Code = 1 | 2 | 3 | 4 | 5 | 6;

function Judgement({ row }: { readonly row: CommentedCase }) {
  const { t } = useTranslation();
  const { judgement, answer, decided } = row;
  if (judgement === null) return <Tag>{t('comments.waiting')}</Tag>;
  return (
    <>
      <Tag color={judgement === 'justified' ? 'green' : 'orange'}>{t(`comments.figures.${judgement}`)}</Tag>
      {answer === null ? null : <Tag color={answer === 'confirmed' ? 'blue' : 'red'}>{t(`comments.${answer}`)}</Tag>}
      {decided === null ? null : <Tag>{t(`comments.${decided}`)}</Tag>}
    </>
  );
}
