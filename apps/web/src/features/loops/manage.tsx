/** 豁免、重新打开、交办: what somebody decides about a loop instead of doing it. */
import type { LoopResponse } from '@fujie/wire/contracts';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { App, Button, Input, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { assignLoop, LOOPS_KEY, reopenLoop, waiveLoop } from '../../api/loops.ts';
import { entriesQuery } from '../../api/registers.ts';
import { newKey } from '../../api/new-key.ts';
import { ActDialog, ActForm } from '../../ui/act-dialog.tsx';
import { useBilingual } from '../../ui/language.ts';

const ACTS = ['assign', 'waive', 'reopen'] as const;
type Act = (typeof ACTS)[number];

export function ManageButtons({ data }: { readonly data: LoopResponse }) {
  const { t } = useTranslation();
  const [chosen, setChosen] = useState<Act | null>(null);
  const close = (): void => setChosen(null);
  const forms = { waive: WaiveForm, reopen: ReopenForm, assign: AssignForm } as const;
  return (
    <>
      {ACTS.filter((act) => data.may[act]).map((act) => (
        <Button key={act} onClick={() => setChosen(act)}>
          {t(`loops.manage.${act}`)}
        </Button>
      ))}
      <ActDialog of={chosen} title={chosen === null ? '' : t(`loops.manage.${chosen}`)} onClose={close}>
        {(act) => {
          const Form = forms[act];
          return <Form data={data} onDone={close} />;
        }}
      </ActDialog>
    </>
  );
}

interface FormProps {
  readonly data: LoopResponse;
  readonly onDone: () => void;
}

/** Sends what was decided, under one name for the whole dialog, and shows what there is then. */
function useDecision<T extends { readonly key: string }>(
  send: (id: string, body: T) => Promise<unknown>,
  { data, onDone }: FormProps,
) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const queries = useQueryClient();
  const [key] = useState(newKey);
  return useMutation({
    mutationFn: async (body: Omit<T, 'key'>) => send(String(data.loop.id), { ...body, key } as T),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: LOOPS_KEY });
      void message.success(t('loops.recorded'));
      onDone();
    },
  });
}

const WHOLE = '';

function WaiveForm(props: FormProps) {
  const { t } = useTranslation();
  const say = useBilingual();
  const { loop, may } = props.data;
  const [stage, setStage] = useState<string>(loop.waiting[0]?.id ?? WHOLE);
  const [reason, setReason] = useState<string | null>(null);
  const [note, setNote] = useState('');
  const waiving = useDecision(waiveLoop, props);
  return (
    <ActForm
      act={waiving}
      label={t('loops.manage.waive')}
      danger
      isReady={reason !== null}
      onSubmit={() =>
        reason !== null && waiving.mutate({ stage: stage === WHOLE ? null : stage, reason, note: note.trim() })
      }
      onCancel={props.onDone}
    >
      <label htmlFor="fj-waive-stage">{t('loops.manage.what')}</label>
      <Select<string>
        id="fj-waive-stage"
        value={stage}
        onChange={setStage}
        options={[
          ...loop.waiting.map(({ id, title }) => ({ value: id, label: say(title) })),
          { value: WHOLE, label: t('loops.manage.whole') },
        ]}
      />
      <label htmlFor="fj-waive-reason">{t('field.reason')}</label>
      <Select<string>
        id="fj-waive-reason"
        value={reason}
        onChange={setReason}
        options={may.reasons.map(({ code, title }) => ({ value: code, label: say(title) }))}
      />
      <Note value={note} onChange={setNote} />
    </ActForm>
  );
}

function ReopenForm(props: FormProps) {
  const { t } = useTranslation();
  const say = useBilingual();
  const [stage, setStage] = useState<string | null>(null);
  const [note, setNote] = useState('');
  const opening = useDecision(reopenLoop, props);
  return (
    <ActForm
      act={opening}
      label={t('loops.manage.reopen')}
      isReady={stage !== null && note.trim() !== ''}
      onSubmit={() => stage !== null && opening.mutate({ stage, note: note.trim() })}
      onCancel={props.onDone}
    >
      <label htmlFor="fj-reopen-stage">{t('loops.manage.from')}</label>
      <Select<string>
        id="fj-reopen-stage"
        value={stage}
        onChange={setStage}
        options={props.data.stages.map(({ id, title }) => ({ value: id, label: say(title) }))}
      />
      <Note value={note} onChange={setNote} />
    </ActForm>
  );
}

function AssignForm(props: FormProps) {
  const { t } = useTranslation();
  const { loop } = props.data;
  const [practitioner, setPractitioner] = useState<string | null>(null);
  const [typed, setTyped] = useState('');
  const found = useQuery(entriesQuery('practitioner', { institution: loop.unit.code, q: typed, pageSize: '50' }));
  const assigning = useDecision(assignLoop, props);
  const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');
  return (
    <ActForm
      act={assigning}
      label={t('loops.manage.assign')}
      isReady={practitioner !== null}
      onSubmit={() => practitioner !== null && assigning.mutate({ practitioner })}
      onCancel={props.onDone}
    >
      <label htmlFor="fj-assign-to">{t('loops.manage.to')}</label>
      <Select<string>
        id="fj-assign-to"
        showSearch={{ filterOption: false, onSearch: setTyped }}
        placeholder={t('loops.manage.toHint')}
        value={practitioner}
        loading={found.isFetching}
        onChange={setPractitioner}
        options={(found.data?.entries ?? []).map(({ row }) => ({
          value: textOf(row['code']),
          label: `${textOf(row['nameZh'])} ${textOf(row['code'])}`,
        }))}
      />
    </ActForm>
  );
}

function Note({ value, onChange }: { readonly value: string; readonly onChange: (value: string) => void }) {
  const { t } = useTranslation();
  return (
    <>
      <label htmlFor="fj-loop-note">{t('field.note')}</label>
      <Input.TextArea
        id="fj-loop-note"
        rows={2}
        maxLength={2000}
        value={value}
        onChange={({ target }) => onChange(target.value)}
      />
    </>
  );
}
