/** 紧急调阅复核: looks without the ordinary ground, reviewed by the quality office one by one. */
import type { BreakGlassListResponse, BreakGlassReview, BreakGlassView } from '@fujie/wire/contracts';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { App, Button, Input, Radio, Tag } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { breakGlassQuery, reviewBreakGlass } from '../../api/access.ts';
import { Require } from '../../app/require.tsx';
import { ActDialog, ActForm } from '../../ui/act-dialog.tsx';
import { showTime } from '../../ui/format.ts';
import { Loaded } from '../../ui/loaded.tsx';
import { Page, Section } from '../../ui/page.tsx';
import { RecordTable } from '../../ui/record-table.tsx';
import { saying } from '../../ui/listed.ts';

export function BreakGlassPage() {
  const { t } = useTranslation();
  const found = useQuery(breakGlassQuery);
  const [chosen, setChosen] = useState<BreakGlassView | null>(null);
  return (
    <Require can="break-glass:review">
      <Page title={t('consent.review.title')} subtitle={t('consent.review.subtitle')}>
        <Loaded query={found}>{(data) => <Looks data={data} onChoose={setChosen} />}</Loaded>
        <ActDialog of={chosen} title={t('consent.review.act')} onClose={() => setChosen(null)}>
          {(look) => <ReviewForm look={look} onDone={() => setChosen(null)} />}
        </ActDialog>
      </Page>
    </Require>
  );
}

interface LooksProps {
  readonly data: BreakGlassListResponse;
  readonly onChoose: (look: BreakGlassView) => void;
}

function Looks({ data, onChoose }: LooksProps) {
  const { t } = useTranslation();
  return (
    <Section title={t('consent.review.counts', { open: data.open, overdue: data.overdue })}>
      <RecordTable<BreakGlassView>
        rowKey="id"
        rows={data.entries}
        empty={t('consent.review.none')}
        columns={[
          { title: t('consent.review.patient'), dataIndex: 'nameMasked' },
          {
            title: t('consent.review.doctor'),
            key: 'doctor',
            render: (_, row) => row.practitionerName ?? row.practitioner,
          },
          { title: t('consent.code'), key: 'code', render: (_, row) => t(`consent.codes.${row.code}`) },
          { title: t('consent.why'), dataIndex: 'note' },
          {
            title: t('consent.review.at'),
            key: 'at',
            render: (_, row) => [showTime(row.at), t('consent.review.until'), showTime(row.until)].join(' '),
          },
          {
            title: t('consent.review.due'),
            key: 'due',
            render: (_, row) => (
              <span className="fj-nowrap">
                {row.reviewDue} {row.overdue ? <Tag color="red">{t('consent.review.late')}</Tag> : null}
              </span>
            ),
          },
          {
            title: t('consent.review.verdict'),
            key: 'verdict',
            render: (_, row) =>
              row.review === null ? (
                <Button size="small" type="primary" onClick={() => onChoose(row)}>
                  {t('consent.review.act')}
                </Button>
              ) : (
                <span title={row.review.note}>
                  <Tag color={row.review.verdict === 'justified' ? 'green' : 'red'}>
                    {t(`consent.review.${row.review.verdict}`)}
                  </Tag>
                  <span className="fj-faint">
                    {row.review.by} {showTime(row.review.at)}
                  </span>
                </span>
              ),
          },
        ]}
      />
    </Section>
  );
}

const VERDICTS = ['justified', 'not-justified'] as const;

function ReviewForm({ look, onDone }: { readonly look: BreakGlassView; readonly onDone: () => void }) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const queries = useQueryClient();
  const [verdict, setVerdict] = useState<BreakGlassReview['verdict'] | null>(null);
  const [note, setNote] = useState('');
  const reviewing = useMutation({
    mutationFn: async (found: BreakGlassReview['verdict']) =>
      reviewBreakGlass(look.id, { verdict: found, note: note.trim() }),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: breakGlassQuery.queryKey });
      void message.success(t('consent.review.done'));
      onDone();
    },
  });
  return (
    <ActForm
      act={reviewing}
      label={t('act.submit')}
      isReady={verdict !== null && note.trim() !== ''}
      onSubmit={() => verdict !== null && reviewing.mutate(verdict)}
      onCancel={onDone}
    >
      <p>
        {look.nameMasked} · {look.practitionerName ?? look.practitioner} ·{' '}
        {saying(t(`consent.codes.${look.code}`), look.note)}
      </p>
      <Radio.Group
        aria-label={t('consent.review.verdict')}
        value={verdict}
        onChange={(event) => setVerdict(VERDICTS.find((known) => known === event.target.value) ?? null)}
        options={VERDICTS.map((known) => ({ value: known, label: t(`consent.review.${known}`) }))}
      />
      <label htmlFor="fj-review-note">{t('consent.review.note')}</label>
      <Input.TextArea
        id="fj-review-note"
        rows={3}
        maxLength={1000}
        value={note}
        onChange={(event) => setNote(event.target.value)}
      />
    </ActForm>
  );
}
