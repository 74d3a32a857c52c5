/** What a plan 检查计划 consists of: whom, about what, how many of each stratum, by teams of how many. */
import type { InspectionPlanRequest, InspectionPlansResponse } from '@fujie/wire/contracts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, Checkbox, Form, Input, InputNumber, Radio } from 'antd';
import { useTranslation } from 'react-i18next';

import { INSPECTIONS_KEY, orderInspection } from '../../api/inspections.ts';
import { useBilingual } from '../../ui/language.ts';
import { ProblemAlert } from '../../ui/problem-alert.tsx';

type Values = Omit<InspectionPlanRequest, 'quota'> & {
  readonly quotaKind: InspectionPlanRequest['quota']['kind'];
  readonly quotaValue: number;
};

const STRATA = ['none', 'level', 'kind', 'county'] as const;
const SPECIALTIES = [
  ...(['laboratory', 'records', 'imaging', 'pathology', 'nuclear-medicine', 'transfusion'] as const),
  'occupational-disease',
] as const;
const START: Partial<Values> = {
  subject: 'laboratory',
  unannounced: true,
  mutual: false,
  levels: [],
  strataBy: 'level',
  quotaKind: 'number',
  quotaValue: 1,
  teamSize: 2,
  specialties: [],
};

interface Props extends Pick<InspectionPlansResponse, 'subjects'> {
  readonly onDone: () => void;
}

export function PlanForm({ subjects, onDone }: Props) {
  const { t } = useTranslation();
  const say = useBilingual();
  const queries = useQueryClient();
  const ordering = useMutation({
    mutationFn: async ({ quotaKind, quotaValue, ...rest }: Values) =>
      orderInspection({ ...rest, quota: { kind: quotaKind, value: quotaValue } }),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: INSPECTIONS_KEY });
      onDone();
    },
  });
  return (
    <Form<Values>
      name="plan"
      layout="vertical"
      className="fj-inspection-form"
      initialValues={START}
      onFinish={(values) => ordering.mutate(values)}
    >
      {ordering.error === null ? null : <ProblemAlert error={ordering.error} />}
      <Form.Item name="title" label={t('inspections.name')} rules={[{ required: true, whitespace: true }]}>
        <Input maxLength={120} autoComplete="off" />
      </Form.Item>
      <Form.Item name="subject" label={t('inspections.subject')}>
        <Radio.Group options={subjects.map(({ id, name }) => ({ value: id, label: say(name) }))} />
      </Form.Item>
      <Form.Item name="unannounced" valuePropName="checked">
        <Checkbox>{t('inspections.unannounced')}</Checkbox>
      </Form.Item>
      <Form.Item name="mutual" valuePropName="checked">
        <Checkbox>{t('inspections.mutual')}</Checkbox>
      </Form.Item>
      <Form.Item name="levels" label={t('inspections.levels')}>
        <Checkbox.Group
          options={[3, 2, 1].map((level) => ({ value: level, label: t('inspections.level', { level }) }))}
        />
      </Form.Item>
      <Form.Item name="strataBy" label={t('inspections.strataBy')}>
        <Radio.Group options={STRATA.map((value) => ({ value, label: t(`inspections.strata.${value}`) }))} />
      </Form.Item>
      <Form.Item name="quotaValue" label={t('inspections.quota')} rules={[{ required: true }]}>
        <InputNumber min={1} max={100} precision={0} />
      </Form.Item>
      <Form.Item name="quotaKind">
        <Radio.Group
          aria-label={t('inspections.quota')}
          options={[
            { value: 'number', label: t('inspections.quotaNumber') },
            { value: 'percent', label: t('inspections.quotaPercent') },
          ]}
        />
      </Form.Item>
      <Form.Item name="teamSize" label={t('inspections.teamSize')} rules={[{ required: true }]}>
        <InputNumber min={2} max={6} precision={0} />
      </Form.Item>
      <Form.Item name="specialties" label={t('inspections.specialties')}>
        <Checkbox.Group
          options={SPECIALTIES.map((value) => ({ value, label: t(`inspections.specialtyNames.${value}`) }))}
        />
      </Form.Item>
      <Form.Item name="from" label={t('inspections.from')} rules={[{ required: true }]}>
        <Input type="date" />
      </Form.Item>
      <Form.Item name="to" label={t('inspections.to')} rules={[{ required: true }]}>
        <Input type="date" />
      </Form.Item>
      <div className="fj-dialog-actions">
        <Button type="primary" htmlType="submit" loading={ordering.isPending}>
          {t('inspections.order')}
        </Button>
      </div>
    </Form>
  );
}
