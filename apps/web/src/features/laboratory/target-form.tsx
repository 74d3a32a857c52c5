/** Sets a target 靶值: computed from what is on record, with what is left out and why, or given. */
import type { IqcSeriesResponse, IqcTargetEntry } from '@fujie/wire/contracts';
import { useMutation } from '@tanstack/react-query';
import { Input, InputNumber, Radio, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { setIqcTarget } from '../../api/iqc.ts';
import { ActForm } from '../../ui/act-dialog.tsx';
import { showTime } from '../../ui/format.ts';
import { useNamed } from '../../ui/language.ts';
import { inUnit, withAside } from '../../ui/listed.ts';
import { columnKey } from './entry-rows.ts';
import { candidatesOf } from './target-results.ts';

const KINDS = ['provisional', 'cumulative', 'fixed', 'peer', 'manufacturer'] as const;

type Source = 'computed' | 'earlier-lots' | 'given';

interface Props {
  readonly data: IqcSeriesResponse;
  readonly onDone: () => Promise<void>;
  readonly onCancel: () => void;
}

export function TargetForm({ data, onDone, onCancel }: Props) {
  const { t } = useTranslation();
  const named = useNamed();
  const lots = [
    ...new Map(
      [...data.materials.filter(({ isInUse }) => isInUse), ...data.lots].map((lot) => [columnKey(lot), lot]),
    ).values(),
  ];
  const [chosen, setChosen] = useState<string | null>(lots[0] === undefined ? null : columnKey(lots[0]));
  const [kind, setKind] = useState<IqcTargetEntry['kind']>('provisional');
  const [source, setSource] = useState<Source>(data.results.length === 0 ? 'given' : 'computed');
  const isGiven = source === 'given';
  const [mean, setMean] = useState<number | null>(null);
  const [sd, setSd] = useState<number | null>(null);
  const [excluded, setExcluded] = useState<readonly number[]>([]);
  const [reason, setReason] = useState('');
  const act = useMutation({ mutationFn: setIqcTarget, onSuccess: onDone });
  const lot = lots.find((one) => columnKey(one) === chosen) ?? null;
  const own = candidatesOf(
    data.results.filter((one) => columnKey(one) === chosen),
    data.runs,
  );
  const outliers = own.filter(({ isOutlier }) => isOutlier).length;
  const isReady =
    lot !== null &&
    (isGiven ? mean !== null && sd !== null && sd > 0 : excluded.length === 0 || reason.trim().length >= 2);
  const send = () => {
    if (lot === null) return;
    act.mutate({
      ...{ system: data.system.code, product: lot.product, lot: lot.lot, level: lot.level, kind },
      ...(isGiven && mean !== null && sd !== null ? { mean, sd } : {}),
      ...(isGiven || excluded.length === 0 ? {} : { exclude: excluded.map((result) => ({ result, reason })) }),
      ...(source === 'earlier-lots' ? { spread: source } : {}),
      ...(reason.trim().length >= 2 ? { reason } : {}),
    });
  };
  return (
    <ActForm act={act} label={t('act.confirm')} isReady={isReady} onCancel={onCancel} onSubmit={send}>
      <label htmlFor="iqc-lot">{t('iqc.series.material')}</label>
      <Select<string>
        id="iqc-lot"
        value={chosen}
        onChange={(key) => {
          setChosen(key);
          setExcluded([]);
        }}
        options={lots.map((one) => ({ value: columnKey(one), label: `${one.level} ${named(one)} ${one.lot}` }))}
      />
      <label htmlFor="iqc-target-kind">{t('iqc.series.targetKind')}</label>
      <Select<IqcTargetEntry['kind']>
        id="iqc-target-kind"
        value={kind}
        onChange={setKind}
        options={KINDS.map((value) => ({ value, label: t(`iqc.series.kinds.${value}`) }))}
      />
      <Radio.Group
        aria-label={t('iqc.series.source')}
        value={source}
        onChange={(event) => setSource(event.target.value as Source)}
        options={[
          { value: 'computed', label: t('iqc.series.computed') },
          { value: 'earlier-lots', label: t('iqc.series.earlierLots') },
          { value: 'given', label: t('iqc.series.givenByHand') },
        ]}
      />
      {isGiven ? (
        <>
          <label htmlFor="iqc-mean">{inUnit(t('iqc.series.mean'), data.system.unit)}</label>
          <InputNumber id="iqc-mean" className="fj-day-field" value={mean} onChange={setMean} />
          <label htmlFor="iqc-sd">{inUnit(t('iqc.series.sd'), data.system.unit)}</label>
          <InputNumber id="iqc-sd" className="fj-day-field" min={0} value={sd} onChange={setSd} />
        </>
      ) : (
        <>
          <p className="fj-faint">{t('iqc.series.computedFrom', { count: own.length })}</p>
          {source === 'earlier-lots' ? <p className="fj-faint">{t('iqc.series.earlierLotsHow')}</p> : null}
          <label htmlFor="iqc-exclude">{t('iqc.series.exclude')}</label>
          <Select
            id="iqc-exclude"
            mode="multiple"
            value={[...excluded]}
            onChange={(ids: number[]) => setExcluded(ids)}
            options={own.map((one) => ({
              value: one.id,
              label: withAside(
                one.isOutlier ? t('iqc.series.maybeOutlier', { value: one.reading }) : one.reading,
                showTime(one.measuredAt) ?? '',
              ),
            }))}
          />
          {outliers === 0 ? null : <p className="fj-faint">{t('iqc.series.maybeOutliers', { count: outliers })}</p>}
        </>
      )}
      <label htmlFor="iqc-target-reason">
        {excluded.length > 0 && !isGiven ? t('iqc.series.excludeReason') : t('iqc.series.reason')}
      </label>
      <Input
        id="iqc-target-reason"
        value={reason}
        maxLength={500}
        onChange={(event) => setReason(event.target.value)}
      />
    </ActForm>
  );
}
