/** 预警: who was told when; whoever was told may say that it was of no use. */
import type { DismissalReason, LoopResponse } from '@fujie/wire/contracts';
import { DISMISSAL_REASONS } from '@fujie/wire/contracts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { App, Button, Input, Select, Tag } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { dismissAlert, LOOPS_KEY } from '../../api/loops.ts';
import { ActDialog, ActForm } from '../../ui/act-dialog.tsx';
import { showTime } from '../../ui/format.ts';
import { useBilingual } from '../../ui/language.ts';
import { EmptyNote } from '../../ui/loaded.tsx';
import { useRoleName } from '../../ui/role-name.ts';

interface Props extends Pick<LoopResponse, 'alerts'> {
  readonly loop: number;
}

export function Alerts({ alerts, loop }: Props) {
  const { t } = useTranslation();
  const say = useBilingual();
  const roleName = useRoleName();
  const [chosen, setChosen] = useState<string | null>(null);
  const close = (): void => setChosen(null);
  if (alerts.length === 0) return <EmptyNote>{t('loops.noAlerts')}</EmptyNote>;
  return (
    <>
      <ol className="fj-loop-records">
        {alerts.map(({ key, at, stage, percent, to, dismissed, mayDismiss }) => (
          <li key={key}>
            <div>{showTime(at)}</div>
            <div>{t('loops.owner', { role: roleName(to.role), place: t(`loops.places.${to.at}`) })}</div>
            <div>
              {say(stage)} · {percent === 0 ? t('loops.begins') : t('loops.percent', { count: percent })}{' '}
              {dismissed === null ? null : (
                <Tag>
                  {t(`loops.dismissals.${dismissed.reason}`)} · {dismissed.by}
                </Tag>
              )}
              {mayDismiss ? (
                <Button size="small" onClick={() => setChosen(key)}>
                  {t('loops.dismiss')}
                </Button>
              ) : null}
            </div>
          </li>
        ))}
      </ol>
      <ActDialog of={chosen} title={t('loops.dismiss')} onClose={close}>
        {(alert) => <DismissForm loop={loop} alert={alert} onDone={close} />}
      </ActDialog>
    </>
  );
}

interface FormProps {
  readonly loop: number;
  readonly alert: string;
  readonly onDone: () => void;
}

function DismissForm({ loop, alert, onDone }: FormProps) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const queries = useQueryClient();
  const [reason, setReason] = useState<DismissalReason | null>(null);
  const [note, setNote] = useState('');
  const dismissing = useMutation({
    mutationFn: (why: DismissalReason) => dismissAlert(String(loop), { alert, reason: why, note: note.trim() }),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: LOOPS_KEY });
      void message.success(t('loops.recorded'));
      onDone();
    },
  });
  return (
    <ActForm
      act={dismissing}
      label={t('loops.dismiss')}
      isReady={reason !== null}
      onSubmit={() => reason !== null && dismissing.mutate(reason)}
      onCancel={onDone}
    >
      <p className="fj-faint">{t('loops.dismissHint')}</p>
      <label htmlFor="fj-dismiss-reason">{t('field.reason')}</label>
      <Select<DismissalReason>
        id="fj-dismiss-reason"
        value={reason}
        onChange={setReason}
        options={DISMISSAL_REASONS.map((value) => ({ value, label: t(`loops.dismissals.${value}`) }))}
      />
      <label htmlFor="fj-dismiss-note">{t('field.note')}</label>
      <Input.TextArea
        id="fj-dismiss-note"
        rows={2}
        maxLength={2000}
        value={note}
        onChange={({ target }) => setNote(target.value)}
      />
    </ActForm>
  );
}
