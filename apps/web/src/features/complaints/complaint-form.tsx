/** What a complaint consists of; the same for who writes it and for the authority that enters it for somebody. */
import type { ComplaintFormResponse, ComplaintReceived, ComplaintRequest } from '@fujie/wire/contracts';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Form, Input, Radio, Select, Typography } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { COMPLAINTS_KEY } from '../../api/complaints.ts';
import { newKey } from '../../api/new-key.ts';
import { publicInstitutionsQuery } from '../../api/marks.ts';
import { showTime } from '../../ui/format.ts';
import { useBilingual, useNamed } from '../../ui/language.ts';
import { ProblemAlert } from '../../ui/problem-alert.tsx';

type Channel = 'telephone' | 'letter';
type Values = ComplaintRequest & { readonly channel: Channel };

interface Props {
  readonly form: ComplaintFormResponse;
  /** Entered by the authority: by telephone or letter. */
  readonly isEntry?: boolean;
  readonly onSend: (values: Values) => Promise<ComplaintReceived>;
}

export function ComplaintForm({ form, isEntry = false, onSend }: Props) {
  const { t } = useTranslation();
  const say = useBilingual();
  const queries = useQueryClient();
  const [fields] = Form.useForm<Values>();
  // What is written otherwise is another complaint.
  const [key, setKey] = useState(newKey);
  const sending = useMutation({
    mutationFn: onSend,
    onSuccess: async () => {
      fields.resetFields();
      setKey(newKey());
      await queries.invalidateQueries({ queryKey: COMPLAINTS_KEY });
    },
  });
  if (sending.data !== undefined) return <Received received={sending.data} onAgain={() => sending.reset()} />;
  return (
    <Form<Values>
      form={fields}
      name="complaint"
      layout="vertical"
      className="fj-wish-form"
      onValuesChange={() => setKey(newKey())}
      onFinish={(values) => sending.mutate({ ...values, key })}
    >
      {sending.error === null ? null : <ProblemAlert error={sending.error} />}
      {isEntry ? (
        <Form.Item name="channel" label={t('complaints.channel')} initialValue="telephone">
          <Radio.Group
            options={(['telephone', 'letter'] as const).map((value) => ({
              value,
              label: t(`complaints.channels.${value}`),
            }))}
          />
        </Form.Item>
      ) : null}
      <Form.Item name="institution" label={t('complaints.institution')} rules={[{ required: true }]}>
        <InstitutionSelect />
      </Form.Item>
      <Form.Item name="category" label={t('complaints.category')} rules={[{ required: true }]}>
        <Select
          placeholder={t('complaints.categoryHint')}
          options={form.categories.map(({ code, title }) => ({ value: code, label: say(title) }))}
        />
      </Form.Item>
      <Form.Item name="content" label={t('complaints.content')} rules={[{ required: true, whitespace: true }]}>
        <Input.TextArea rows={6} maxLength={4000} showCount />
      </Form.Item>
      <Form.Item name="name" label={t('complaints.name')} extra={t('complaints.nameHint')}>
        <Input maxLength={60} autoComplete="off" />
      </Form.Item>
      <Form.Item name="contact" label={t('complaints.contact')}>
        <Input maxLength={120} autoComplete="off" />
      </Form.Item>
      <div className="fj-dialog-actions">
        <Button type="primary" htmlType="submit" loading={sending.isPending}>
          {t(isEntry ? 'complaints.enter' : 'complaints.send')}
        </Button>
      </div>
    </Form>
  );
}

/** Searched by name, because nobody who complains knows a code. */
function InstitutionSelect({
  id,
  value,
  onChange,
}: {
  readonly id?: string;
  readonly value?: string;
  readonly onChange?: (code: string) => void;
}) {
  const { t } = useTranslation();
  const named = useNamed();
  const [q, setQ] = useState('');
  const found = useQuery(publicInstitutionsQuery(q, 1));
  return (
    <Select<string>
      {...(id === undefined ? {} : { id })}
      {...(value === undefined ? {} : { value })}
      showSearch={{ onSearch: setQ, filterOption: false }}
      loading={found.isFetching}
      placeholder={t('complaints.institutionHint')}
      onChange={(code) => onChange?.(code)}
      options={(found.data?.institutions ?? []).map((one) => ({ value: one.code, label: named(one) }))}
    />
  );
}

/** The link to the answer, with the code in its fragment, which no server sees and no log holds. */
function followLink(code: string): string {
  return `${window.location.origin}/public/complaint#${code}`;
}

function Received({ received, onAgain }: { readonly received: ComplaintReceived; readonly onAgain: () => void }) {
  const { t } = useTranslation();
  return (
    <Alert
      type="success"
      showIcon
      title={t('complaints.received')}
      description={
        <>
          <p>{t('complaints.keepCode')}</p>
          <Typography.Text className="fj-complaint-code" copyable strong>
            {received.code}
          </Typography.Text>
          <p className="fj-complaint-link">
            {t('complaints.keepLink')}
            <Typography.Text copyable>{followLink(received.code)}</Typography.Text>
          </p>
          {received.answerBy === null ? null : <p>{t('complaints.answerBy', { at: showTime(received.answerBy) })}</p>}
          <Button onClick={onAgain}>{t('complaints.another')}</Button>
        </>
      }
    />
  );
}
