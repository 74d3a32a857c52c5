/** Enters a recall of a lot 登记召回: which lot, by whose notice and why, and the time of use that it concerns. */
import { useMutation } from '@tanstack/react-query';
import { Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { recordRecall } from '../../api/resources.ts';
import { ActForm } from '../../ui/act-dialog.tsx';
import { DayPicker } from '../../ui/day-picker.tsx';
import { today } from '../../ui/format.ts';

/** What is known of it already. */
export interface Recalled {
  readonly product: string;
  readonly lot: string;
  readonly notice?: string;
  readonly reason?: string;
  readonly noticedOn?: string;
  readonly usedFrom?: string;
  readonly usedTo?: string | null;
}

interface Props {
  readonly of: Recalled;
  readonly onDone: () => Promise<void>;
  readonly onCancel: () => void;
}

export function RecallForm({ of, onDone, onCancel }: Props) {
  const { t } = useTranslation();
  const [product, setProduct] = useState(of.product);
  const [lot, setLot] = useState(of.lot);
  const [notice, setNotice] = useState(of.notice ?? '');
  const [reason, setReason] = useState(of.reason ?? '');
  const [noticedOn, setNoticedOn] = useState(of.noticedOn ?? today());
  const [usedFrom, setUsedFrom] = useState(of.usedFrom ?? '');
  const [usedTo, setUsedTo] = useState(of.usedTo ?? '');
  const isGiven = of.product !== '';
  const act = useMutation({
    mutationFn: async () =>
      recordRecall({
        ...{ product: product.trim(), lot: lot.trim(), notice, reason, noticedOn, usedFrom },
        ...(usedTo === '' ? {} : { usedTo }),
      }),
    onSuccess: onDone,
  });
  const isReady = [product, lot, notice, reason, noticedOn, usedFrom].every((value) => value.trim() !== '');
  return (
    <ActForm act={act} label={t('act.submit')} isReady={isReady} onCancel={onCancel} onSubmit={() => act.mutate()}>
      {isGiven ? (
        <p>{`${of.product} ${of.lot}`}</p>
      ) : (
        <>
          <label htmlFor="recall-product">{t('recalls.product')}</label>
          <Input
            id="recall-product"
            value={product}
            maxLength={60}
            onChange={({ target }) => setProduct(target.value)}
          />
          <label htmlFor="recall-lot">{t('resources.reagents.lot')}</label>
          <Input id="recall-lot" value={lot} maxLength={60} onChange={({ target }) => setLot(target.value)} />
        </>
      )}
      <label htmlFor="recall-notice">{t('recalls.notice')}</label>
      <Input id="recall-notice" value={notice} maxLength={500} onChange={({ target }) => setNotice(target.value)} />
      <label htmlFor="recall-reason">{t('recalls.reason')}</label>
      <Input.TextArea
        id="recall-reason"
        rows={2}
        value={reason}
        maxLength={500}
        onChange={({ target }) => setReason(target.value)}
      />
      <span>{t('recalls.noticedOn')}</span>
      <DayPicker label={t('recalls.noticedOn')} value={noticedOn} onChange={setNoticedOn} />
      <span>{t('recalls.usedFrom')}</span>
      <DayPicker label={t('recalls.usedFrom')} value={usedFrom} onChange={setUsedFrom} />
      <span>{t('recalls.usedTo')}</span>
      <DayPicker label={t('recalls.usedTo')} value={usedTo} onChange={setUsedTo} isOptional />
      <p className="fj-faint">{t('recalls.consequence')}</p>
    </ActForm>
  );
}
