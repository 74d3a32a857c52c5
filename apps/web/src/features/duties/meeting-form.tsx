/** What a dispatch meeting consists of: when, who, what was said, and what is asked of whom by when. */
import type { DispatchMeetingRequest, DispatchMeetingsResponse } from '@fujie/wire/contracts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { App, Button, Form, Input, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { DISPATCH_KEY, enterMeeting } from '../../api/duties.ts';
import { newKey } from '../../api/new-key.ts';
import { DayPicker } from '../../ui/day-picker.tsx';
import { daysAgo, today } from '../../ui/format.ts';
import { useNamed } from '../../ui/language.ts';
import { ProblemAlert } from '../../ui/problem-alert.tsx';

const DAYS_GIVEN = 14;

interface Props {
  readonly units: DispatchMeetingsResponse['units'];
  readonly onDone: () => void;
}

export function MeetingForm({ units, onDone }: Props) {
  const { t } = useTranslation();
  const named = useNamed();
  const { message } = App.useApp();
  const queries = useQueryClient();
  const [form] = Form.useForm<DispatchMeetingRequest>();
  const [key] = useState(newKey);
  const sending = useMutation({
    mutationFn: enterMeeting,
    onSuccess: async () => {
      void message.success(t('dispatch.done'));
      await queries.invalidateQueries({ queryKey: DISPATCH_KEY });
      onDone();
    },
  });
  const required = [{ required: true, message: t('dispatch.needed') }];
  return (
    <Form<DispatchMeetingRequest>
      form={form}
      name="dispatch"
      layout="vertical"
      initialValues={{ heldOn: today(), points: [] }}
      onFinish={(values) => sending.mutate({ ...values, key })}
    >
      {sending.error === null ? null : <ProblemAlert error={sending.error} />}
      <Form.Item name="heldOn" label={t('dispatch.heldOn')} rules={required}>
        <DayField label={t('dispatch.heldOn')} />
      </Form.Item>
      <Form.Item name="title" label={t('dispatch.name')} rules={required}>
        <Input maxLength={200} />
      </Form.Item>
      <Form.Item name="present" label={t('dispatch.present')} rules={required}>
        <Input maxLength={2000} />
      </Form.Item>
      <Form.Item name="minutes" label={t('dispatch.minutes')} rules={required}>
        <Input.TextArea rows={4} maxLength={8000} />
      </Form.Item>
      <Form.List name="points">
        {(fields, { add, remove }) => (
          <>
            {fields.map(({ key, name }) => (
              <fieldset key={key} className="fj-duty-point">
                <legend>{t('dispatch.point', { number: name + 1 })}</legend>
                <Form.Item name={[name, 'kind']} label={t('dispatch.kind')} rules={required}>
                  <Select
                    options={(['decision', 'naming'] as const).map((value) => ({
                      value,
                      label: t(`dispatch.kinds.${value}`),
                    }))}
                  />
                </Form.Item>
                <Form.Item name={[name, 'unit']} label={t('dispatch.unit')} rules={required}>
                  <Select
                    showSearch={{ optionFilterProp: 'label' }}
                    options={units.map(({ unit, name: of }) => ({ value: unit, label: named(of) }))}
                  />
                </Form.Item>
                <Form.Item name={[name, 'text']} label={t('dispatch.text')} rules={required}>
                  <Input.TextArea rows={2} maxLength={2000} />
                </Form.Item>
                <Form.Item name={[name, 'dueOn']} label={t('dispatch.dueOn')} rules={required}>
                  <DayField label={t('dispatch.dueOn')} />
                </Form.Item>
                <Button size="small" onClick={() => remove(name)}>
                  {t('dispatch.remove')}
                </Button>
              </fieldset>
            ))}
            <Button onClick={() => add({ kind: 'decision', dueOn: daysAgo(-DAYS_GIVEN) })}>{t('dispatch.add')}</Button>
          </>
        )}
      </Form.List>
      <div className="fj-dialog-actions">
        <Button type="primary" htmlType="submit" loading={sending.isPending}>
          {t('dispatch.send')}
        </Button>
      </div>
    </Form>
  );
}

/** A day as a field of the form. */
function DayField({
  value,
  onChange,
  label,
}: {
  readonly value?: string;
  readonly onChange?: (day: string) => void;
  readonly label: string;
}) {
  return <DayPicker value={value ?? today()} onChange={(day) => onChange?.(day)} label={label} />;
}
