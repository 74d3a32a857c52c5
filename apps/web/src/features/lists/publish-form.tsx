/** 发布新清单: a list and its entries in one act, rehearsed before it is published (national-2022.art.15). */
import type { RegisterColumn } from '@fujie/wire/contracts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Alert, App, Button, Form, Input, Select } from 'antd';
import type { ReactNode } from 'react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { ApiProblem } from '../../api/problem.ts';
import { publishList } from '../../api/registers.ts';
import { useActor } from '../../app/require.tsx';
import { CodeSelect } from '../../ui/code-select.tsx';
import { DayPicker } from '../../ui/day-picker.tsx';
import { DownloadLink } from '../../ui/download-link.tsx';
import { FaultTable } from '../../ui/fault-table.tsx';
import { fieldFaults } from '../../ui/field-faults.ts';
import { FileButton } from '../../ui/file-button.tsx';
import { today } from '../../ui/format.ts';
import { useBilingual } from '../../ui/language.ts';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import type { PublishedList } from './lists.ts';

interface Fields {
  readonly code: string;
  readonly titleZh: string;
  readonly documentNumber?: string;
  readonly region: string;
  readonly supersedes?: readonly string[];
  readonly publisher?: string;
}

interface Publication {
  readonly fields: Fields;
  readonly file: File;
  readonly dryRun: boolean;
}

interface Props {
  /** Columns of the entries of a list. */
  readonly columns: readonly RegisterColumn[];
  readonly lists: readonly PublishedList[];
  readonly onPublished: () => void;
}

/** `list.region` is the field `region`; faults of rows belong to the sheet. */
function fieldOf(path: string): string | null {
  if (!path.startsWith('list.')) return null;
  return path === 'list.from' ? 'publishedOn' : path.slice('list.'.length);
}

export function PublishForm({ columns, lists, onPublished }: Props) {
  const { t } = useTranslation();
  const say = useBilingual();
  const { message } = App.useApp();
  const queries = useQueryClient();
  const actor = useActor();
  const [form] = Form.useForm<Fields>();
  const [publishedOn, setPublishedOn] = useState<string>(today);
  const [file, setFile] = useState<File | null>(null);
  const publish = ({ fields, file: sheet, dryRun }: Publication) =>
    publishList(sheet, { ...fields, supersedes: fields.supersedes?.join(';'), publishedOn, dryRun });
  const rehearsal = useMutation({ mutationFn: publish });
  const publication = useMutation({
    mutationFn: publish,
    onSuccess: async (_, { fields }) => {
      void message.success(t('lists.published', { code: fields.code }));
      await Promise.all(
        [['registers'], ['names'], ['public', 'lists']].map((queryKey) => queries.invalidateQueries({ queryKey })),
      );
      onPublished();
    },
  });
  const changed = () => {
    rehearsal.reset();
    publication.reset();
  };
  const submit = (fields: Fields, dryRun: boolean) => {
    if (file !== null) (dryRun ? rehearsal : publication).mutate({ fields, file, dryRun });
  };
  const error = publication.error ?? rehearsal.error;
  const faults = fieldFaults(error, fieldOf);
  const faultOf = (field: string): { validateStatus: 'error'; help: ReactNode } | object => {
    const fault = faults.of(field);
    return fault === null ? {} : { validateStatus: 'error', help: say(fault) };
  };
  const required = [{ required: true, message: t('lists.required') }];
  return (
    <Form<Fields>
      form={form}
      layout="vertical"
      initialValues={{ region: actor?.region ?? undefined }}
      onValuesChange={changed}
      onFinish={(fields) => submit(fields, true)}
    >
      <p className="fj-faint">{t('lists.publishHint')}</p>
      <div className="fj-form-grid">
        <Form.Item name="code" label={t('lists.code')} rules={required} {...faultOf('code')}>
          <Input />
        </Form.Item>
        <Form.Item name="documentNumber" label={t('lists.document')} {...faultOf('documentNumber')}>
          <Input />
        </Form.Item>
        <Form.Item
          name="titleZh"
          label={t('lists.name')}
          rules={required}
          className="fj-form-wide"
          {...faultOf('titleZh')}
        >
          <Input />
        </Form.Item>
        <Form.Item name="region" label={t('lists.region')} rules={required} {...faultOf('region')}>
          <CodeSelect registers={['region', 'agreement']} label={t('lists.region')} />
        </Form.Item>
        <Form.Item label={t('lists.publishedOn')} {...faultOf('publishedOn')}>
          <DayPicker
            label={t('lists.publishedOn')}
            value={publishedOn}
            onChange={(day) => {
              changed();
              setPublishedOn(day);
            }}
          />
        </Form.Item>
        <Form.Item name="supersedes" label={t('lists.supersedes')} className="fj-form-wide" {...faultOf('supersedes')}>
          <Select
            mode="multiple"
            aria-label={t('lists.supersedes')}
            options={lists
              .filter((list) => list.state === 'inForce')
              .map((list) => ({ value: list.code, label: `${list.code} ${list.titleZh}` }))}
          />
        </Form.Item>
        <Form.Item name="publisher" label={t('registers.publisher')} className="fj-form-wide" {...faultOf('publisher')}>
          <Input />
        </Form.Item>
      </div>
      <div className="fj-toolbar">
        <FileButton
          label={t('lists.entriesFile')}
          accept=".xlsx,.csv"
          onFile={(chosen) => {
            changed();
            setFile(chosen);
          }}
        />
        {file === null ? <span className="fj-faint">{t('lists.noFile')}</span> : <strong>{file.name}</strong>}
        <DownloadLink href="/api/v1/registers/recognition-list-entry/template.xlsx">
          {`${t('registers.template')} xlsx`}
        </DownloadLink>
      </div>
      <div aria-live="polite">
        {error === null ? null : error instanceof ApiProblem && error.errors.length > 0 ? (
          <FaultTable problem={error} spots={faults.rest} columns={columns} />
        ) : (
          <ProblemAlert error={error} />
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
      </div>
      <div className="fj-toolbar">
        <Button htmlType="submit" loading={rehearsal.isPending} disabled={file === null}>
          {t('lists.preview')}
        </Button>
        <Button
          type="primary"
          disabled={rehearsal.data === undefined}
          loading={publication.isPending}
          onClick={() => void form.validateFields().then((fields) => submit(fields, false))}
        >
          {t('lists.publishNow')}
        </Button>
      </div>
    </Form>
  );
}
