/** On what ground results of other institutions are shown, why they are not, and the way to look all the same 紧急调阅. */
import type { BreakGlassRequest, PersonSummary } from '@fujie/wire/contracts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Input, Radio } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { breakGlass } from '../api/access.ts';
import { ActDialog, ActForm } from './act-dialog.tsx';
import { showTime } from './format.ts';
import { useBilingual } from './language.ts';

const CODES = ['emergency', 'unregistered', 'consultation', 'other'] as const;

export function AccessNotice({ person }: { readonly person: PersonSummary }) {
  const { t } = useTranslation();
  const say = useBilingual();
  const [isOpen, setOpen] = useState(false);
  const { others, reason, glassUntil } = person.access;
  const button = <Button onClick={() => setOpen(true)}>{t('consent.break')}</Button>;
  return (
    <>
      {others ? null : (
        <Alert
          type="warning"
          showIcon
          className="fj-access"
          title={t('consent.ownOnly')}
          description={t('consent.ownOnlyWhy', { reason: say(reason.text), source: reason.source })}
          action={button}
        />
      )}
      {glassUntil === null ? null : (
        <Alert
          type="error"
          showIcon
          className="fj-access"
          title={t('consent.glassOpen', { until: showTime(glassUntil) })}
        />
      )}
      <ActDialog
        of={isOpen ? person.person : null}
        title={t('consent.breakTitle')}
        width={560}
        onClose={() => setOpen(false)}
      >
        {(of) => <BreakForm person={of} onDone={() => setOpen(false)} />}
      </ActDialog>
    </>
  );
}

function BreakForm({ person, onDone }: { readonly person: string; readonly onDone: () => void }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const [code, setCode] = useState<BreakGlassRequest['code'] | null>(null);
  const [note, setNote] = useState('');
  const breaking = useMutation({
    mutationFn: async (chosen: BreakGlassRequest['code']) => breakGlass(person, { code: chosen, note: note.trim() }),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ['person', person] });
      await queries.invalidateQueries({ queryKey: ['check'] });
      onDone();
    },
  });
  return (
    <ActForm
      act={breaking}
      label={t('consent.break')}
      isReady={code !== null && note.trim() !== ''}
      danger
      onSubmit={() => code !== null && breaking.mutate(code)}
      onCancel={onDone}
    >
      <p className="fj-faint">{t('consent.breakNote')}</p>
      <Radio.Group
        aria-label={t('consent.code')}
        value={code}
        vertical
        onChange={(event) => setCode(CODES.find((known) => known === event.target.value) ?? null)}
        options={CODES.map((known) => ({ value: known, label: t(`consent.codes.${known}`) }))}
      />
      <label htmlFor="fj-break-why">{t('consent.why')}</label>
      <Input.TextArea
        id="fj-break-why"
        rows={3}
        maxLength={1000}
        value={note}
        onChange={(event) => setNote(event.target.value)}
      />
    </ActForm>
  );
}
