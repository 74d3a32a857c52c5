/** Calls for a check of departments 抽查, or for what they are to look for themselves 自查, in a form. */
import type { CheckCall, NamedCode } from '@fujie/wire/contracts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, DatePicker, Form, Input, Select } from 'antd';
import type { Dayjs } from 'dayjs';
import { useTranslation } from 'react-i18next';

import { callChecks, checksQuery } from '../../api/hazards.ts';
import { useNamed } from '../../ui/language.ts';
import { ProblemAlert } from '../../ui/problem-alert.tsx';

type Values = Omit<CheckCall, 'kind' | 'dueOn'> & { readonly dueOn: Dayjs };

interface Props {
  readonly kind: CheckCall['kind'];
  readonly departments: readonly NamedCode[];
  readonly onDone: () => void;
}

export function CallForm({ kind, departments, onDone }: Props) {
  const { t } = useTranslation();
  const named = useNamed();
  const queries = useQueryClient();
  const sending = useMutation({
    mutationFn: async ({ dueOn, ...rest }: Values) => callChecks({ kind, ...rest, dueOn: dueOn.format('YYYY-MM-DD') }),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: checksQuery.queryKey });
      onDone();
    },
  });
  return (
    <Form<Values> name="call" layout="vertical" onFinish={(values) => sending.mutate(values)}>
      <Form.Item name="departments" label={t('field.department')} rules={[{ required: true }]}>
        <Select
          mode="multiple"
          showSearch={{ optionFilterProp: 'label' }}
          options={departments.map((one) => ({ value: one.code, label: named(one) }))}
        />
      </Form.Item>
      <Form.Item name="problem" label={t(`checks.problem.${kind}`)} rules={[{ required: true, whitespace: true }]}>
        <Input.TextArea rows={3} maxLength={500} />
      </Form.Item>
      <Form.Item name="dueOn" label={t('checks.dueAt')} rules={[{ required: true }]}>
        <DatePicker />
      </Form.Item>
      {sending.error === null ? null : <ProblemAlert error={sending.error} />}
      <div className="fj-dialog-actions">
        <Button onClick={onDone}>{t('act.cancel')}</Button>
        <Button type="primary" htmlType="submit" loading={sending.isPending}>
          {t('checks.send')}
        </Button>
      </div>
    </Form>
  );
}
