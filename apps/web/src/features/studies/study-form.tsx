/** Enters a study 录入方法学评价: what was compared, and its numbers as pasted from a sheet; or one that replaces another, and why. */
import type { StudyEntry, StudyResponse } from '@fujie/wire/contracts';
import { STUDY_KINDS } from '@fujie/wire/choices';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Input, InputNumber, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { newKey } from '../../api/new-key.ts';
import { recordStudy, STUDIES_KEY } from '../../api/studies.ts';
import { ActForm } from '../../ui/act-dialog.tsx';
import { CodeSelect } from '../../ui/code-select.tsx';
import { DayPicker } from '../../ui/day-picker.tsx';
import { today } from '../../ui/format.ts';
import { printPasted, readPasted } from '../../ui/pasted.ts';
import { PastedFaults } from '../../ui/pasted-faults.tsx';
import { missingOf } from '../../ui/missing.ts';

type Kind = StudyEntry['kind'];
interface Props {
  /** What it replaces; null: it is a new one. */
  readonly corrects: StudyResponse | null;
  readonly onDone: (id: number) => void;
  readonly onCancel: () => void;
}

/** How many numbers a row has: both results of a sample, of blood its haematocrit too; those of a day, however many. */
const WIDTHS: Readonly<Record<Kind, readonly number[] | undefined>> = {
  'split-sample': [2],
  comparison: [2],
  poct: [2],
  'glucose-meter': [2, 3],
  precision: undefined,
};
const EMPTY = { title: '', unit: '', reference: '', tested: '', numbers: '', levels: '', reason: '' };

/** What a form begins with that corrects a study. */
function textsOf({ title, unit, reference, tested, data }: StudyResponse): typeof EMPTY {
  const pairs = (data.pairs ?? []).map((pair) => [
    ...[pair.reference, pair.test],
    ...(pair.haematocrit === undefined ? [] : [pair.haematocrit]),
  ]);
  const numbers = printPasted(data.days ?? pairs);
  return { ...EMPTY, title, unit: unit ?? '', reference, tested, numbers, levels: (data.levels ?? []).join(' ') };
}

