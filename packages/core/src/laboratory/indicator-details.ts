/** What decided a case of a laboratory indicator 个案依据, as it is read: days of control, figures beside their limits, rounds with their outcome. */
import type { ImprecisionFigures, ImprecisionLimits } from '../iqc/monthly.ts';
import type { Day } from '../kernel/day.ts';
import type { Bilingual } from '../kernel/register.ts';
import { LEVEL_CLASS_NAMES } from '../registers/iqc-rules.ts';
import type { Covered } from './coverage.ts';

/** A round of EQA with what an institution came to in it; null: it has no grade. */
export interface RoundDetail {
  readonly organiser: Bilingual;
  readonly round: string;
  readonly outcome: string | null;
}

const OUTCOME_NAMES: Readonly<Record<string, Bilingual>> = {
  PASS: { zh: '合格', en: 'passed' },
  FAIL: { zh: '不合格', en: 'failed' },
  ABSENT: { zh: '未参加', en: 'absent' },
  PENDING: { zh: '待公布', en: 'pending' },
};
const NO_OUTCOME: Bilingual = { zh: '—', en: '—' };

/** Of what is told of no case. */
export const NO_DETAIL: Bilingual = { zh: '', en: '' };

export const daysDetail = (count: number): Bilingual => ({
  zh: `${String(count)} 天`,
  en: count === 1 ? '1 day' : `${String(count)} days`,
});

const comparedDetail = (on: Day): Bilingual => ({ zh: `比对 ${on}`, en: `compared ${on}` });

/** Without a day of control, but compared: which is told and not counted. */
export const besideDetail = (on: Day): Bilingual =>
  joined([daysDetail(0), { zh: `${comparedDetail(on).zh}，不计入`, en: `${comparedDetail(on).en}, not counted` }]);

/** By what an item is covered. */
export const coverageDetail = ({ qcDays, comparedOn }: Covered): Bilingual =>
  joined([
    { zh: `质控 ${daysDetail(qcDays).zh}`, en: `IQC on ${daysDetail(qcDays).en}` },
    ...(comparedOn === null ? [] : [comparedDetail(comparedOn)]),
  ]);

/** By what each test of a device is covered. */
export const testsDetail = (tests: readonly (Covered & { readonly name: Bilingual })[]): Bilingual =>
  joined(
    tests.map(({ name, qcDays, comparedOn }): Bilingual => {
      const by = [
        ...(qcDays > 0 ? [{ zh: '有室内质控', en: 'IQC' }] : []),
        ...(comparedOn === null ? [] : [comparedDetail(comparedOn)]),
      ];
      const all = by.length === 0 ? { zh: '无质控，无有效比对', en: 'neither IQC nor a valid comparison' } : joined(by);
      return { zh: `${name.zh}：${all.zh}`, en: `${name.en}: ${all.en}` };
    }),
  );

export const roundsDetail = (rounds: readonly RoundDetail[]): Bilingual =>
  joined(
    rounds.map(({ organiser, round, outcome }): Bilingual => {
      const name = outcome === null ? NO_OUTCOME : (OUTCOME_NAMES[outcome] ?? { zh: outcome, en: outcome });
      return { zh: `${organiser.zh} ${round} ${name.zh}`, en: `${organiser.en} ${round} ${name.en}` };
    }),
  );

export function scatterDetail(
  { cv, sd, classCv }: ImprecisionFigures,
  { maxCv, maxSd, byClass }: ImprecisionLimits,
): Bilingual {
  const beside = (value: number | null, limit: number | null, unit: string): string =>
    [value, limit].map((one) => (one === null ? '—' : `${String(one)}${unit}`)).join(' / ');
  const both = (text: string): Bilingual => ({ zh: text, en: text });
  return joined([
    ...(maxCv === null ? [] : [both(`CV ${beside(cv, maxCv, ' %')}`)]),
    ...(byClass === null ? [] : [ofClasses(byClass.classes, beside(classCv, byClass.maxCv, ' %'))]),
    ...(maxSd === null ? [] : [both(`SD ${beside(sd, maxSd, '')}`)]),
  ]);
}

function ofClasses(classes: readonly string[], figures: string): Bilingual {
  const names = classes.map((one) => LEVEL_CLASS_NAMES[one] ?? { zh: one, en: one });
  return {
    zh: `${names.map(({ zh }) => zh).join('、')}水平 CV ${figures}`,
    en: `CV of ${names.map(({ en }) => en).join(', ')} levels ${figures}`,
  };
}

const joined = (parts: readonly Bilingual[]): Bilingual => ({
  zh: parts.map(({ zh }) => zh).join('；'),
  en: parts.map(({ en }) => en).join('; '),
});
