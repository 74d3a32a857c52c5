/** Enters a recall of a lot 登记召回: which lot, by whose notice and why, and the time of use that it concerns. */
import type { LotRecallsResponse } from '@fujie/wire/contracts';
import { useMutation, useQuery } from '@tanstack/react-query';
import { Input, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { recallsQuery, recordRecall } from '../../api/resources.ts';
import { ActForm } from '../../ui/act-dialog.tsx';
import { DayPicker } from '../../ui/day-picker.tsx';
import { today } from '../../ui/format.ts';
import { missingOf } from '../../ui/missing.ts';
import { KeepRegister } from './keep-register.tsx';

type Lot = LotRecallsResponse['lots'][number];
type OfLot = Pick<Lot, 'product' | 'lot'>;

/** What is known of it already; without a lot, it is chosen from the register. */
export interface Recalled {
  readonly product?: string;
  readonly lot?: string;
  readonly notice?: string;
  readonly reason?: string;
  readonly noticedOn?: string;
  readonly usedFrom?: string;
  readonly usedTo?: string | null;
}

interface Props {
  readonly of: Recalled;
  /** Whose lots there are to choose from, where none is given. */
  readonly institution?: string;
  readonly onDone: () => Promise<void>;
  readonly onCancel: () => void;
}

export function RecallForm({ of, institution = '', onDone, onCancel }: Props) {
  const { t } = useTranslation();
  const given = of.product === undefined || of.lot === undefined ? null : { product: of.product, lot: of.lot };
  const [chosen, setChosen] = useState<OfLot | null>(given);
  const [notice, setNotice] = useState(of.notice ?? '');
  const [reason, setReason] = useState(of.reason ?? '');
  const [noticedOn, setNoticedOn] = useState(of.noticedOn ?? today());
  const [usedFrom, setUsedFrom] = useState(of.usedFrom ?? '');
  const [usedTo, setUsedTo] = useState(of.usedTo ?? '');
  const act = useMutation({
    mutationFn: async (of: OfLot) =>
      recordRecall({ ...of, notice, reason, noticedOn, usedFrom, ...(usedTo === '' ? {} : { usedTo }) }),
    onSuccess: onDone,
  });
  const missing = missingOf([
    [t('recalls.lotOf'), chosen !== null],
    [t('recalls.notice'), notice.trim() !== ''],
    [t('recalls.reason'), reason.trim() !== ''],
    [t('recalls.noticedOn'), noticedOn !== ''],
    [t('recalls.usedFrom'), usedFrom !== ''],
  ]);
  const submit = (): void => {
    if (chosen !== null) act.mutate(chosen);
  };
  return (
    <ActForm
      act={act}
      label={t('act.submit')}
      isReady={missing.length === 0}
      missing={missing}
      onCancel={onCancel}
      onSubmit={submit}
    >
      {given === null ? (
        <>
          <label htmlFor="recall-lot">{t('recalls.lotOf')}</label>
          <LotChoice
            institution={institution}
            onChoose={(lot) => {
              setChosen({ product: lot.product, lot: lot.lot });
              setUsedFrom(lot.usedFrom ?? '');
            }}
          />
          <p className="fj-faint">
            {t('recalls.notRegistered')} <KeepRegister register="reagent-lot" label={t('resources.registers.lot')} />
          </p>
        </>
      ) : (
        <p>{`${given.product} ${given.lot}`}</p>
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

interface LotChoiceProps {
  readonly institution: string;
  readonly onChoose: (lot: Lot) => void;
}

const keyOf = ({ product, lot }: OfLot): string => `${product}|${lot}`;

/** Lots of the register that may be recalled, looked for by what is typed. */
function LotChoice({ institution, onChoose }: LotChoiceProps) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState('');
  const [chosen, setChosen] = useState<Lot | null>(null);
  const found = useQuery(recallsQuery({ institution, lot: typed }));
  const lots = found.data?.lots ?? [];
  // What is chosen keeps its name whatever is typed next.
  const all = chosen === null || lots.some((lot) => keyOf(lot) === keyOf(chosen)) ? lots : [chosen, ...lots];
  return (
    <Select<string>
      id="recall-lot"
      showSearch={{ filterOption: false, onSearch: setTyped }}
      placeholder={t('recalls.chooseLot')}
      value={chosen === null ? null : keyOf(chosen)}
      loading={found.isFetching}
      onChange={(key) => {
        const lot = all.find((one) => keyOf(one) === key);
        if (lot === undefined) return;
        setChosen(lot);
        onChoose(lot);
      }}
      options={all.map((lot) => ({ value: keyOf(lot), label: `${lot.nameZh} ${lot.product} ${lot.lot}` }))}
    />
  );
}
