/** Enters a case for review 登记案例: its kind, day, departments, and what happened; an adverse event or a complaint that it is of. */
import type { CaseEntry, CaseReviewsResponse } from '@fujie/wire/contracts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, Form, Input, InputNumber, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { CASE_REVIEWS_KEY, enterCase } from '../../api/case-reviews.ts';
import { newKey } from '../../api/new-key.ts';
import { today } from '../../ui/format.ts';
import { useBilingual, useNamed } from '../../ui/language.ts';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { SaidFields } from './case-detail.tsx';

interface Values extends Omit<CaseEntry, 'key' | 'event' | 'complaint'> {
  readonly event?: number | null;
  readonly complaint?: number | null;
}

interface Props {
  readonly data: CaseReviewsResponse;
  readonly onDone: () => void;
}

/** What is filled in; a number that was taken out again is null. */
const given = (links: Readonly<Record<string, number | null | undefined>>): Pick<CaseEntry, 'event' | 'complaint'> =>
  Object.fromEntries(Object.entries(links).filter(([, value]) => typeof value === 'number'));

export function CaseEntryForm({ data: { kinds, departments }, onDone }: Props) {
  const { t } = useTranslation();
  const say = useBilingual();
  const named = useNamed();
  const queries = useQueryClient();
  // What is written otherwise is another case.
  const [key, setKey] = useState(newKey);
  const sending = useMutation({
    mutationFn: async ({ event, complaint, ...entry }: Values) =>
      enterCase({ ...entry, key, ...given({ event, complaint }) }),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: CASE_REVIEWS_KEY });
      onDone();
    },
  });
  const rules = [{ required: true, message: t('caseReviews.needed') }];
  return (
    <Form<Values>
      name="case"
      layout="vertical"
      initialValues={{ arisenOn: today() }}
      onValuesChange={() => setKey(newKey())}
      onFinish={(values) => sending.mutate(values)}
    >
      <Form.Item name="kind" label={t('caseReviews.kind')} rules={rules}>
        <Select
          options={kinds
            .filter(({ id }) => id !== 'adverse-event')
            .map(({ id, name }) => ({ value: id, label: say(name) }))}
        />
      </Form.Item>
      <Form.Item name="arisenOn" label={t('caseReviews.arisenOn')} rules={rules}>
        <Input type="date" max={today()} />
      </Form.Item>
      <Form.Item name="departments" label={t('caseReviews.departments')} extra={t('caseReviews.leading')} rules={rules}>
        <Select
          mode="multiple"
          showSearch={{ optionFilterProp: 'label' }}
          options={departments.map((one) => ({ value: one.code, label: named(one) }))}
        />
      </Form.Item>
      <SaidFields />
      <Form.Item name="event" label={t('caseReviews.event')} extra={t('caseReviews.eventHint')}>
        <InputNumber min={1} precision={0} controls={false} className="fj-case-number" />
      </Form.Item>
      <Form.Item name="complaint" label={t('caseReviews.complaint')}>
        <InputNumber min={1} precision={0} controls={false} className="fj-case-number" />
      </Form.Item>
      {sending.error === null ? null : <ProblemAlert error={sending.error} />}
      <div className="fj-dialog-actions">
        <Button onClick={onDone}>{t('act.cancel')}</Button>
        <Button type="primary" htmlType="submit" loading={sending.isPending}>
          {t('caseReviews.send')}
        </Button>
      </div>
    </Form>
  );
}
