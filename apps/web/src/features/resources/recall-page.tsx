/** 召回批号受影响结果: every result that a recalled lot may have affected, and what becomes of each. */
import type { RecallResultsResponse } from '@fujie/wire/contracts';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { Alert, Button, Input, Tag } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import './resources.css';
import { decideRecalled, endRecallReview, recallQuery, RESOURCES_KEY } from '../../api/resources.ts';
import { Require, useActor } from '../../app/require.tsx';
import { may } from '../../app/workspaces.ts';
import { ActDialog, ActForm } from '../../ui/act-dialog.tsx';
import { showTime } from '../../ui/format.ts';
import { useNamed } from '../../ui/language.ts';
import { EmptyNote, Loaded } from '../../ui/loaded.tsx';
import { Page, Section } from '../../ui/page.tsx';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { RecordTable } from '../../ui/record-table.tsx';
import { RecallForm } from './recall-form.tsx';
import { RecallStanding, spanOf } from './recalls-part.tsx';

type Row = RecallResultsResponse['results'][number];
type Chosen = { readonly results: readonly string[] | null; readonly count: number };

const route = getRouteApi('/desk/laboratory/recall');
const COLOURS: Readonly<Record<Row['standing'], string>> = {
  open: 'orange',
  'as-is': 'green',
  corrected: 'blue',
  withdrawn: 'red',
};

export function RecallPage() {
  const { t } = useTranslation();
  const { institution = '', product = '', lot = '' } = route.useSearch();
  const found = useQuery({ ...recallQuery({ institution, product, lot }), enabled: product !== '' && lot !== '' });
  return (
    <Require can="resource:read">
      <Page
        title={t('recalls.of', { product, lot })}
        subtitle={t('recalls.subtitle')}
        tools={
          <Link
            to="/laboratory/resources"
            search={{ part: 'recalls', ...(institution === '' ? {} : { institution }) }}
            className="fj-link"
          >
            {t('recalls.all')}
          </Link>
        }
      >
        {product === '' || lot === '' ? (
          <EmptyNote>{t('recalls.unnamed')}</EmptyNote>
        ) : (
          <Loaded query={found}>{(data) => <Recall data={data} />}</Loaded>
        )}
      </Page>
    </Require>
  );
}

function Recall({ data }: { readonly data: RecallResultsResponse }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const actor = useActor();
  const { recall, waiting, institution } = data;
  const isOwn = may(actor, 'resource:manage') && actor?.institution?.code === institution.code;
  const isReviewed = isOwn && waiting.includes('review');
  const [chosen, setChosen] = useState<Chosen | null>(null);
  const [isCorrecting, setCorrecting] = useState(false);
  const { product, lot, counts } = recall;
  const renew = async (): Promise<void> => client.invalidateQueries({ queryKey: RESOURCES_KEY });
  const end = useMutation({ mutationFn: async () => endRecallReview({ product, lot }), onSuccess: renew });
  return (
    <>
      <Section
        title={`${recall.nameZh} ${product} ${lot}`}
        tools={
          <>
            {recall.loop === null ? null : (
              <Link to="/loops/$id" params={{ id: String(recall.loop.id) }} className="fj-link">
                {t('recalls.loop', { id: recall.loop.id })}
              </Link>
            )}
            {isOwn ? <Button onClick={() => setCorrecting(true)}>{t('recalls.correct')}</Button> : null}
          </>
        }
      >
        <p>{`${recall.notice} · ${recall.reason}`}</p>
        <p>
          {t('recalls.days', { noticedOn: recall.noticedOn, span: spanOf(recall.usedFrom, recall.usedTo) })}{' '}
          <RecallStanding recall={recall} />
        </p>
        {recall.systems > 0 ? (
          <Alert className="fj-resources-alert" type="warning" showIcon title={t('recalls.stillUsed')} />
        ) : null}
      </Section>
      <Section
        title={t('recalls.results', { ...counts })}
        tools={
          isReviewed ? (
            <>
              {counts.open > 0 ? (
                <Button onClick={() => setChosen({ results: null, count: counts.open })}>
                  {t('recalls.releaseAll', { count: counts.open })}
                </Button>
              ) : null}
              <Button type="primary" disabled={counts.open > 0} loading={end.isPending} onClick={() => end.mutate()}>
                {t('recalls.end')}
              </Button>
            </>
          ) : undefined
        }
      >
        {end.error === null ? null : <ProblemAlert error={end.error} />}
        <p className="fj-faint">
          {t('recalls.how')}
          {counts.results > data.results.length
            ? ` · ${t('resources.indicators.shown', { shown: data.results.length, total: counts.results })}`
            : ''}
        </p>
        <Results
          rows={data.results}
          onRelease={isReviewed ? ({ id }) => setChosen({ results: [id], count: 1 }) : null}
        />
      </Section>
      <ActDialog of={chosen} title={t('recalls.release')} onClose={() => setChosen(null)}>
        {(of) => (
          <Decision
            of={of}
            lot={{ product, lot }}
            onCancel={() => setChosen(null)}
            onDone={async () => {
              setChosen(null);
              await renew();
            }}
          />
        )}
      </ActDialog>
      <ActDialog of={isCorrecting ? recall : null} title={t('recalls.correct')} onClose={() => setCorrecting(false)}>
        {(of) => (
          <RecallForm
            of={of}
            onCancel={() => setCorrecting(false)}
            onDone={async () => {
              setCorrecting(false);
              await renew();
            }}
          />
        )}
      </ActDialog>
    </>
  );
}

