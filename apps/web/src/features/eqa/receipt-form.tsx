/** Confirms that the samples arrived, and in what condition 收样确认. */
import type { EqaReceiptEntry } from '@fujie/wire/contracts';
import { Input, Radio } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { actOnRound } from '../../api/eqa.ts';
import { ActForm } from '../../ui/act-dialog.tsx';
import { MomentPicker } from '../../ui/day-picker.tsx';
import { now } from '../../ui/format.ts';
import { useRoundAct } from './round-act.ts';

const CONDITIONS = ['good', 'thawed', 'leaking', 'missing', 'other'] as const;

export function ReceiptForm({ round, onDone }: { readonly round: number; readonly onDone: () => void }) {
  const { t } = useTranslation();
  const [condition, setCondition] = useState<EqaReceiptEntry['condition']>('good');
  const [receivedAt, setReceivedAt] = useState<string | null>(null);
  const [note, setNote] = useState('');
  const act = useRoundAct((entry: EqaReceiptEntry) => actOnRound(round, 'receipt', entry), onDone);
  const written = note.trim();
  const isReady = written.length >= 2 || (condition === 'good' && written === '');
  return (
    <ActForm
      act={act}
      label={t('eqa.confirmReceipt')}
      isReady={isReady}
      onCancel={onDone}
      onSubmit={() =>
        act.mutate({
          condition,
          receivedAt: receivedAt ?? now(),
          ...(written === '' ? {} : { note: written }),
        })
      }
    >
      <Radio.Group
        aria-label={t('eqa.condition')}
        value={condition}
        onChange={(event) => setCondition(event.target.value as EqaReceiptEntry['condition'])}
        options={CONDITIONS.map((value) => ({ value, label: t(`eqa.conditions.${value}`) }))}
      />
      <label htmlFor="eqa-received">{t('eqa.receivedAt')}</label>
      <MomentPicker id="eqa-received" placeholder={t('iqc.entry.now')} value={receivedAt} onChange={setReceivedAt} />
      <label htmlFor="eqa-note">{t(condition === 'good' ? 'eqa.note' : 'eqa.noteNeeded')}</label>
      <Input id="eqa-note" value={note} maxLength={500} onChange={(event) => setNote(event.target.value)} />
    </ActForm>
  );
}
