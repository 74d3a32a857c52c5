/** 条目变更: one entry put in force, ended, or withdrawn as recorded in error; rehearsed before it is recorded. */
import type { EntryRequest, EntryView, RegisterView } from '@fujie/wire/contracts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Alert, App, Button, Checkbox, Drawer, Form, Input, Segmented } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { changeEntry } from '../../api/registers.ts';
import { fieldFaults } from '../../ui/field-faults.ts';
import { today } from '../../ui/format.ts';
import { useBilingual } from '../../ui/language.ts';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import type { EntryAction, EntryDraft } from './entry-request.ts';
import { draftOf, entryRequestOf, fieldOfPath, rowColumnsOf } from './entry-request.ts';
import { ColumnField, DayField } from './column-field.tsx';
import { useChoices } from './choices.ts';

/** What is changed: an entry, or one that is still to be made. */
export type Edited = EntryView | 'new';

interface DrawerProps {
  readonly register: RegisterView;
  readonly edited: Edited | null;
  readonly onClose: () => void;
}

export function EntryDrawer({ register, edited, onClose }: DrawerProps) {
  const { t } = useTranslation();
  return (
    <Drawer
      title={edited === 'new' ? t('registers.entry.add') : t('registers.entry.change', { key: edited?.key ?? '' })}
      open={edited !== null}
      onClose={onClose}
      size={720}
      destroyOnHidden
    >
      {edited === null ? null : <EntryForm register={register} edited={edited} onDone={onClose} />}
    </Drawer>
  );
}

interface FormProps {
  readonly register: RegisterView;
  readonly edited: Edited;
  readonly onDone: () => void;
}

const ACTIONS: readonly EntryAction[] = ['put', 'end', 'withdraw'];

function EntryForm({ register, edited, onDone }: FormProps) {
  const { t } = useTranslation();
  const say = useBilingual();
  const { message } = App.useApp();
  const queries = useQueryClient();
  const [form] = Form.useForm<EntryDraft>();
  const [action, setAction] = useState<EntryAction>('put');
  const choicesOf = useChoices(register.id, Form.useWatch<unknown>(['row', 'loop'], form));
  const entry = edited === 'new' ? null : edited;
  const change = (request: EntryRequest) => changeEntry(register.id, request);
  const rehearsal = useMutation({ mutationFn: change });
  const recording = useMutation({
    mutationFn: change,
    onSuccess: async ({ revision }) => {
      void message.success(t('registers.entry.recorded', { revision: revision ?? '—' }));
      await Promise.all(
        [['registers'], ['names'], ['catalogue']].map((queryKey) => queries.invalidateQueries({ queryKey })),
      );
      onDone();
    },
  });
  const requestOf = (draft: EntryDraft, dryRun: boolean): EntryRequest =>
    entryRequestOf(register, entry, action, draft, dryRun);
  const changed = () => {
    rehearsal.reset();
    recording.reset();
  };
  const error = recording.error ?? rehearsal.error;
  const faults = fieldFaults(error, (path) => fieldOfPath(register, action, path));
  const faultOf = (field: string) => {
    const fault = faults.of(field);
    return fault === null ? {} : { validateStatus: 'error' as const, help: say(fault) };
  };
  const required = [{ required: true, message: t('lists.required') }];
  const isChange = rehearsal.data !== undefined && rehearsal.data.added + rehearsal.data.corrected > 0;
  return (
    <Form<EntryDraft>
      form={form}
      layout="vertical"
      initialValues={draftOf(register, entry, today())}
      onValuesChange={changed}
      onFinish={(draft) => rehearsal.mutate(requestOf(draft, true))}
    >
      {entry === null ? null : (
        <Segmented
          className="fj-entry-actions"
          value={action}
          options={ACTIONS.map((value) => ({ value, label: t(`registers.entry.actions.${value}`) }))}
          onChange={(chosen) => {
            changed();
            setAction(chosen);
          }}
        />
      )}
      <p className="fj-faint">{t(`registers.entry.hints.${entry === null ? 'add' : action}`)}</p>
      <div className="fj-form-grid">
        {action === 'put'
          ? rowColumnsOf(register).map((column) => (
              <Form.Item
                key={column.id}
                name={['row', column.id]}
                label={say(column)}
                {...(column.required ? { rules: required } : {})}
                {...faultOf(column.id)}
              >
                <ColumnField
                  register={register.id}
                  column={column}
                  label={say(column)}
                  isFixed={entry !== null && column.key}
                  choices={choicesOf(column.id)}
                />
              </Form.Item>
            ))
          : null}
        {action === 'withdraw' ? null : (
          <>
            {action === 'put' ? (
              <Form.Item name="from" label={t('registers.from')} rules={required} {...faultOf('from')}>
                <DayField label={t('registers.from')} />
              </Form.Item>
            ) : null}
            <Form.Item
              name="to"
              label={t('registers.entry.to')}
              {...(action === 'end' ? { rules: required } : {})}
              {...faultOf('to')}
            >
              <DayField label={t('registers.entry.to')} />
            </Form.Item>
          </>
        )}
        {entry !== null && action === 'put' ? (
          <Form.Item name="endPrevious" valuePropName="checked" className="fj-form-wide">
            <Checkbox>{t('registers.entry.endPrevious')}</Checkbox>
          </Form.Item>
        ) : null}
        {action === 'put' ? (
          <>
            <Form.Item name="publisher" label={t('registers.publisher')} {...faultOf('publisher')}>
              <Input />
            </Form.Item>
            <Form.Item name="document" label={t('registers.document')} {...faultOf('document')}>
              <Input />
            </Form.Item>
          </>
        ) : null}
        <Form.Item
          name="note"
          label={t('field.note')}
          className="fj-form-wide"
          {...(action === 'withdraw' ? { rules: required } : {})}
        >
          <Input maxLength={500} />
        </Form.Item>
      </div>
      <div aria-live="polite">
        {error === null ? null : <ProblemAlert error={error} spots={faults.rest} />}
        {rehearsal.data === undefined ? null : (
          <Alert
            type={isChange ? 'success' : 'info'}
            showIcon
            className="fj-problem"
            title={isChange ? t('registers.entry.rehearsed') : t('registers.entry.nothing')}
          />
        )}
        {(rehearsal.data?.notices ?? []).map(({ message: en, messageZh: zh }) => (
          <Alert key={en} type="warning" showIcon className="fj-problem" title={say({ zh, en })} />
        ))}
      </div>
      <div className="fj-toolbar">
        <Button htmlType="submit" loading={rehearsal.isPending}>
          {t('lists.preview')}
        </Button>
        <Button
          type="primary"
          danger={action === 'withdraw'}
          disabled={!isChange}
          loading={recording.isPending}
          onClick={() => void form.validateFields().then((draft) => recording.mutate(requestOf(draft, false)))}
        >
          {t(`registers.entry.record.${action}`)}
        </Button>
      </div>
    </Form>
  );
}
