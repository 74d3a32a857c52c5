/** 患者事务: requests for correction answered, links handed out, guardians recorded, by the office of an institution. */
import type {
  CorrectionAnswer,
  CorrectionView,
  GuardianRequest,
  GuardianView,
  PatientLink,
} from '@fujie/wire/contracts';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert, App, Button, Form, Input, Radio, Tag, Typography } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import {
  answerCorrection,
  correctionsQuery,
  endGuardian,
  guardiansQuery,
  issueLink,
  recordGuardian,
  revokeLink,
} from '../../api/patients.ts';
import { Require } from '../../app/require.tsx';
import { ActDialog, ActForm } from '../../ui/act-dialog.tsx';
import { timeColumn } from '../../ui/columns.tsx';
import { showTime } from '../../ui/format.ts';
import { useNamed } from '../../ui/language.ts';
import { Loaded } from '../../ui/loaded.tsx';
import { Page, Section } from '../../ui/page.tsx';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { RecordTable } from '../../ui/record-table.tsx';

export function AffairsPage() {
  const { t } = useTranslation();
  return (
    <Require can="correction:answer">
      <Page title={t('affairs.title')} subtitle={t('affairs.subtitle')}>
        <Corrections />
        <Links />
        <Guardians />
      </Page>
    </Require>
  );
}

function Corrections() {
  const { t } = useTranslation();
  const named = useNamed();
  const found = useQuery(correctionsQuery);
  const [chosen, setChosen] = useState<CorrectionView | null>(null);
  const recordOf = ({ result }: CorrectionView): string =>
    result === null ? t('own.corrections.other') : result.item === null ? (result.name ?? '') : named(result.item);
  return (
    <Section title={t('affairs.corrections.title')}>
      <Loaded query={found}>
        {({ corrections }) => (
          <RecordTable<CorrectionView>
            rows={corrections}
            rowKey="id"
            empty={t('affairs.corrections.none')}
            columns={[
              { title: t('affairs.corrections.patient'), dataIndex: 'nameMasked' },
              { title: t('affairs.corrections.record'), key: 'record', render: (_, row) => recordOf(row) },
              { title: t('affairs.corrections.wrong'), dataIndex: 'wrong' },
              { title: t('affairs.corrections.wanted'), dataIndex: 'wanted' },
              timeColumn(t('affairs.corrections.askedAt'), (row) => row.askedAt),
              {
                title: t('affairs.corrections.due'),
                key: 'due',
                render: (_, row) => (
                  <span className="fj-nowrap">
                    {row.dueOn} {row.overdue ? <Tag color="red">{t('affairs.corrections.late')}</Tag> : null}
                  </span>
                ),
              },
              {
                title: t('affairs.corrections.state'),
                key: 'state',
                render: (_, row) =>
                  row.state === 'received' ? (
                    <Button size="small" type="primary" onClick={() => setChosen(row)}>
                      {t('affairs.corrections.answer')}
                    </Button>
                  ) : (
                    <span title={row.reason ?? ''}>
                      <Tag color={row.state === 'refused' ? 'red' : 'green'}>
                        {t(`own.corrections.states.${row.state}`)}
                      </Tag>{' '}
                      <span className="fj-faint">{row.answeredBy}</span>
                    </span>
                  ),
              },
            ]}
          />
        )}
      </Loaded>
      <ActDialog of={chosen} title={t('affairs.corrections.answerTitle')} onClose={() => setChosen(null)}>
        {(correction) => <AnswerForm correction={correction} onDone={() => setChosen(null)} />}
      </ActDialog>
    </Section>
  );
}

const VERDICTS = ['accepted', 'refused'] as const;

function AnswerForm({ correction, onDone }: { readonly correction: CorrectionView; readonly onDone: () => void }) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const queries = useQueryClient();
  const [verdict, setVerdict] = useState<CorrectionAnswer['verdict'] | null>(null);
  const [reason, setReason] = useState('');
  const answering = useMutation({
    mutationFn: async (chosen: CorrectionAnswer['verdict']) =>
      answerCorrection(correction.id, { verdict: chosen, reason: reason.trim() }),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: correctionsQuery.queryKey });
      void message.success(t('affairs.corrections.done'));
      onDone();
    },
  });
  return (
    <ActForm
      act={answering}
      label={t('act.submit')}
      isReady={verdict !== null && reason.trim() !== ''}
      onSubmit={() => {
        if (verdict !== null) answering.mutate(verdict);
      }}
      onCancel={onDone}
    >
      <p>
        {correction.nameMasked} · {correction.wrong} → {correction.wanted}
      </p>
      <Radio.Group
        aria-label={t('affairs.corrections.state')}
        value={verdict}
        onChange={(event) => setVerdict(VERDICTS.find((known) => known === event.target.value) ?? null)}
        options={VERDICTS.map((known) => ({ value: known, label: t(`affairs.corrections.${known}`) }))}
      />
      <label htmlFor="fj-answer-reason">{t('affairs.corrections.reason')}</label>
      <Input.TextArea
        id="fj-answer-reason"
        rows={3}
        maxLength={1000}
        value={reason}
        onChange={(event) => setReason(event.target.value)}
      />
    </ActForm>
  );
}