export function StudyForm({ corrects, onDone, onCancel }: Props) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const [key] = useState(newKey);
  const [kind, setKind] = useState<Kind>(corrects?.kind ?? 'split-sample');
  const [item, setItem] = useState<string | null>(corrects?.item.code ?? null);
  const [texts, setTexts] = useState(corrects === null ? EMPTY : textsOf(corrects));
  const [measuredOn, setMeasuredOn] = useState<string>(corrects?.measuredOn ?? today());
  const [allowed, setAllowed] = useState<number | null>(corrects?.data.allowedPercent ?? null);
  const claimed = corrects?.data.claims;
  const [claims, setClaims] = useState<readonly [number | null, number | null]>([
    claimed?.repeatability ?? null,
    claimed?.withinLaboratory ?? null,
  ]);
  const act = useMutation({
    mutationFn: recordStudy,
    onSuccess: async ({ id }) => {
      await queries.invalidateQueries({ queryKey: STUDIES_KEY });
      onDone(id);
    },
  });
  const isPrecision = kind === 'precision';
  const { rows, faults: inNumbers } = readPasted(texts.numbers, WIDTHS[kind]);
  const pairs = rows.flatMap(([reference, test, haematocrit]) =>
    reference === undefined || test === undefined
      ? []
      : [{ reference, test, ...(haematocrit === undefined || kind !== 'glucose-meter' ? {} : { haematocrit }) }],
  );
  const [repeatability, withinLaboratory] = claims;
  const { rows: levelRows, faults: inLevels } = readPasted(kind === 'comparison' ? texts.levels : '');
  const levels = levelRows.flat();
  const faults = [...inNumbers, ...inLevels];
  const data: StudyEntry['data'] = isPrecision
    ? {
        days: rows.map((row) => [...row]),
        ...(corrects?.data.assigned === undefined ? {} : { assigned: corrects.data.assigned }),
        ...(repeatability === null || withinLaboratory === null ? {} : { claims: { repeatability, withinLaboratory } }),
      }
    : {
        pairs,
        ...(allowed === null || kind === 'glucose-meter' ? {} : { allowedPercent: allowed }),
        ...(kind === 'comparison' ? { levels } : {}),
      };
  const field = (name: keyof typeof texts, isLong = false) => {
    const Part = isLong ? Input.TextArea : Input;
    return (
      <>
        <label htmlFor={`study-${name}`}>{t(`studies.${name === 'title' ? 'name' : name}`)}</label>
        <Part
          id={`study-${name}`}
          value={texts[name]}
          onChange={(event: { target: { value: string } }) => setTexts({ ...texts, [name]: event.target.value })}
          {...(isLong ? { rows: 8, className: 'fj-study-numbers' } : { maxLength: 200 })}
        />
      </>
    );
  };
  const missing = missingOf([
    [t('marks.item'), item !== null],
    [t('studies.reason'), corrects === null || texts.reason.trim().length >= 2],
    [t('studies.name'), texts.title.trim() !== ''],
    ...(['reference', 'tested'] as const).map((name) => [t(`studies.${name}`), texts[name].trim() !== ''] as const),
    [t('studies.claims'), (repeatability === null) === (withinLaboratory === null)],
    [t('studies.numbers'), rows.length > 0 && faults.length === 0],
  ]);
  return (
    <ActForm
      act={act}
      label={t('studies.save')}
      isReady={missing.length === 0}
      missing={missing}
      onCancel={onCancel}
      onSubmit={() => {
        if (item === null) return;
        const { title, unit, reference, tested, reason } = texts;
        act.mutate({
          ...{ key, kind, item, title, reference, tested, measuredOn, data },
          ...(unit.trim() === '' ? {} : { unit }),
          ...(corrects === null ? {} : { corrects: corrects.id, reason: reason.trim() }),
        });
      }}
    >
      <label htmlFor="study-kind">{t('studies.kind')}</label>
      <Select<Kind>
        id="study-kind"
        disabled={corrects !== null}
        value={kind}
        onChange={setKind}
        options={STUDY_KINDS.map((value) => ({ value, label: t(`studies.kinds.${value}`) }))}
      />
      <label htmlFor="study-item">{t('marks.item')}</label>
      <CodeSelect
        id="study-item"
        registers={['item']}
        label={t('marks.item')}
        isFixed={corrects !== null}
        value={item}
        onChange={(value) => setItem(typeof value === 'string' ? value : null)}
      />
      {corrects === null ? null : field('reason')}
      {field('title')}
      {field('reference')}
      {field('tested')}
      {field('unit')}
      <span>{t('studies.measuredOn')}</span>
      <DayPicker label={t('studies.measuredOn')} value={measuredOn} onChange={setMeasuredOn} />
      {isPrecision ? (
        <>
          <span>{t('studies.claims')}</span>
          <div className="fj-study-claims">
            {([0, 1] as const).map((place) => {
              const label = t(place === 0 ? 'studies.repeatability' : 'studies.withinLaboratory');
              return (
                <InputNumber
                  key={place}
                  aria-label={label}
                  placeholder={label}
                  suffix="%"
                  min={0.01}
                  value={claims[place]}
                  onChange={(value) => setClaims(place === 0 ? [value, withinLaboratory] : [repeatability, value])}
                />
              );
            })}
          </div>
        </>
      ) : null}
      {isPrecision || kind === 'glucose-meter' ? null : (
        <>
          <label htmlFor="study-allowed">{t('studies.allowed')}</label>
          <InputNumber id="study-allowed" suffix="%" min={0.1} max={100} value={allowed} onChange={setAllowed} />
        </>
      )}
      {kind === 'comparison' ? field('levels') : null}
      {field('numbers', true)}
      <p className="fj-faint">
        {t(`studies.hints.${kind}`)} {t('studies.read', { count: rows.length })}
      </p>
      <PastedFaults faults={faults} />
    </ActForm>
  );
}
