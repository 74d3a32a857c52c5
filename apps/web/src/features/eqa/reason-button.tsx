/** An act of the organiser that says why. */
import { Button, Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { ActDialog, ActForm } from '../../ui/act-dialog.tsx';
import { withAside } from '../../ui/listed.ts';
import { useRoundAct } from './round-act.ts';

interface Props {
  readonly label: string;
  /** What is asked for. */
  readonly reason: string;
  /** Beside a row. */
  readonly isSmall?: boolean;
  readonly isPrimary?: boolean;
  readonly ask: (reason: string) => Promise<unknown>;
}

export function ReasonButton({ label, reason, isSmall = false, isPrimary = false, ask }: Props) {
  const [isAsking, setAsking] = useState(false);
  return (
    <>
      <Button
        size={isSmall ? 'small' : 'middle'}
        type={isPrimary ? 'primary' : 'default'}
        onClick={() => setAsking(true)}
      >
        {label}
      </Button>
      <ActDialog of={isAsking ? label : null} title={label} onClose={() => setAsking(false)}>
        {() => <ReasonForm label={label} reason={reason} ask={ask} onDone={() => setAsking(false)} />}
      </ActDialog>
    </>
  );
}

function ReasonForm({
  label,
  reason,
  ask,
  onDone,
}: Omit<Props, 'isPrimary' | 'isSmall'> & { readonly onDone: () => void }) {
  const { t } = useTranslation();
  const [text, setText] = useState('');
  const act = useRoundAct(ask, onDone);
  return (
    <ActForm
      act={act}
      label={t('act.confirm')}
      isReady={text.trim().length >= 2}
      onCancel={onDone}
      onSubmit={() => act.mutate(text.trim())}
    >
      <label htmlFor="eqa-reason">{withAside(reason, label)}</label>
      <Input.TextArea
        id="eqa-reason"
        rows={3}
        maxLength={500}
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
    </ActForm>
  );
}
