/** 重点保护人员: the list of well-known persons that the security administrator keeps. */
import type { WatchedPersonRequest, WatchedPersonView } from '@fujie/wire/contracts';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { App, Button, Form, Input, Tag } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { unwatchPerson, watchedQuery, watchPerson } from '../../api/watch.ts';
import { Require } from '../../app/require.tsx';
import { ActDialog, ActForm } from '../../ui/act-dialog.tsx';
import { showTime } from '../../ui/format.ts';
import { Loaded } from '../../ui/loaded.tsx';
import { Page, Section } from '../../ui/page.tsx';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { RecordTable } from '../../ui/record-table.tsx';

export function WatchedPage() {
  const { t } = useTranslation();
  const found = useQuery(watchedQuery);
  const [lifting, setLifting] = useState<WatchedPersonView | null>(null);
  return (
    <Require can="watch:persons">
      <Page title={t('watch.watched.title')} subtitle={t('watch.watched.subtitle')}>
        <AddForm />
        <Section title={t('watch.watched.list')}>
          <Loaded query={found}>{({ persons }) => <Persons persons={persons} onLift={setLifting} />}</Loaded>
        </Section>
        <ActDialog of={lifting} title={t('watch.watched.liftTitle')} onClose={() => setLifting(null)}>
          {(person) => <LiftForm person={person} onDone={() => setLifting(null)} />}
        </ActDialog>
      </Page>
    </Require>
  );
}

function AddForm() {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const queries = useQueryClient();
  const [form] = Form.useForm<WatchedPersonRequest>();
  const adding = useMutation({
    mutationFn: watchPerson,
    onSuccess: async () => {
      form.resetFields();
      await queries.invalidateQueries({ queryKey: watchedQuery.queryKey });
      void message.success(t('watch.watched.added'));
    },
  });
  return (
    <Section title={t('watch.watched.add')}>
      <Form<WatchedPersonRequest>
        form={form}
        layout="vertical"
        className="fj-wish-form"
        onFinish={(values) => adding.mutate(values)}
      >
        {adding.error === null ? null : <ProblemAlert error={adding.error} />}
        <Form.Item
          name="identifier"
          label={t('watch.watched.identifier')}
          extra={t('watch.watched.identifierHint')}
          rules={[{ required: true }]}
        >
          <Input autoComplete="off" maxLength={64} />
        </Form.Item>
        <Form.Item name="reason" label={t('watch.watched.reason')} rules={[{ required: true }]}>
          <Input maxLength={500} />
        </Form.Item>
        <div className="fj-dialog-actions">
          <Button type="primary" htmlType="submit" loading={adding.isPending}>
            {t('watch.watched.add')}
          </Button>
        </div>
      </Form>
    </Section>
  );
}

interface PersonsProps {
  readonly persons: readonly WatchedPersonView[];
  readonly onLift: (person: WatchedPersonView) => void;
}

function Persons({ persons, onLift }: PersonsProps) {
  const { t } = useTranslation();
  return (
    <RecordTable<WatchedPersonView>
      rowKey="id"
      rows={persons}
      empty={t('watch.watched.none')}
      columns={[
        { title: t('watch.watched.person'), dataIndex: 'nameMasked' },
        { title: t('watch.watched.reason'), dataIndex: 'reason' },
        { title: t('field.from'), dataIndex: 'from' },
        { title: t('field.to'), key: 'to', render: (_, row) => row.to ?? '—' },
        {
          title: t('field.status'),
          key: 'standing',
          render: (_, row) => (
            <Tag color={row.standing ? 'green' : 'default'}>
              {t(row.standing ? 'watch.watched.standing' : 'watch.watched.ended')}
            </Tag>
          ),
        },
        {
          title: t('watch.watched.recorded'),
          key: 'recorded',
          render: (_, row) => (
            <span className="fj-faint">
              {row.recordedBy} {showTime(row.recordedAt)}
            </span>
          ),
        },
        {
          title: t('field.operation'),
          key: 'lift',
          render: (_, row) =>
            row.to === null ? (
              <Button size="small" onClick={() => onLift(row)}>
                {t('watch.watched.lift')}
              </Button>
            ) : null,
        },
      ]}
    />
  );
}

function LiftForm({ person, onDone }: { readonly person: WatchedPersonView; readonly onDone: () => void }) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const queries = useQueryClient();
  const [reason, setReason] = useState('');
  const lifting = useMutation({
    mutationFn: async () => unwatchPerson(person.id, reason.trim()),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: watchedQuery.queryKey });
      void message.success(t('watch.watched.lifted'));
      onDone();
    },
  });
  return (
    <ActForm
      act={lifting}
      label={t('watch.watched.lift')}
      isReady={reason.trim() !== ''}
      onSubmit={() => lifting.mutate()}
      onCancel={onDone}
    >
      <p>{person.nameMasked}</p>
      <label htmlFor="fj-unwatch-reason">{t('watch.watched.reason')}</label>
      <Input
        id="fj-unwatch-reason"
        maxLength={500}
        value={reason}
        onChange={(event) => setReason(event.target.value)}
      />
    </ActForm>
  );
}
