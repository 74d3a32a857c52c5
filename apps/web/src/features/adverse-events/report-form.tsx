/** The few fields of a report; what is not known may be left out. */
import type { AdverseEventForm, AdverseEventReceipt, AdverseEventReport } from '@fujie/wire/contracts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, DatePicker, Form, Input, Radio, Select } from 'antd';
import type { Dayjs } from 'dayjs';
import dayjs from 'dayjs';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { ownEventsQuery, reportEvent } from '../../api/adverse-events.ts';
import { newKey } from '../../api/new-key.ts';
import { useBilingual, useNamed } from '../../ui/language.ts';
import { ProblemAlert } from '../../ui/problem-alert.tsx';

/** What tells a drug or device 药品器械, and of which types of events it is asked. */
const PRODUCT = ['product', 'approval', 'lot', 'udi'] as const;
const OF_PRODUCTS: readonly unknown[] = ['medication', 'blood', 'device'];

type Coded = 'class' | 'harm' | 'department' | 'kind' | 'place' | 'serviceStage' | 'illness';
type Values = Pick<
  AdverseEventReport,
  Exclude<Coded, never> | (typeof PRODUCT)[number] | 'what' | 'patient' | 'measuresTaken' | 'anonymous'
> & {
  readonly occurredAt: Dayjs;
  readonly discoveredAt?: Dayjs;
};

interface Props {
  readonly options: AdverseEventForm;
  readonly onDone: (receipt: AdverseEventReceipt) => void;
}

export function ReportForm({ options, onDone }: Props) {
  const { t } = useTranslation();
  const text = useBilingual();
  const named = useNamed();
  const queries = useQueryClient();
  // What is written otherwise is another report.
  const [key, setKey] = useState(newKey);
  const sending = useMutation({
    mutationFn: async ({ occurredAt, discoveredAt, ...rest }: Values) =>
      reportEvent({
        ...rest,
        key,
        occurredAt: occurredAt.format(),
        ...(discoveredAt === undefined ? {} : { discoveredAt: discoveredAt.format() }),
      }),
    onSuccess: async (receipt) => {
      await queries.invalidateQueries({ queryKey: ownEventsQuery.queryKey });
      onDone(receipt);
    },
  });
  const chosen = (values: AdverseEventForm['classes']) =>
    values.map(({ value, title }) => ({ value, label: text(title) }));
  const more = [
    ['kind', options.kinds],
    ['serviceStage', options.serviceStages],
    ['place', options.places],
    ['illness', options.illnesses],
  ] as const;
  const [form] = Form.useForm<Values>();
  const kind = Form.useWatch('kind', form);
  const note = options.kinds.find(({ value }) => value === kind)?.note;
  const isOfProduct = OF_PRODUCTS.includes(Form.useWatch('class', form));
  return (
    <Form<Values>
      form={form}
      layout="vertical"
      className="fj-wish-form"
      initialValues={{ anonymous: false, occurredAt: dayjs(), department: options.own ?? undefined }}
      onValuesChange={() => setKey(newKey())}
      onFinish={(values) => sending.mutate(values)}
    >
      {sending.error === null ? null : <ProblemAlert error={sending.error} />}
      <Form.Item
        name="what"
        label={t('events.what')}
        extra={t('events.whatHint')}
        rules={[{ required: true, whitespace: true }]}
      >
        <Input.TextArea rows={3} maxLength={4000} />
      </Form.Item>
      <Form.Item name="class" label={t('events.class')} rules={[{ required: true }]}>
        <Select showSearch={{ optionFilterProp: 'label' }} options={chosen(options.classes)} />
      </Form.Item>
      <Form.Item name="harm" label={t('events.harm')} rules={[{ required: true }]}>
        <Select options={chosen(options.harms)} />
      </Form.Item>
      <Form.Item name="department" label={t('events.department')} rules={[{ required: true }]}>
        <Select
          showSearch={{ optionFilterProp: 'label' }}
          options={options.departments.map((department) => ({ value: department.code, label: named(department) }))}
        />
      </Form.Item>
      <Form.Item name="occurredAt" label={t('events.occurredAt')} rules={[{ required: true }]}>
        <DatePicker showTime={{ format: 'HH:mm' }} format="YYYY-MM-DD HH:mm" maxDate={dayjs()} />
      </Form.Item>
      <Form.Item name="anonymous" label={t('events.who')} extra={t('events.whoHint')}>
        <Radio.Group
          options={[
            { value: false, label: t('events.named') },
            { value: true, label: t('events.anonymous') },
          ]}
        />
      </Form.Item>
      <details className="fj-more">
        <summary>{t('events.more')}</summary>
        <Form.Item name="discoveredAt" label={t('events.discoveredAt')}>
          <DatePicker showTime={{ format: 'HH:mm' }} format="YYYY-MM-DD HH:mm" maxDate={dayjs()} />
        </Form.Item>
        {more.map(([name, values]) => (
          <Form.Item
            key={name}
            name={name}
            label={t(`events.${name}`)}
            extra={name === 'kind' && note ? text(note) : null}
          >
            <Select allowClear showSearch={{ optionFilterProp: 'label' }} options={chosen(values)} />
          </Form.Item>
        ))}
        {isOfProduct
          ? PRODUCT.map((name) => (
              <Form.Item key={name} name={name} label={t(`events.${name}`)}>
                <Input autoComplete="off" maxLength={200} />
              </Form.Item>
            ))
          : null}
        <Form.Item name="patient" label={t('events.patient')}>
          <Input autoComplete="off" maxLength={64} />
        </Form.Item>
        <Form.Item name="measuresTaken" label={t('events.measuresTaken')}>
          <Input.TextArea rows={2} maxLength={2000} />
        </Form.Item>
      </details>
      <Button type="primary" htmlType="submit" loading={sending.isPending}>
        {t('events.send')}
      </Button>
    </Form>
  );
}
