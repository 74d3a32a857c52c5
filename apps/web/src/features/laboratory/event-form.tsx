/** Records what happened to a test system: calibration, new lots, maintenance. */
import type { IqcEventEntry } from '@fujie/wire/contracts';
import { useMutation } from '@tanstack/react-query';
import { Input, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { recordIqcEvent } from '../../api/iqc.ts';
import { ActForm } from '../../ui/act-dialog.tsx';
import { MomentPicker } from '../../ui/day-picker.tsx';
import { now } from '../../ui/format.ts';
import { EVENT_KINDS, useEventKind } from './event-kind.ts';

interface Props {
  readonly system: string;
  readonly onDone: () => Promise<void>;
  readonly onCancel: () => void;
}

export function EventForm({ system, onDone, onCancel }: Props) {
  const { t } = useTranslation();
  const kindName = useEventKind();
  const [kind, setKind] = useState<IqcEventEntry['kind']>('calibration');
  const [at, setAt] = useState<string | null>(null);
  const [text, setText] = useState('');
  const act = useMutation({ mutationFn: recordIqcEvent, onSuccess: onDone });
  return (
    <ActForm
      act={act}
      label={t('act.confirm')}
      isReady={text.trim().length >= 2}
      onCancel={onCancel}
      onSubmit={() => act.mutate({ system, kind, text, at: at ?? now() })}
    >
      <label htmlFor="iqc-kind">{t('iqc.series.eventKind')}</label>
      <Select<IqcEventEntry['kind']>
        id="iqc-kind"
        value={kind}
        onChange={setKind}
        options={EVENT_KINDS.map((value) => ({ value, label: kindName(value) }))}
      />
      <label htmlFor="iqc-at">{t('iqc.series.at')}</label>
      <MomentPicker id="iqc-at" placeholder={t('iqc.entry.now')} value={at} onChange={setAt} />
      <label htmlFor="iqc-text">{t('iqc.series.text')}</label>
      <Input.TextArea
        id="iqc-text"
        rows={3}
        value={text}
        maxLength={500}
        onChange={(event) => setText(event.target.value)}
      />
    </ActForm>
  );
}
