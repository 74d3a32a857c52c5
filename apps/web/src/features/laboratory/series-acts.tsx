/** What the laboratory enters for a system: a correction or a voiding with its reason, a target, an event. */
import type { IqcResult, IqcSeriesResponse } from '@fujie/wire/contracts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { correctIqc, IQC_KEY } from '../../api/iqc.ts';
import { ActDialog, ActForm } from '../../ui/act-dialog.tsx';
import { EventForm } from './event-form.tsx';
import { TargetForm } from './target-form.tsx';

export type Act =
  | { readonly kind: 'target' }
  | { readonly kind: 'event' }
  | { readonly kind: 'correct' | 'void'; readonly result: IqcResult };

interface Props {
  readonly act: Act | null;
  readonly data: IqcSeriesResponse;
  readonly onClose: () => void;
}

export function SeriesAct({ act, data, onClose }: Props) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const done = async () => {
    await queries.invalidateQueries({ queryKey: IQC_KEY });
    onClose();
  };
  const titleOf = (one: Act): string => {
    if (one.kind === 'target') return t('iqc.series.setTarget');
    if (one.kind === 'event') return t('iqc.series.addEvent');
    return t(`iqc.series.${one.kind === 'void' ? 'voidTitle' : 'correctTitle'}`, { value: one.result.reading });
  };
  return (
    <ActDialog of={act} title={act === null ? '' : titleOf(act)} onClose={onClose} width={600}>
      {(one) => {
        if (one.kind === 'target') return <TargetForm data={data} onDone={done} onCancel={onClose} />;
        if (one.kind === 'event') return <EventForm system={data.system.code} onDone={done} onCancel={onClose} />;
        return <CorrectionForm result={one.result} isVoid={one.kind === 'void'} onDone={done} onCancel={onClose} />;
      }}
    </ActDialog>
  );
}

interface CorrectionProps {
  readonly result: IqcResult;
  readonly isVoid: boolean;
  readonly onDone: () => Promise<void>;
  readonly onCancel: () => void;
}

function CorrectionForm({ result, isVoid, onDone, onCancel }: CorrectionProps) {
  const { t } = useTranslation();
  const [value, setValue] = useState(result.reading);
  const [reason, setReason] = useState('');
  const act = useMutation({ mutationFn: correctIqc, onSuccess: onDone });
  const isReady = reason.trim().length >= 2 && (isVoid || value.trim() !== '');
  return (
    <ActForm
      act={act}
      label={t('act.confirm')}
      isReady={isReady}
      danger={isVoid}
      onCancel={onCancel}
      onSubmit={() => act.mutate({ id: result.id, reason, ...(isVoid ? { void: true } : { value, void: false }) })}
    >
      <p className="fj-faint">{t('iqc.series.keep')}</p>
      {isVoid ? null : (
        <>
          <label htmlFor="iqc-value">{t('iqc.series.newValue')}</label>
          <Input id="iqc-value" value={value} maxLength={60} onChange={(event) => setValue(event.target.value)} />
        </>
      )}
      <label htmlFor="iqc-reason">{t('iqc.series.reason')}</label>
      <Input.TextArea
        id="iqc-reason"
        rows={3}
        value={reason}
        maxLength={500}
        onChange={(event) => setReason(event.target.value)}
      />
    </ActForm>
  );
}
