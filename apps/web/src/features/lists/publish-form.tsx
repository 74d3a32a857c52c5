/** 发布新清单: a list and its entries in one act, rehearsed before it is published (national-2022.art.15). */
import type { PublicationRequest, RegisterColumn } from '@fujie/wire/contracts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Alert, App, Button, Form, Input, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { ApiProblem } from '../../api/problem.ts';
import { publishList } from '../../api/registers.ts';
import { DayPicker } from '../../ui/day-picker.tsx';
import { FileButton } from '../../ui/file-button.tsx';
import { today } from '../../ui/format.ts';
import { useBilingual } from '../../ui/language.ts';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { FaultTable } from '../../ui/fault-table.tsx';
import type { ListEntry } from './entries-file.ts';
import { readEntries } from './entries-file.ts';
import type { PublishedList } from './lists.ts';

interface Fields {
  readonly code: string;
  readonly titleZh: string;
  readonly documentNumber?: string;
  readonly region: string;
  readonly supersedes?: readonly string[];
  readonly publisher?: string;
}

interface Props {
  /** Columns of a list and of its entries. */
  readonly columns: readonly RegisterColumn[];
  readonly lists: readonly PublishedList[];
  readonly onPublished: () => void;
}

export function PublishForm({ columns, lists, onPublished }: Props) {
  const { t } = useTranslation();
  const say = useBilingual();
  const { message } = App.useApp();
  const queries = useQueryClient();
  const [form] = Form.useForm<Fields>();
  const [publishedOn, setPublishedOn] = useState<string>(today);
  const [entries, setEntries] = useState<readonly ListEntry[] | null>(null);
  const [isUnreadable, setUnreadable] = useState(false);
  const rehearsal = useMutation({ mutationFn: publishList });
  const publication = useMutation({
    mutationFn: publishList,
    onSuccess: async (_, request) => {
      void message.success(t('lists.published', { code: request.list.code }));
      await Promise.all(
        [['registers'], ['public', 'lists']].map((queryKey) => queries.invalidateQueries({ queryKey })),
      );
      onPublished();
    },
  });
  const requestOf = (fields: Fields, dryRun: boolean): PublicationRequest => ({
    list: {
      code: fields.code,
      titleZh: fields.titleZh,
      documentNumber: fields.documentNumber ?? null,
      publishedOn,
      supersedes: fields.supersedes === undefined || fields.supersedes.length === 0 ? null : [...fields.supersedes],
      region: fields.region,
    },
    entries: [...(entries ?? [])],
    publisher: fields.publisher ?? null,
    dryRun,
  });
  const read = async (file: File) => {
    rehearsal.reset();
    const found = readEntries(await file.text());
    setEntries(found);
    setUnreadable(found === null || found.length === 0);
  };
  const required = [{ required: true, message: t('lists.required') }];
  const fault = publication.error ?? rehearsal.error;
  return (
    <Form<Fields>
      form={form}
      layout="vertical"
      onValuesChange={() => rehearsal.reset()}
      onFinish={(fields) => {
        rehearsal.mutate(requestOf(fields, true));
      }}
    >
      <p className="fj-faint">{t('lists.publishHint')}</p>
      <Form.Item name="code" label={t('lists.code')} rules={required}>
        <Input />
      </Form.Item>
      <Form.Item name="titleZh" label={t('lists.name')} rules={required}>
        <Input />
      </Form.Item>
      <Form.Item name="documentNumber" label={t('lists.document')}>
        <Input />
      </Form.Item>
      <Form.Item name="region" label={t('lists.region')} rules={required}>
        <Input />
      </Form.Item>
      <Form.Item label={t('lists.publishedOn')}>
        <DayPicker
          label={t('lists.publishedOn')}
          value={publishedOn}
          onChange={(day) => {
            rehearsal.reset();
            setPublishedOn(day);
          }}
        />
      </Form.Item>
      <Form.Item name="supersedes" label={t('lists.supersedes')}>
        <Select
          mode="multiple"
          options={lists
            .filter((list) => list.state === 'inForce')
            .map((list) => ({ value: list.code, label: `${list.code} ${list.titleZh}` }))}
        />
      </Form.Item>
      <Form.Item name="publisher" label={t('registers.publisher')}>
        <Input />
      </Form.Item>
      <div className="fj-toolbar">
        <FileButton label={t('lists.entriesFile')} accept=".csv" onFile={(file) => void read(file)} />
        {entries === null ? null : <span>{t('lists.fileRead', { count: entries.length })}</span>}
      </div>
      {isUnreadable ? <Alert type="error" showIcon title={t('lists.fileEmpty')} className="fj-problem" /> : null}
      {fault === null ? null : fault instanceof ApiProblem && fault.errors.length > 0 ? (
        <FaultTable problem={fault} columns={columns} />
      ) : (
        <ProblemAlert error={fault} />
      )}
      {rehearsal.data === undefined ? null : (
        <Alert
          type="success"
          showIcon
          className="fj-problem"
          title={t('lists.previewOk', {
            lists: rehearsal.data.list.added + rehearsal.data.list.corrected,
            added: rehearsal.data.entries.added,
            corrected: rehearsal.data.entries.corrected,
          })}
        />
      )}
      {(rehearsal.data?.entries.notices ?? []).map(({ message: en, messageZh: zh }) => (
        <Alert key={en} type="warning" showIcon className="fj-problem" title={say({ zh, en })} />
      ))}
      <div className="fj-toolbar">
        <Button htmlType="submit" loading={rehearsal.isPending} disabled={entries === null || entries.length === 0}>
          {t('lists.preview')}
        </Button>
        <Button
          type="primary"
          disabled={rehearsal.data === undefined}
          loading={publication.isPending}
          onClick={() => void form.validateFields().then((fields) => publication.mutate(requestOf(fields, false)))}
        >
          {t('lists.publishNow')}
        </Button>
      </div>
    </Form>
  );
}
