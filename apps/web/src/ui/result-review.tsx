/** 受影响结果: results that a recalled lot or a rejected run may have affected, page by page, and what becomes of each. */
import type { ReviewCounts, ReviewedResult } from '@fujie/wire/contracts';
import { useMutation } from '@tanstack/react-query';
import { Button, Input, Pagination, Tag } from 'antd';
import type { ReactNode } from 'react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { ActDialog, ActForm } from './act-dialog.tsx';
import { showTime } from './format.ts';
import { useNamed } from './language.ts';
import { Section } from './page.tsx';
import { RecordTable } from './record-table.tsx';
import { ResultValue } from './result-value.tsx';

type Row = ReviewedResult;
type Chosen = { readonly results: readonly string[] | null; readonly count: number };
export interface Kept {
  readonly results?: string[];
  readonly reason: string;
}

const COLOURS: Readonly<Record<Row['standing'], string>> = {
  open: 'orange',
  'as-is': 'green',
  corrected: 'blue',
  withdrawn: 'red',
};

interface Props {
  readonly review: {
    readonly counts: ReviewCounts;
    readonly page: number;
    readonly pageSize: number;
    readonly results: readonly Row[];
  };
  readonly mayDecide: boolean;
  /** Why a result is listed. */
  readonly because: (row: Row) => string;
  readonly keep: (kept: Kept) => Promise<unknown>;
  readonly onDone: () => Promise<void>;
  readonly onPage: (page: number) => void;
  readonly tools?: ReactNode;
  readonly children?: ReactNode;
}

export function ResultReview({ review, mayDecide, because, keep, onDone, onPage, tools, children }: Props) {
  const { t } = useTranslation();
  const [chosen, setChosen] = useState<Chosen | null>(null);
  const { counts, page, pageSize, results } = review;
  const close = (): void => setChosen(null);
  return (
    <Section
      title={t('reviews.results', { ...counts })}
      tools={
        <>
          {mayDecide && counts.open > 0 ? (
            <Button onClick={() => setChosen({ results: null, count: counts.open })}>
              {t('reviews.releaseAll', { count: counts.open })}
            </Button>
          ) : null}
          {tools}
        </>
      }
    >
      {children}
      <p className="fj-faint">
        {t('reviews.how')} {results.length === 0 ? null : t('reviews.byNumber')}
      </p>
      <Results
        rows={results}
        because={because}
        onRelease={mayDecide ? ({ id }) => setChosen({ results: [id], count: 1 }) : null}
      />
      {counts.results > pageSize ? (
        <Pagination
          className="fj-review-pages"
          size="small"
          showSizeChanger={false}
          current={page}
          pageSize={pageSize}
          total={counts.results}
          onChange={onPage}
        />
      ) : null}
      <ActDialog of={chosen} title={t('reviews.release')} onClose={close}>
        {(of) => (
          <Decision
            of={of}
            keep={keep}
            onCancel={close}
            onDone={async () => {
              close();
              await onDone();
            }}
          />
        )}
      </ActDialog>
    </Section>
  );
}

interface ResultsProps extends Pick<Props, 'because'> {
  readonly rows: readonly Row[];
  /** For who decides on them. */
  readonly onRelease: ((row: Row) => void) | null;
}

function Results({ rows, because, onRelease }: ResultsProps) {
  const { t } = useTranslation();
  const named = useNamed();
  return (
    <RecordTable<Row>
      rowKey="id"
      rows={rows}
      empty={t('reviews.noResults')}
      width={onRelease === null ? 960 : 1080}
      columns={[
        { title: t('resources.affected.report'), key: 'report', render: (_, row) => row.report ?? row.id },
        { title: t('field.item'), key: 'item', render: (_, row) => named(row.item) },
        ...(rows.every(({ value }) => value === null)
          ? []
          : [
              {
                title: t('clinical.result.value'),
                key: 'value',
                align: 'right' as const,
                render: (_: unknown, { value, unit }: Row) =>
                  value === null ? '—' : <ResultValue value={value} unit={unit} flag={null} />,
              },
            ]),
        {
          title: t('resources.affected.reportedAt'),
          key: 'at',
          className: 'fj-nowrap',
          render: (_, row) => showTime(row.reportedAt),
        },
        { title: t('resources.affected.because'), key: 'because', render: (_, row) => because(row) },
        {
          title: t('reviews.standing'),
          key: 'standing',
          render: (_, { standing }) => <Tag color={COLOURS[standing]}>{t(`reviews.standings.${standing}`)}</Tag>,
        },
        {
          title: t('reviews.evidence'),
          key: 'evidence',
          render: (_, { standing, reason, by, at }) =>
            standing === 'as-is'
              ? `${reason ?? ''} · ${by ?? ''} ${showTime(at) ?? ''}`
              : standing === 'open'
                ? '—'
                : t('reviews.byRecord'),
        },
        ...(onRelease === null
          ? []
          : [
              {
                title: t('resources.instruments.act'),
                key: 'act',
                render: (_: unknown, row: Row) =>
                  row.standing === 'open' ? (
                    <Button
                      size="small"
                      aria-label={`${t('reviews.release')} ${row.report ?? row.id}`}
                      onClick={() => onRelease(row)}
                    >
                      {t('reviews.release')}
                    </Button>
                  ) : null,
              },
            ]),
      ]}
    />
  );
}

interface DecisionProps extends Pick<Props, 'keep' | 'onDone'> {
  readonly of: Chosen;
  readonly onCancel: () => void;
}

function Decision({ of, keep, onDone, onCancel }: DecisionProps) {
  const { t } = useTranslation();
  const [reason, setReason] = useState('');
  const act = useMutation({
    mutationFn: async () => keep({ reason, ...(of.results === null ? {} : { results: [...of.results] }) }),
    onSuccess: onDone,
  });
  return (
    <ActForm
      act={act}
      label={t('act.submit')}
      isReady={reason.trim() !== ''}
      onCancel={onCancel}
      onSubmit={() => act.mutate()}
    >
      <p>{t('reviews.releasing', { count: of.count })}</p>
      <label htmlFor="review-decision">{t('reviews.why')}</label>
      <Input.TextArea
        id="review-decision"
        rows={3}
        value={reason}
        maxLength={500}
        onChange={({ target }) => setReason(target.value)}
      />
    </ActForm>
  );
}
