/** What a use of quality results 结果应用 consists of: for which department or person, of which months, decided by whom. */
import type { ResultUseEntry, ResultUsesResponse, ResultUseView } from '@fujie/wire/contracts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, Form, Input, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { newKey } from '../../api/new-key.ts';
import { ORGANISATION_KEY, recordResultUse } from '../../api/organisation.ts';
import { today } from '../../ui/format.ts';
import { useBilingual, useNamed } from '../../ui/language.ts';
import { ProblemAlert } from '../../ui/problem-alert.tsx';

interface Props {
  readonly data: ResultUsesResponse;
  /** The entry in whose place this one is to stand. */
  readonly corrects: ResultUseView | null;
  readonly onDone: () => void;
}

export function ResultUseForm({ data: { kinds, departments, staff }, corrects, onDone }: Props) {
  const { t } = useTranslation();
  const say = useBilingual();
  const named = useNamed();
  const queries = useQueryClient();
  const [form] = Form.useForm<ResultUseEntry>();
  const kind = Form.useWatch('kind', form);
  const ofPerson = kinds.find(({ id }) => id === kind)?.ofPerson === true;
  // What is written otherwise is another entry.
  const [key, setKey] = useState(newKey);
  const sending = useMutation({
    mutationFn: async ({ practitioner, ...entry }: ResultUseEntry) =>
      recordResultUse({
        ...entry,
        key,
        ...(practitioner === undefined ? {} : { practitioner }),
        ...(corrects === null ? {} : { corrects: corrects.id }),
      }),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ORGANISATION_KEY });
      onDone();
    },
  });
  const rules = [{ required: true, message: t('scorecards.needed') }];
  const month = today().slice(0, 7);
  const start: Partial<ResultUseEntry> =
    corrects === null
      ? { from: `${month.slice(0, 4)}-01`, to: month, decidedOn: today() }
      : {
          ...{ kind: corrects.kind, department: corrects.department.code, from: corrects.from, to: corrects.to },
          ...{ result: corrects.result, decidedOn: corrects.decidedOn, decidedBy: corrects.decidedBy },
          ...(corrects.practitioner === null ? {} : { practitioner: corrects.practitioner.code }),
        };
  return (
    <Form<ResultUseEntry>
      form={form}
      name="use"
      layout="vertical"
      initialValues={start}
      onValuesChange={() => setKey(newKey())}
      onFinish={(values) => sending.mutate(values)}
    >
      {sending.error === null ? null : <ProblemAlert error={sending.error} />}
      <Form.Item name="kind" label={t('scorecards.kind')} rules={rules}>
        <Select options={kinds.map(({ id, name }) => ({ value: id, label: say(name) }))} />
      </Form.Item>
      <Form.Item name="department" label={t('scorecards.department')} rules={rules}>
        <Select options={departments.map((one) => ({ value: one.code, label: named(one) }))} />
      </Form.Item>
      {ofPerson ? (
        <Form.Item name="practitioner" label={t('scorecards.person')} rules={rules}>
          <Select
            showSearch={{ optionFilterProp: 'label' }}
            options={staff.map(({ code, name }) => ({ value: code, label: `${name} ${code}` }))}
          />
        </Form.Item>
      ) : null}
      <Form.Item name="from" label={t('scorecards.from')} rules={rules}>
        <Input type="month" />
      </Form.Item>
      <Form.Item name="to" label={t('scorecards.to')} rules={rules}>
        <Input type="month" />
      </Form.Item>
      <Form.Item name="result" label={t('scorecards.result')} rules={[{ ...rules[0], whitespace: true }]}>
        <Input.TextArea rows={3} maxLength={1000} showCount />
      </Form.Item>
      <Form.Item name="decidedBy" label={t('scorecards.decidedBy')} rules={[{ ...rules[0], whitespace: true }]}>
        <Input maxLength={200} autoComplete="off" />
      </Form.Item>
      <Form.Item name="decidedOn" label={t('scorecards.decidedOn')} rules={rules}>
        <Input type="date" max={today()} />
      </Form.Item>
      <div className="fj-dialog-actions">
        <Button type="primary" htmlType="submit" loading={sending.isPending}>
          {t('scorecards.send')}
        </Button>
      </div>
    </Form>
  );
}
