/** 更正申请: what the person says is wrong in a record, and what the institution that issued it answered. */
import type { CorrectionRequest, OwnCorrectionView, OwnRecordsResponse } from '@fujie/wire/contracts';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { App, Button, Form, Input, Select, Tag } from 'antd';
import { useTranslation } from 'react-i18next';

import { askCorrection, ownCorrectionsQuery, ownRecordsQuery } from '../../api/patients.ts';
import { showDay, showTime } from '../../ui/format.ts';
import { useNamed } from '../../ui/language.ts';
import { EmptyNote, Loaded } from '../../ui/loaded.tsx';
import { Section } from '../../ui/page.tsx';
import { ProblemAlert } from '../../ui/problem-alert.tsx';

const COLOURS = { received: 'blue', accepted: 'green', corrected: 'green', refused: 'red' } as const;
const OTHER = '';

export function Corrections() {
  const { t } = useTranslation();
  const corrections = useQuery(ownCorrectionsQuery);
  const records = useQuery(ownRecordsQuery);
  return (
    <>
      <Section title={t('own.corrections.title')}>
        <p className="fj-own-note">{t('own.corrections.note')}</p>
        <Loaded query={corrections}>
          {({ corrections: known }) =>
            known.length === 0 ? (
              <EmptyNote>{t('own.corrections.none')}</EmptyNote>
            ) : (
              <ul className="fj-own-list">
                {known.map((each) => (
                  <Correction key={each.id} correction={each} />
                ))}
              </ul>
            )
          }
        </Loaded>
      </Section>
      <Section title={t('own.corrections.add')}>
        <Loaded query={records}>{(data) => <CorrectionForm records={data} />}</Loaded>
      </Section>
    </>
  );
}

function Correction({ correction }: { readonly correction: OwnCorrectionView }) {
  const { t } = useTranslation();
  const named = useNamed();
  const { institution, result, wrong, wanted, guardian, askedAt, dueOn, state, reason } = correction;
  const record = result === null ? t('own.corrections.other') : result.item === null ? result.name : named(result.item);
  return (
    <li>
      <div className="fj-own-line">
        <strong>
          {named(institution)} · {record}
        </strong>
        <Tag color={COLOURS[state]}>{t(`own.corrections.states.${state}`)}</Tag>
      </div>
      <div>
        <span className="fj-label">{t('own.corrections.wrong')}</span>
        {wrong}
      </div>
      <div>
        <span className="fj-label">{t('own.corrections.wanted')}</span>
        {wanted}
      </div>
      {reason === null ? null : (
        <div>
          <span className="fj-label">{t('own.corrections.answer')}</span>
          {reason}
        </div>
      )}
      <div className="fj-faint">
        {[
          showTime(askedAt) ?? '',
          ...(state === 'received' ? [t('own.corrections.due', { day: dueOn })] : []),
          ...(guardian === null ? [] : [t('own.corrections.guardian', { name: guardian })]),
        ].join(' · ')}
      </div>
    </li>
  );
}

function CorrectionForm({ records }: { readonly records: OwnRecordsResponse }) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const named = useNamed();
  const queries = useQueryClient();
  const [form] = Form.useForm<CorrectionRequest>();
  const institution = Form.useWatch('institution', form);
  const asking = useMutation({
    mutationFn: async ({ result, ...asked }: CorrectionRequest) =>
      askCorrection(result === undefined || result === OTHER ? asked : { ...asked, result }),
    onSuccess: async () => {
      form.resetFields();
      await queries.invalidateQueries({ queryKey: ['own'] });
      void message.success(t('own.corrections.saved'));
    },
  });
  const required = [{ required: true, whitespace: true, message: t('own.verify.required') }];
  return (
    <Form<CorrectionRequest>
      form={form}
      layout="vertical"
      requiredMark={false}
      initialValues={{ result: OTHER }}
      onFinish={(values) => asking.mutate(values)}
    >
      {asking.error === null ? null : <ProblemAlert error={asking.error} />}
      <Form.Item name="institution" label={t('own.corrections.institution')} rules={required}>
        <Select
          size="large"
          onChange={() => form.setFieldValue('result', OTHER)}
          options={records.institutions.map((each) => ({ value: each.code, label: named(each) }))}
        />
      </Form.Item>
      <Form.Item name="result" label={t('own.corrections.record')}>
        <Select
          size="large"
          showSearch={{ optionFilterProp: 'label' }}
          options={[
            { value: OTHER, label: t('own.corrections.other') },
            ...records.results
              .filter((each) => each.institution.code === institution)
              .map((each) => ({
                value: each.id,
                label: `${each.item === null ? (each.name ?? '') : named(each.item)} ${showDay(each.reportedAt) ?? ''}`,
              })),
          ]}
        />
      </Form.Item>
      <Form.Item name="wrong" label={t('own.corrections.wrong')} rules={required}>
        <Input.TextArea rows={2} maxLength={1000} />
      </Form.Item>
      <Form.Item name="wanted" label={t('own.corrections.wanted')} rules={required}>
        <Input.TextArea rows={2} maxLength={1000} />
      </Form.Item>
      <Button type="primary" htmlType="submit" size="large" block loading={asking.isPending}>
        {t('own.corrections.submit')}
      </Button>
    </Form>
  );
}
