/** The record of a drill in a form: what was drilled, by whom, its review, and each finding with the department that mends it. */
import type { DrillReport, EmergencyPlan, NamedCode } from '@fujie/wire/contracts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, DatePicker, Form, Input, InputNumber, Select } from 'antd';
import type { Dayjs } from 'dayjs';
import dayjs from 'dayjs';
import { useTranslation } from 'react-i18next';

import { emergencyQuery, recordDrill } from '../../api/hazards.ts';
import { today } from '../../ui/format.ts';
import { useNamed } from '../../ui/language.ts';
import { ProblemAlert } from '../../ui/problem-alert.tsx';

type Values = Omit<DrillReport, 'heldOn'> & { readonly heldOn: Dayjs };

interface Props {
  readonly plan: EmergencyPlan;
  readonly departments: readonly NamedCode[];
  readonly onDone: () => void;
}

export function DrillForm({ plan, departments, onDone }: Props) {
  const { t } = useTranslation();
  const named = useNamed();
  const queries = useQueryClient();
  const sending = useMutation({
    mutationFn: async ({ heldOn, ...rest }: Values) =>
      recordDrill(plan.drill?.loop ?? 0, { ...rest, heldOn: heldOn.format('YYYY-MM-DD') }),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: emergencyQuery.queryKey });
      onDone();
    },
  });
  const text = (name: 'scenario' | 'review', label: string, maxLength: number) => (
    <Form.Item name={name} label={label} rules={[{ required: true, whitespace: true }]}>
      <Input.TextArea rows={3} maxLength={maxLength} />
    </Form.Item>
  );
  const count = (name: 'participants' | 'trained') => (
    <Form.Item name={name} label={t(`emergency.${name}`)} rules={[{ required: true }]}>
      <InputNumber<number> min={0} max={100_000} precision={0} />
    </Form.Item>
  );
  return (
    <Form<Values>
      name="drill"
      layout="vertical"
      initialValues={{ findings: [] }}
      onFinish={(values) => sending.mutate(values)}
    >
      <p className="fj-faint">
        {named(plan)} {plan.version}
      </p>
      <div className="fj-form-grid">
        <Form.Item name="heldOn" label={t('emergency.heldOn')} rules={[{ required: true }]}>
          <DatePicker maxDate={dayjs(today())} />
        </Form.Item>
        {count('participants')}
        {count('trained')}
      </div>
      {text('scenario', t('emergency.scenario'), 2000)}
      {text('review', t('emergency.afterwards'), 4000)}
      <Form.List name="findings">
        {(fields, { add, remove }) => (
          <fieldset className="fj-fieldset">
            <legend>{t('emergency.findings')}</legend>
            {fields.map(({ key, name }) => (
              <div key={key} className="fj-meeting-decision">
                <Form.Item
                  name={[name, 'text']}
                  messageVariables={{ label: t('emergency.finding') }}
                  rules={[{ required: true, whitespace: true }]}
                >
                  <Input maxLength={500} placeholder={t('emergency.finding')} aria-label={t('emergency.finding')} />
                </Form.Item>
                <Form.Item
                  name={[name, 'department']}
                  messageVariables={{ label: t('emergency.findingDepartment') }}
                  rules={[{ required: true }]}
                >
                  <Select
                    showSearch={{ optionFilterProp: 'label' }}
                    options={departments.map((one) => ({ value: one.code, label: named(one) }))}
                    placeholder={t('emergency.findingDepartment')}
                    aria-label={t('emergency.findingDepartment')}
                  />
                </Form.Item>
                <Button onClick={() => remove(name)}>{t('meetings.remove')}</Button>
              </div>
            ))}
            <Button onClick={() => add({ department: plan.department.code })}>{t('emergency.addFinding')}</Button>
          </fieldset>
        )}
      </Form.List>
      {sending.error === null ? null : <ProblemAlert error={sending.error} />}
      <div className="fj-dialog-actions">
        <Button onClick={onDone}>{t('act.cancel')}</Button>
        <Button type="primary" htmlType="submit" loading={sending.isPending}>
          {t('emergency.record')}
        </Button>
      </div>
    </Form>
  );
}
