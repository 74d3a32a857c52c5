/** 导入: a sheet is rehearsed first; faults are named by row and column, and only a faultless sheet can be recorded. */
import type { ChangeResponse, RegisterView } from '@fujie/wire/contracts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Alert, App, Button, Tag } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { ApiProblem } from '../../api/problem.ts';
import { importSheet, refusalsQuery } from '../../api/registers.ts';
import { DataTable } from '../../ui/data-table.tsx';
import { DownloadLink } from '../../ui/download-link.tsx';
import { FileButton } from '../../ui/file-button.tsx';
import { useBilingual } from '../../ui/language.ts';
import { Section } from '../../ui/page.tsx';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { FaultTable } from '../../ui/fault-table.tsx';

export function ImportPanel({ register }: { readonly register: RegisterView }) {
  const { t } = useTranslation();
  const say = useBilingual();
  const { message } = App.useApp();
  const queries = useQueryClient();
  const [file, setFile] = useState<File | null>(null);
  const rehearsal = useMutation({
    mutationFn: (chosen: File) => importSheet(register.id, chosen, { dryRun: true }),
    onError: () => queries.invalidateQueries({ queryKey: refusalsQuery.queryKey }),
  });
  const recording = useMutation({
    mutationFn: (chosen: File) => importSheet(register.id, chosen, { dryRun: false }),
    onSuccess: async (done) => {
      void message.success(t('registers.committed', { revision: done.revision ?? '—' }));
      rehearsal.reset();
      setFile(null);
      await queries.invalidateQueries({ queryKey: ['registers'] });
    },
  });
  const fault = rehearsal.error ?? recording.error;
  return (
    <Section title={t('registers.importTitle', { register: say(register) })}>
      <p className="fj-faint">{t('registers.importHint')}</p>
      <div className="fj-toolbar">
        <FileButton
          label={t('registers.chooseFile')}
          accept=".xlsx,.csv"
          isBusy={rehearsal.isPending}
          onFile={(chosen) => {
            recording.reset();
            setFile(chosen);
            rehearsal.mutate(chosen);
          }}
        />
        {file === null ? null : <strong>{file.name}</strong>}
        <DownloadLink href={`/api/v1/registers/${register.id}/template.xlsx`}>
          {`${t('registers.template')} xlsx`}
        </DownloadLink>
        <DownloadLink href={`/api/v1/registers/${register.id}/template.csv`}>
          {`${t('registers.template')} csv`}
        </DownloadLink>
      </div>
      <div aria-live="polite">
        {fault === null ? null : <ImportFault error={fault} register={register} />}
        {rehearsal.data === undefined ? null : (
          <Preview
            preview={rehearsal.data}
            isBusy={recording.isPending}
            onCommit={() => {
              if (file !== null) recording.mutate(file);
            }}
          />
        )}
      </div>
    </Section>
  );
}

function ImportFault({ error, register }: { readonly error: unknown; readonly register: RegisterView }) {
  if (error instanceof ApiProblem && error.errors.length > 0)
    return <FaultTable problem={error} columns={register.columns} />;
  return <ProblemAlert error={error} />;
}

interface PreviewProps {
  readonly preview: ChangeResponse;
  readonly isBusy: boolean;
  readonly onCommit: () => void;
}

function Preview({ preview, isBusy, onCommit }: PreviewProps) {
  const { t } = useTranslation();
  const say = useBilingual();
  const isChange = preview.added + preview.corrected > 0;
  return (
    <>
      <Alert
        type={isChange ? 'success' : 'info'}
        showIcon
        className="fj-problem"
        title={isChange ? t('registers.previewOk', preview) : t('registers.previewNothing')}
        action={
          isChange ? (
            <Button type="primary" loading={isBusy} onClick={onCommit}>
              {t('registers.commit')}
            </Button>
          ) : null
        }
      />
      {preview.notices.map(({ message: en, messageZh: zh }) => (
        <Alert key={en} type="warning" showIcon className="fj-problem" title={say({ zh, en })} />
      ))}
      {preview.changes.length === 0 ? null : (
        <DataTable<ChangeResponse['changes'][number]>
          rowKey={(change) => `${change.row}|${change.key}|${change.from}`}
          size="small"
          pagination={{
            pageSize: 20,
            showSizeChanger: false,
            showTotal: (count) => t('registers.changesShown', { count }),
          }}
          dataSource={[...preview.changes]}
          columns={[
            { title: t('registers.row'), dataIndex: 'row', align: 'right', width: 80 },
            {
              title: t('registers.action'),
              key: 'kind',
              render: (_, change) => (
                <Tag color={change.kind === 'add' ? 'green' : 'gold'}>{t(`registers.change.${change.kind}`)}</Tag>
              ),
            },
            { title: t('registers.key'), dataIndex: 'key' },
            { title: t('registers.from'), dataIndex: 'from' },
            { title: t('registers.to'), key: 'to', render: (_, change) => change.to ?? t('registers.open') },
          ]}
        />
      )}
    </>
  );
}
