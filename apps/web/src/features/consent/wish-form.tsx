/** Records an objection or a consent of a patient of the own institution. */
import type { WishRequest } from '@fujie/wire/contracts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { App, Button, Form, Input, Radio, Select } from 'antd';
import { useTranslation } from 'react-i18next';

import { recordWish } from '../../api/access.ts';
import { useOptionName } from '../../i18n/option-names.ts';
import { CodeSelect } from '../../ui/code-select.tsx';
import { Section } from '../../ui/page.tsx';
import { ProblemAlert } from '../../ui/problem-alert.tsx';

const CLASSES = ['hiv', 'sti', 'genetics', 'psychiatry', 'reproduction'] as const;
const SCOPES = ['all', 'institution', 'class'] as const;

/** Fields that were not touched are not sent. */
function requestOf(values: WishRequest): WishRequest {
  const given = Object.entries(values).filter(([, value]) => (value as unknown) !== undefined && value !== '');
  return Object.fromEntries(given) as WishRequest;
}

export function WishForm({ onLookUp }: { readonly onLookUp: (identifier: string) => void }) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const optionName = useOptionName();
  const queries = useQueryClient();
  const [form] = Form.useForm<WishRequest>();
  const scope = Form.useWatch('scope', form);
  const speaker = Form.useWatch('speaker', form);
  const number = Form.useWatch((values: Partial<WishRequest>) => (values.identifier ?? '').trim(), form);
  const recording = useMutation({
    mutationFn: async (values: WishRequest) => recordWish(requestOf(values)),
    onSuccess: async () => {
      form.resetFields();
      await queries.invalidateQueries({ queryKey: ['wishes'] });
      void message.success(t('consent.wishes.saved'));
    },
  });
  return (
    <Section title={t('consent.wishes.record')}>
      <Form<WishRequest>
        form={form}
        layout="vertical"
        className="fj-wish-form"
        initialValues={{ kind: 'objection', scope: 'all', speaker: 'self' }}
        onFinish={(values) => recording.mutate(values)}
      >
        {recording.error === null ? null : <ProblemAlert error={recording.error} />}
        <Form.Item
          name="identifier"
          label={t('consent.wishes.identifier')}
          extra={t('consent.wishes.identifierHint')}
          rules={[{ required: true }]}
        >
          <Input autoComplete="off" maxLength={64} />
        </Form.Item>
        <Form.Item name="kind" label={t('consent.wishes.kind')}>
          <Radio.Group
            options={[
              { value: 'objection', label: t('consent.wishes.objection') },
              { value: 'consent', label: t('consent.wishes.consent') },
            ]}
          />
        </Form.Item>
        <Form.Item name="scope" label={t('consent.wishes.scope')}>
          <Radio.Group options={SCOPES.map((value) => ({ value, label: t(`consent.wishes.scopes.${value}`) }))} />
        </Form.Item>
        {scope === 'institution' ? (
          <Form.Item name="institution" label={t('field.institution')} rules={[{ required: true }]}>
            <CodeSelect registers={['institution']} label={t('field.institution')} />
          </Form.Item>
        ) : null}
        {scope === 'class' ? (
          <Form.Item name="sensitiveClass" label={t('consent.wishes.sensitiveClass')} rules={[{ required: true }]}>
            <Select
              aria-label={t('consent.wishes.sensitiveClass')}
              options={CLASSES.map((value) => ({ value, label: optionName(value) }))}
            />
          </Form.Item>
        ) : null}
        <Form.Item name="speaker" label={t('consent.wishes.speaker')}>
          <Radio.Group
            options={[
              { value: 'self', label: t('consent.wishes.self') },
              { value: 'guardian', label: t('consent.wishes.guardian') },
            ]}
          />
        </Form.Item>
        {speaker === 'guardian' ? (
          <>
            <Form.Item name="guardianName" label={t('consent.wishes.guardianName')} rules={[{ required: true }]}>
              <Input maxLength={100} />
            </Form.Item>
            <Form.Item
              name="guardianRelation"
              label={t('consent.wishes.guardianRelation')}
              rules={[{ required: true }]}
            >
              <Input maxLength={100} />
            </Form.Item>
          </>
        ) : null}
        <Form.Item name="reference" label={t('consent.wishes.reference')} rules={[{ required: true }]}>
          <Input maxLength={200} />
        </Form.Item>
        <div className="fj-dialog-actions">
          <Button disabled={number === ''} onClick={() => onLookUp(number)}>
            {t('consent.wishes.find')}
          </Button>
          <Button type="primary" htmlType="submit" loading={recording.isPending}>
            {t('consent.wishes.record')}
          </Button>
        </div>
      </Form>
    </Section>
  );
}