interface ResultsProps {
  readonly rows: readonly Row[];
  /** For who decides on them. */
  readonly onRelease: ((row: Row) => void) | null;
}

function Results({ rows, onRelease }: ResultsProps) {
  const { t } = useTranslation();
  const named = useNamed();
  return (
    <RecordTable<Row>
      rowKey="id"
      rows={rows}
      empty={t('recalls.noResults')}
      width={onRelease === null ? 860 : 980}
      columns={[
        { title: t('resources.affected.report'), key: 'report', render: (_, row) => row.report ?? row.id },
        { title: t('field.item'), key: 'item', render: (_, row) => named(row.item) },
        {
          title: t('resources.affected.reportedAt'),
          key: 'at',
          className: 'fj-nowrap',
          render: (_, row) => showTime(row.reportedAt),
        },
        {
          title: t('resources.affected.because'),
          key: 'because',
          render: (_, row) => t(row.isNamed ? 'resources.affected.named' : 'resources.affected.inUse'),
        },
        {
          title: t('recalls.standing'),
          key: 'standing',
          render: (_, { standing }) => <Tag color={COLOURS[standing]}>{t(`recalls.standings.${standing}`)}</Tag>,
        },
        {
          title: t('recalls.evidence'),
          key: 'evidence',
          render: (_, { standing, reason, by, at }) =>
            standing === 'as-is'
              ? `${reason ?? ''} · ${by ?? ''} ${showTime(at) ?? ''}`
              : standing === 'open'
                ? '—'
                : t('recalls.byRecord'),
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
                      aria-label={`${t('recalls.release')} ${row.report ?? row.id}`}
                      onClick={() => onRelease(row)}
                    >
                      {t('recalls.release')}
                    </Button>
                  ) : null,
              },
            ]),
      ]}
    />
  );
}

interface DecisionProps {
  readonly of: Chosen;
  readonly lot: { readonly product: string; readonly lot: string };
  readonly onDone: () => Promise<void>;
  readonly onCancel: () => void;
}

function Decision({ of, lot, onDone, onCancel }: DecisionProps) {
  const { t } = useTranslation();
  const [reason, setReason] = useState('');
  const act = useMutation({
    mutationFn: async () =>
      decideRecalled({ ...lot, reason, ...(of.results === null ? {} : { results: [...of.results] }) }),
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
      <p>{t('recalls.releasing', { count: of.count })}</p>
      <label htmlFor="recall-decision">{t('recalls.why')}</label>
      <Input.TextArea
        id="recall-decision"
        rows={3}
        value={reason}
        maxLength={500}
        onChange={({ target }) => setReason(target.value)}
      />
    </ActForm>
  );
}
