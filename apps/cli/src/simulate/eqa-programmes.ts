/** Programmes of EQA of a demonstration region 质评计划: what each asks for, and how its rounds are called. */
import type { EqaItem } from '@fujie/wire/contracts';
import { CATALOGUE_ALLOWABLE_ERRORS, CATALOGUE_ITEMS } from '@fujie/packs/catalogue';

/** Item, decimals, allowable error in percent, and the lowest and highest target. */
export type Shape = readonly [item: string, decimals: number, percent: number, low: number, high: number];
const CHEMISTRY: readonly Shape[] = [
  ['K', 2, 6, 3.1, 6.4],
  ['GLU', 2, 7, 3.9, 16.2],
  ['CREA', 0, 12, 62, 430],
  ['ALT', 0, 16, 34, 210],
  ['GGT', 0, 11, 28, 180],
  ['LDLC', 2, 30, 1.8, 5.2],
];
const MINERALS: readonly Shape[] = [
  ['Ca', 2, 5, 1.9, 3.1],
  ['P', 2, 10, 0.8, 2.4],
  ['Mg', 2, 15, 0.7, 1.9],
];
const THYROID: readonly Shape[] = [
  ['TSH', 3, 25, 0.8, 12.4],
  ['FT3', 2, 25, 3.2, 11.5],
  ['FT4', 2, 25, 9.4, 34.2],
];

export interface EqaProgramme {
  readonly code: string;
  readonly nameZh: string;
  readonly nameEn: string;
  readonly samples: number;
  /** Of a year. */
  readonly rounds: number;
  readonly items: readonly EqaItem[];
}

/** A programme with how its values are made; its rounds are told from those of others by what stands behind their number. */
export interface PlannedProgramme extends EqaProgramme {
  readonly suffix: string;
  readonly shapes: readonly Shape[];
  readonly analyser: string;
}

export const SAMPLES = 5;
const itemByCode = new Map(CATALOGUE_ITEMS.map((item) => [item.code, item]));

/** The national plan, where it allows so much of the item. */
function sourceOf(item: string, percent: number): Pick<EqaItem, 'source'> {
  const found = CATALOGUE_ALLOWABLE_ERRORS.find(
    ({ row }) => row.source === 'NCCL' && row.item === item && row.kind === 'pct' && row.percent === percent,
  );
  return found === undefined ? {} : { source: found.row.nameZh };
}

function programme(
  [code, nameZh, nameEn, suffix]: readonly [code: string, nameZh: string, nameEn: string, suffix: string],
  [shapes, analyser, rounds]: readonly [shapes: readonly Shape[], analyser: string, rounds: number],
): PlannedProgramme {
  const items = shapes.map(([item, , percent]): EqaItem => ({
    ...{ item, kind: 'quantitative', unit: itemByCode.get(item)?.unit ?? null, criterion: { type: 'pct', percent } },
    ...sourceOf(item, percent),
    ...{ passMark: 80, minimumGroup: 8, lowest: 0, highest: null },
  }));
  return { code, nameZh, nameEn, suffix, samples: SAMPLES, rounds, items, shapes, analyser };
}

export const CHEMISTRY_PROGRAMME = programme(['C-01', '常规化学', 'General chemistry', ''], [CHEMISTRY, 'CHEM', 2]);
export const MINERAL_PROGRAMME = programme(['C-02', '无机离子', 'Minerals', '-离子'], [MINERALS, 'CHEM', 3]);
export const THYROID_PROGRAMME = programme(['C-07', '甲状腺功能', 'Thyroid function', '-甲功'], [THYROID, 'IMMU', 4]);
export const PROGRAMMES: readonly PlannedProgramme[] = [CHEMISTRY_PROGRAMME, MINERAL_PROGRAMME, THYROID_PROGRAMME];

/** What stands behind the number of a round of the province's centre for an item. */
export function suffixOf(item: string): string {
  return PROGRAMMES.find(({ shapes }) => shapes.some(([known]) => known === item))?.suffix ?? '';
}