function Links() {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const [link, setLink] = useState<PatientLink | null>(null);
  const issuing = useMutation({ mutationFn: issueLink, onSuccess: setLink });
  const revoking = useMutation({
    mutationFn: revokeLink,
    onSuccess: () => {
      setLink(null);
      void message.success(t('affairs.link.revoked'));
    },
  });
  const error = issuing.error ?? revoking.error;
  return (
    <Section title={t('affairs.link.title')}>
      <p className="fj-faint">{t('affairs.link.note')}</p>
      {error === null ? null : <ProblemAlert error={error} />}
      <Form<{ identifier: string }> layout="inline" onFinish={({ identifier }) => issuing.mutate(identifier.trim())}>
        <Form.Item name="identifier" label={t('affairs.link.identifier')} rules={[{ required: true }]}>
          <Input autoComplete="off" maxLength={64} />
        </Form.Item>
        <Button type="primary" htmlType="submit" loading={issuing.isPending}>
          {t('affairs.link.issue')}
        </Button>
      </Form>
      {link === null ? null : (
        <Alert
          type="success"
          className="fj-affairs-link"
          title={t('affairs.link.issued', { name: link.nameMasked, time: showTime(link.expiresAt) ?? '' })}
          description={<Typography.Text copyable>{link.url}</Typography.Text>}
          action={
            <Button size="small" loading={revoking.isPending} onClick={() => revoking.mutate(link.id)}>
              {t('affairs.link.revoke')}
            </Button>
          }
        />
      )}
    </Section>
  );
}

const GUARDIAN_FIELDS = [
  ['identifier', 'childIdentifier', 64],
  ['guardianIdentifier', 'guardianIdentifier', 64],
  ['guardianName', 'guardianName', 100],
  ['relation', 'relation', 100],
  ['reference', 'reference', 200],
] as const;

function Guardians() {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const queries = useQueryClient();
  const [form] = Form.useForm<GuardianRequest>();
  const found = useQuery(guardiansQuery);
  const [ending, setEnding] = useState<GuardianView | null>(null);
  const recording = useMutation({
    mutationFn: recordGuardian,
    onSuccess: async () => {
      form.resetFields();
      await queries.invalidateQueries({ queryKey: guardiansQuery.queryKey });
      void message.success(t('affairs.guardians.saved'));
    },
  });
  return (
    <Section title={t('affairs.guardians.title')}>
      <p className="fj-faint">{t('affairs.guardians.note')}</p>
      <Form<GuardianRequest>
        form={form}
        layout="vertical"
        className="fj-wish-form"
        onFinish={(values) => recording.mutate(values)}
      >
        {recording.error === null ? null : <ProblemAlert error={recording.error} />}
        {GUARDIAN_FIELDS.map(([name, label, maxLength]) => (
          <Form.Item key={name} name={name} label={t(`affairs.guardians.${label}`)} rules={[{ required: true }]}>
            <Input autoComplete="off" maxLength={maxLength} />
          </Form.Item>
        ))}
        <Button type="primary" htmlType="submit" loading={recording.isPending}>
          {t('affairs.guardians.record')}
        </Button>
      </Form>
      <Loaded query={found}>
        {({ guardians }) => (
          <RecordTable<GuardianView>
            rows={guardians}
            rowKey="id"
            empty={t('affairs.guardians.none')}
            columns={[
              { title: t('affairs.guardians.child'), dataIndex: 'nameMasked' },
              { title: t('affairs.guardians.guardian'), dataIndex: 'guardianMasked' },
              { title: t('affairs.guardians.relation'), dataIndex: 'relation' },
              { title: t('affairs.guardians.reference'), dataIndex: 'reference' },
              { title: t('affairs.guardians.from'), dataIndex: 'from' },
              { title: t('affairs.guardians.to'), key: 'to', render: (_, row) => row.to ?? '—' },
              {
                title: t('field.operation'),
                key: 'act',
                render: (_, row) =>
                  row.to === null ? (
                    <Button size="small" onClick={() => setEnding(row)}>
                      {t('affairs.guardians.end')}
                    </Button>
                  ) : null,
              },
            ]}
          />
        )}
      </Loaded>
      <ActDialog of={ending} title={t('affairs.guardians.endTitle')} onClose={() => setEnding(null)}>
        {(guardianship) => <EndForm guardianship={guardianship} onDone={() => setEnding(null)} />}
      </ActDialog>
    </Section>
  );
}

function EndForm({ guardianship, onDone }: { readonly guardianship: GuardianView; readonly onDone: () => void }) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const queries = useQueryClient();
  const [reference, setReference] = useState('');
  const ending = useMutation({
    mutationFn: async () => endGuardian(guardianship.id, reference.trim()),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: guardiansQuery.queryKey });
      void message.success(t('affairs.guardians.ended'));
      onDone();
    },
  });
  return (
    <ActForm
      act={ending}
      label={t('affairs.guardians.end')}
      isReady={reference.trim() !== ''}
      onSubmit={() => ending.mutate()}
      onCancel={onDone}
    >
      <label htmlFor="fj-guardian-end">{t('affairs.guardians.reference')}</label>
      <Input
        id="fj-guardian-end"
        maxLength={200}
        value={reference}
        onChange={(event) => setReference(event.target.value)}
      />
    </ActForm>
  );
}
