/** An alert with the entries of the audit that show it, and how it is judged. */
import type { WatchAlertView, WatchEvidence, WatchReview } from '@fujie/wire/contracts';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { App, Input, Radio, Tag } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { alertQuery, reviewAlert, WATCH_KEY } from '../../api/watch.ts';
import { ActForm } from '../../ui/act-dialog.tsx';
import { useAuditActionName } from '../../ui/audit-names.ts';
import { ClauseTags } from '../../ui/clauses.tsx';
import { timeColumn } from '../../ui/columns.tsx';
import { showTime } from '../../ui/format.ts';
import { useBilingual } from '../../ui/language.ts';
import { Loaded } from '../../ui/loaded.tsx';
import { RecordTable } from '../../ui/record-table.tsx';

interface Props {
  readonly alert: WatchAlertView;
  readonly onDone: () => void;
}

export function AlertReview({ alert, onDone }: Props) {
  const { t } = useTranslation();
  const say = useBilingual();
  const found = useQuery(alertQuery(alert.id));
  return (
    <>
      <p>
        {alert.account} <span className="fj-faint">{alert.holder}</span> · {say(alert.why)}{' '}
        <ClauseTags ids={[alert.clause]} />
      </p>
      <h3>{t('watch.evidence')}</h3>
      <Loaded query={found}>{({ evidence }) => <Evidence entries={evidence} />}</Loaded>
      <h3>{t('watch.verdict')}</h3>
      {alert.review === null ? (
        <ReviewForm alert={alert} onDone={onDone} />
      ) : (
        <p>
          <Tag>{t(`watch.verdicts.${alert.review.verdict}`)}</Tag>
          {alert.review.note}{' '}
          <span className="fj-faint">
            {alert.review.by} {showTime(alert.review.at)}
          </span>
        </p>
      )}
    </>
  );
}

function Evidence({ entries }: { readonly entries: readonly WatchEvidence[] }) {
  const { t } = useTranslation();
  const actionName = useAuditActionName();
  return (
    <RecordTable<WatchEvidence>
      rowKey="id"
      rows={entries}
      empty={t('watch.noEvidence')}
      width={720}
      columns={[
        timeColumn(t('field.time'), (row) => row.at),
        { title: t('watch.account'), dataIndex: 'account' },
        { title: t('audit.action'), key: 'action', render: (_, row) => actionName(row.action) },
        { title: t('watch.watched.person'), key: 'person', render: (_, row) => row.nameMasked ?? '—' },
        {
          title: t('watch.from'),
          key: 'from',
          render: (_, row) => (
            <>
              {row.address ?? '—'} <span className="fj-faint">{row.credential}</span>
            </>
          ),
        },
        { title: t('field.department'), key: 'department', render: (_, row) => row.department ?? '—' },
      ]}
    />
  );
}

const VERDICTS = ['confirmed', 'explained', 'false-alarm'] as const;

function ReviewForm({ alert, onDone }: Props) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const queries = useQueryClient();
  const [verdict, setVerdict] = useState<WatchReview['verdict'] | null>(null);
  const [note, setNote] = useState('');
  const judging = useMutation({
    mutationFn: async (found: WatchReview['verdict']) => reviewAlert(alert.id, { verdict: found, note: note.trim() }),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: WATCH_KEY });
      void message.success(t('watch.done'));
      onDone();
    },
  });
  return (
    <ActForm
      act={judging}
      label={t('act.submit')}
      isReady={verdict !== null && note.trim() !== ''}
      onSubmit={() => verdict !== null && judging.mutate(verdict)}
      onCancel={onDone}
    >
      <div>
        <Radio.Group
          aria-label={t('watch.verdict')}
          value={verdict}
          onChange={(event) => setVerdict(VERDICTS.find((known) => known === event.target.value) ?? null)}
          options={VERDICTS.map((known) => ({ value: known, label: t(`watch.verdicts.${known}`) }))}
        />
      </div>
      <label htmlFor="fj-watch-note">{t('watch.note')}</label>
      <Input.TextArea
        id="fj-watch-note"
        rows={2}
        maxLength={1000}
        value={note}
        placeholder={t('watch.noteHint')}
        onChange={(event) => setNote(event.target.value)}
      />
    </ActForm>
  );
}
