/** The record of a meeting or visit in a form: who was there, agenda and minutes or the blocks of the week, and what was decided. */
import type { MeetingResponse, OrganisationResponse } from '@fujie/wire/contracts';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Checkbox, DatePicker, Form, Input, InputNumber, Select } from 'antd';
import { useTranslation } from 'react-i18next';

import { correctMeeting, enterMeeting, ORGANISATION_KEY, organisationQuery } from '../../api/organisation.ts';
import { useNamed } from '../../ui/language.ts';
import { Loaded } from '../../ui/loaded.tsx';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import type { CorrectedMeeting, MeetingValues } from './meeting-values.ts';
import { contentOf, OFFICE, valuesOf } from './meeting-values.ts';

interface Of {
  readonly loop: number;
  readonly kind: MeetingResponse['kind'];
  readonly department: string | null;
  readonly period: string;
}

interface Props {
  readonly of: Of;
  /** What is corrected; without it the record is a new one. */
  readonly corrected?: CorrectedMeeting;
  readonly onDone: () => void;
}

export function MeetingForm(props: Props) {
  const found = useQuery(organisationQuery);
  return <Loaded query={found}>{(known) => <Filled {...props} known={known} />}</Loaded>;
}

function Filled({ of, corrected, onDone, known }: Props & { readonly known: OrganisationResponse }) {
  const { t } = useTranslation();
  const named = useNamed();
  const queries = useQueryClient();
  const [form] = Form.useForm<MeetingValues>();
  const { kind } = of;
  const sending = useMutation({
    mutationFn: (values: MeetingValues) => {
      const sent = {
        heldAt: values.heldAt.format('YYYY-MM-DDTHH:mm+08:00'),
        content: contentOf(values, corrected?.versions ?? []),
      };
      if (corrected === undefined) return enterMeeting(of.loop, sent);
      return correctMeeting(corrected.id, sent, values.reason ?? '');
    },
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ORGANISATION_KEY });
      onDone();
    },
  });
  const body = known.bodies.find(
    (one) =>
      one.kind === (of.department === null ? 'committee' : 'department') &&
      (of.department === null || one.department?.code === of.department),
  );
  const staff = known.staff.map(({ code, name }) => ({ value: code, label: `${name} ${code}` }));
  const owners = [
    { value: OFFICE, label: t('meetings.office') },
    ...known.departments.map((one) => ({ value: one.code, label: named(one) })),
  ];
  const text = (name: 'minutes' | 'carriedOut' | 'problems' | 'nextSteps' | 'findings') => (
    <Form.Item name={name} label={t(`meetings.fields.${name}`)} rules={[{ required: true, whitespace: true }]}>
      <Input.TextArea rows={3} maxLength={4000} />
    </Form.Item>
  );
  return (
    <Form<MeetingValues>
      form={form}
      name="meeting"
      layout="vertical"
      initialValues={corrected === undefined ? startOf(body) : valuesOf(corrected)}
      onFinish={(values) => sending.mutate(values)}
    >
      <p className="fj-faint">
        {t(`meetings.kinds.${kind}`)} · {of.period}
      </p>
      <Form.Item name="heldAt" label={t('meetings.fields.heldAt')} rules={[{ required: true }]}>
        <DatePicker showTime={{ format: 'HH:mm' }} format="YYYY-MM-DD HH:mm" />
      </Form.Item>
      <Form.Item name="chair" label={t('meetings.fields.chair')} rules={[{ required: true }]}>
        <Select showSearch={{ optionFilterProp: 'label' }} options={staff} />
      </Form.Item>
      <Form.Item name="present" label={t('meetings.fields.present')} rules={[{ required: true }]}>
        <Select mode="multiple" showSearch={{ optionFilterProp: 'label' }} options={staff} />
      </Form.Item>
      {kind === 'committee' || kind === 'department' ? (
        <>
          <Form.Item name="agenda" label={t('meetings.fields.agenda')} rules={[{ required: true, whitespace: true }]}>
            <Input.TextArea rows={3} placeholder={t('meetings.fields.agendaHint')} />
          </Form.Item>
          {text('minutes')}
        </>
      ) : null}
      {kind === 'week' ? (
        <>
          {text('carriedOut')}
          {text('problems')}
          {text('nextSteps')}
        </>
      ) : null}
      {kind === 'visit' ? text('findings') : null}
      <Form.List name="decisions">
        {(fields, { add, remove }) => (
          <fieldset className="fj-fieldset">
            <legend>{t(kind === 'visit' ? 'meetings.rectifications' : 'meetings.decisions')}</legend>
            {fields.map(({ key, name }) => (
              <div key={key} className="fj-meeting-decision">
                <Form.Item name={[name, 'number']} hidden>
                  <InputNumber />
                </Form.Item>
                <Form.Item
                  name={[name, 'text']}
                  messageVariables={{ label: t('meetings.decision') }}
                  rules={[{ required: true, whitespace: true }]}
                >
                  <Input maxLength={500} placeholder={t('meetings.decision')} aria-label={t('meetings.decision')} />
                </Form.Item>
                <Form.Item
                  name={[name, 'owner']}
                  messageVariables={{ label: t('meetings.owner') }}
                  rules={[{ required: true }]}
                >
                  <Select options={owners} placeholder={t('meetings.owner')} aria-label={t('meetings.owner')} />
                </Form.Item>
                <Form.Item
                  name={[name, 'dueOn']}
                  messageVariables={{ label: t('meetings.dueAt') }}
                  rules={[{ required: true }]}
                >
                  <DatePicker placeholder={t('meetings.dueAt')} aria-label={t('meetings.dueAt')} />
                </Form.Item>
                <Form.Item name={[name, 'analyse']} valuePropName="checked">
                  <Checkbox>{t('meetings.analyse')}</Checkbox>
                </Form.Item>
                <Button onClick={() => remove(name)}>{t('meetings.remove')}</Button>
              </div>
            ))}
            <Button onClick={() => add()}>{t('meetings.addDecision')}</Button>
          </fieldset>
        )}
      </Form.List>
      {corrected === undefined ? null : (
        <Form.Item name="reason" label={t('meetings.fields.reason')} rules={[{ required: true, whitespace: true }]}>
          <Input maxLength={300} />
        </Form.Item>
      )}
      {sending.error === null ? null : <ProblemAlert error={sending.error} />}
      <div className="fj-dialog-actions">
        <Button onClick={onDone}>{t('act.cancel')}</Button>
        <Button type="primary" htmlType="submit" loading={sending.isPending}>
          {t('meetings.save')}
        </Button>
      </div>
    </Form>
  );
}

/** A new record begins with the members of the body. */
function startOf(body: OrganisationResponse['bodies'][number] | undefined): Partial<MeetingValues> {
  const chair = body?.members.find(({ role }) => role === 'chair')?.code;
  return {
    present: (body?.members ?? []).map(({ code }) => code),
    ...(chair === undefined ? {} : { chair }),
    decisions: [],
  };
}
