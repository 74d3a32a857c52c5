/** What a laboratory returned, version by version; what differs from the version before is marked. */
import type { EqaReturn } from '@fujie/wire/contracts';
import { useQuery } from '@tanstack/react-query';
import { Radio } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { eqaReturnedQuery } from '../../api/eqa.ts';
import { showTime } from '../../ui/format.ts';
import { saying } from '../../ui/listed.ts';
import { EmptyNote, Loaded } from '../../ui/loaded.tsx';
import { useItemNames } from './item-names.ts';

type Result = EqaReturn['results'][number];

interface Props {
  readonly round: number;
  readonly institution: string;
}

export function Returned({ round, institution }: Props) {
  const { t } = useTranslation();
  const found = useQuery(eqaReturnedQuery(round, institution));
  return (
    <Loaded query={found}>
      {({ receipts, returns }) => (
        <>
          {receipts.map(({ receivedAt, condition, note, by }) => (
            <p key={`${receivedAt} ${by}`}>
              {saying(t('eqa.receipt'), showTime(receivedAt) ?? '')} · {t(`eqa.conditions.${condition}`)} · {by}{' '}
              {note ?? ''}
            </p>
          ))}
          {returns.length === 0 ? <EmptyNote>{t('eqa.nothingReturned')}</EmptyNote> : <Versions returns={returns} />}
        </>
      )}
    </Loaded>
  );
}

function Versions({ returns }: { readonly returns: readonly EqaReturn[] }) {
  const { t } = useTranslation();
  const [version, setVersion] = useState(returns[0]?.version);
  const place = Math.max(
    0,
    returns.findIndex((one) => one.version === version),
  );
  const shown = returns[place];
  if (shown === undefined) return null;
  const { entered, checked, submitted } = shown;
  return (
    <>
      <Radio.Group
        aria-label={t('eqa.versions')}
        value={shown.version}
        onChange={(event) => setVersion(event.target.value as number)}
        options={returns.map((one) => ({ value: one.version, label: t('eqa.version', { version: one.version }) }))}
        optionType="button"
      />
      <p className="fj-faint">
        {t('eqa.entered')} {entered.by} {showTime(entered.at)}
        {checked === null ? '' : ` · ${t('eqa.checked')} ${checked.by} ${showTime(checked.at) ?? ''}`}
        {submitted === null
          ? ''
          : ` · ${t('eqa.returned')} ${submitted.by} ${showTime(submitted.at) ?? ''} · ${submitted.receipt}`}
        {submitted?.isLate === true ? ` · ${t('eqa.late')}` : ''}
      </p>
      <Values results={shown.results} before={returns[place + 1]?.results ?? null} />
    </>
  );
}

const meansOf = ({ method, instrument, reagent, calibrator, uncertaintyPercent = null }: Result): string =>
  [method, instrument, reagent, calibrator, uncertaintyPercent === null ? null : `U ${String(uncertaintyPercent)}%`]
    .filter((one) => one !== null)
    .join(' · ');

function Values({
  results,
  before,
}: {
  readonly results: readonly Result[];
  readonly before: readonly Result[] | null;
}) {
  const { t } = useTranslation();
  const nameOf = useItemNames();
  const all = [...results, ...(before ?? [])];
  const samples = [...new Set(all.map(({ sample }) => sample))].sort();
  const items = [...new Set(all.map(({ item }) => item))];
  const at = (rows: readonly Result[] | null, item: string, sample: string) =>
    rows?.find((row) => row.item === item && row.sample === sample)?.reported ?? '';
  return (
    <div className="fj-grid fj-grid-stacked fj-eqa-read" tabIndex={0} role="group" aria-label={t('eqa.returns')}>
      <table>
        <thead>
          <tr>
            <th scope="col">{t('eqa.item')}</th>
            {samples.map((sample) => (
              <th key={sample} scope="col">
                {sample}
              </th>
            ))}
            <th scope="col">{t('eqa.means')}</th>
          </tr>
        </thead>
        <tbody>
          {items.map((item) => (
            <tr key={item}>
              <th scope="row">{nameOf(item)}</th>
              {samples.map((sample) => {
                const [now, was] = [at(results, item, sample), at(before, item, sample)];
                const isChanged = before !== null && now !== was;
                return (
                  <td key={sample} data-label={sample}>
                    {isChanged ? <strong>{now === '' ? '—' : now}</strong> : now === '' ? '—' : now}
                    {isChanged ? (
                      <div className="fj-faint">
                        {t('eqa.was', { value: was === '' ? t('eqa.cellStates.blank') : was })}
                      </div>
                    ) : null}
                  </td>
                );
              })}
              <td className="fj-grid-whole" data-label={t('eqa.means')}>
                {[...new Set(results.filter((row) => row.item === item).map(meansOf))].join(t('field.between'))}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
