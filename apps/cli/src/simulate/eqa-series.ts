/**
 * Rounds of EQA of a demonstration region 室间质评演示轮次, with what laboratories returned: the two that registers know the grades of, one whose grades
 * are not published yet and in which two returned the same, one that is open, one that is planned.
 */
import type { Day, Instant } from '@fujie/core/kernel';
import { addDays } from '@fujie/core/kernel';
import type { EqaItem, EqaResult } from '@fujie/wire/contracts';
import { CATALOGUE_ITEMS } from '@fujie/packs/catalogue';

import { itemsOf } from './menus.ts';
import { isPlanted } from './plants.ts';
import type { Random } from './random.ts';
import { createRandom } from './random.ts';
import { publishedRounds } from './region-eqa.ts';
import { organiserOf } from './region-places.ts';
import type { InstitutionPlan, InstitutionRole, World } from './world.ts';
import { roleOf } from './world.ts';
import { at } from './writer.ts';

export interface EqaProgramme {
  readonly code: string;
  readonly nameZh: string;
  readonly items: readonly EqaItem[];
}

export interface EqaPart {
  readonly institution: string;
  readonly items: readonly string[];
  readonly receivedAt: Instant | null;
  /** Null: nothing returned yet. */
  readonly returned: { readonly at: Instant; readonly results: readonly EqaResult[] } | null;
}

export interface EqaSeries {
  readonly programme: string;
  readonly organiser: string;
  readonly round: string;
  readonly nameZh: string;
  readonly year: number;
  readonly opensAt: Instant;
  readonly closesAt: Instant;
  readonly shippedAt: Instant | null;
  readonly evaluatedAt: Instant | null;
  readonly publishedAt: Instant | null;
  readonly samples: readonly string[];
  readonly items: readonly EqaItem[];
  /** Targets known beforehand; none: by consensus. */
  readonly targets: readonly {
    readonly item: string;
    readonly sample: string;
    readonly value: number;
    readonly uncertainty: number;
  }[];
  readonly parts: readonly EqaPart[];
}

/** The two that return the same, to the character. */
export const COPIERS = ['private', 'thirdCity'] as const satisfies readonly InstitutionRole[];
/** Those whose return of the open round is still to come. */
const WAITING: readonly InstitutionRole[] = ['central', 'district', 'township'];

/** Item, decimals, allowable error in percent, and the lowest and highest target. */
type Shape = readonly [item: string, decimals: number, percent: number, low: number, high: number];
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
const SAMPLES = 5;
const itemByCode = new Map(CATALOGUE_ITEMS.map((item) => [item.code, item]));
const METHODS: Readonly<Record<string, string>> = {
  ...{
    K: '间接离子选择电极法',
    GLU: '己糖激酶法',
    CREA: '肌氨酸氧化酶法',
    ALT: '速率法（IFCC）',
    GGT: '速率法（IFCC）',
    LDLC: '直接法',
  },
  ...{
    Ca: '偶氮砷Ⅲ法',
    P: '磷钼酸紫外法',
    Mg: '二甲苯胺蓝法',
    TSH: '化学发光法',
    FT3: '化学发光法',
    FT4: '化学发光法',
  },
};

function itemOf([item, , percent]: Shape): EqaItem {
  return {
    ...{ item, kind: 'quantitative', unit: itemByCode.get(item)?.unit ?? null, criterion: { type: 'pct', percent } },
    ...{ passMark: 80, minimumGroup: 8, lowest: 0, highest: null },
  };
}

export const EQA_PROGRAMMES: readonly EqaProgramme[] = [
  { code: 'C-01', nameZh: '常规化学', items: CHEMISTRY.map(itemOf) },
  { code: 'C-02', nameZh: '无机离子', items: MINERALS.map(itemOf) },
  { code: 'C-07', nameZh: '甲状腺功能', items: THYROID.map(itemOf) },
];

interface Frame {
  readonly round: string;
  readonly nameZh: string;
  readonly programme: string;
  readonly shapes: readonly Shape[];
  readonly opensOn: Day;
  readonly closesOn: Day;
  readonly shippedOn: Day | null;
  readonly evaluatedOn: Day | null;
  readonly publishedOn: Day | null;
  readonly isByConsensus?: boolean;
}

/** The rounds of a region that stands at `today`. */
export function eqaSeries(seed: number, world: World, today: Day): readonly EqaSeries[] {
  const organiser = organiserOf(world, world.province);
  const past = publishedRounds(organiser, today).slice(-2);
  const monthOf = (day: Day) => ({
    round: day.slice(0, 7),
    zh: `${day.slice(0, 4)}年${String(Number(day.slice(5, 7)))}月`,
  });
  const [closed, open, planned] = [addDays(today, -4), addDays(today, 9), addDays(today, 64)];
  const frames: readonly Frame[] = [
    ...past.map(({ round, closedOn, publishedOn }): Frame => {
      const nameZh = `${round.slice(0, 4)}年第${round.endsWith('1') ? '一' : '二'}次常规化学`;
      return {
        ...{ round, nameZh, programme: 'C-01', shapes: CHEMISTRY, opensOn: addDays(closedOn, -10), closesOn: closedOn },
        ...{ shippedOn: addDays(closedOn, -14), evaluatedOn: addDays(closedOn, 20), publishedOn },
      };
    }),
    {
      ...{
        round: `${monthOf(closed).round}-甲功`,
        nameZh: `${monthOf(closed).zh}甲状腺功能`,
        programme: 'C-07',
        shapes: THYROID,
      },
      ...{ opensOn: addDays(closed, -10), closesOn: closed, shippedOn: addDays(closed, -13) },
      ...{ evaluatedOn: addDays(today, -1), publishedOn: null, isByConsensus: true },
    },
    {
      ...{
        round: `${monthOf(open).round}-离子`,
        nameZh: `${monthOf(open).zh}无机离子`,
        programme: 'C-02',
        shapes: MINERALS,
      },
      ...{
        opensOn: addDays(today, -3),
        closesOn: open,
        shippedOn: addDays(today, -6),
        evaluatedOn: null,
        publishedOn: null,
      },
    },
    {
      ...{
        round: `${monthOf(planned).round}-甲功`,
        nameZh: `${monthOf(planned).zh}甲状腺功能`,
        programme: 'C-07',
        shapes: THYROID,
      },
      ...{ opensOn: addDays(planned, -10), closesOn: planned, shippedOn: null, evaluatedOn: null, publishedOn: null },
    },
  ];
  return frames.map((frame, index) =>
    seriesOf(createRandom(seed).fork(`eqa/${world.jurisdiction}/${frame.round}`), world, organiser, frame, {
      today,
      // The latest that is published stands behind one more.
      isLatest: index === past.length - 1,
    }),
  );
}

interface Standing {
  readonly today: Day;
  readonly isLatest: boolean;
}

function seriesOf(random: Random, world: World, organiser: string, frame: Frame, standing: Standing): EqaSeries {
  const { shapes, opensOn, closesOn, shippedOn, evaluatedOn, publishedOn, round, nameZh, programme } = frame;
  const year = Number(closesOn.slice(0, 4));
  const number = `${closesOn.slice(2, 4)}${closesOn.slice(5, 7)}`;
  const samples = Array.from({ length: SAMPLES }, (_, i) => `${number}${String(i + 1)}1`);
  const order = random.sample(samples, SAMPLES);
  const targets = shapes.flatMap(([item, decimals, percent, low, high]) =>
    samples.map((sample) => {
      const value = Number((low + ((high - low) * order.indexOf(sample)) / (SAMPLES - 1)).toFixed(decimals + 1));
      return { item, sample, value, uncertainty: Number(((value * percent) / 1500).toPrecision(2)) };
    }),
  );
  const parts = world.institutions.flatMap((plan): EqaPart[] => {
    const items = shapes.map(([item]) => item).filter((item) => itemsOf(plan.menu).includes(item));
    if (items.length === 0) return [];
    const stream = random.fork(plan.code);
    const isOpen = evaluatedOn === null;
    const hasReturned = shippedOn !== null && opensOn <= standing.today && !(isOpen && WAITING.includes(roleOf(plan)));
    const spread = isOpen ? 2 : 8;
    return [
      {
        ...{ institution: plan.code, items },
        receivedAt: shippedOn === null ? null : at(addDays(shippedOn, 2), 9, stream.int(0, 59)),
        returned: hasReturned
          ? {
              at: at(addDays(opensOn, stream.int(0, spread)), stream.int(8, 16), stream.int(0, 59)),
              results: resultsOf(stream, plan, frame, targets, standing),
            }
          : null,
      },
    ];
  });
  return {
    ...{ programme, organiser, round, nameZh, year, samples, items: shapes.map(itemOf) },
    ...{
      opensAt: at(opensOn, 8),
      closesAt: at(closesOn, 17),
      shippedAt: shippedOn === null ? null : at(shippedOn, 15),
    },
    evaluatedAt: evaluatedOn === null ? null : at(evaluatedOn, 10),
    publishedAt: publishedOn === null ? null : at(publishedOn, 9),
    targets: frame.isByConsensus === true ? [] : targets,
    parts: frame.isByConsensus === true ? withCopy(world, parts) : parts,
  };
}

/** What a laboratory measured: well inside the limits, but for what is planted. */
function resultsOf(
  random: Random,
  plan: InstitutionPlan,
  { shapes }: Frame,
  targets: EqaSeries['targets'],
  { isLatest }: Standing,
): readonly EqaResult[] {
  const instrument = `演示型 ${shapes === THYROID ? 'IMMU' : 'CHEM'}${plan.level === 3 && random.chance(0.5) ? '200' : '100'}`;
  return shapes.flatMap(([item, decimals, percent]) => {
    if (!itemsOf(plan.menu).includes(item)) return [];
    const role = roleOf(plan);
    const hasFailed = isLatest ? isPlanted('eqa-failed', role, item) : isPlanted('eqa-pass-fail-pass', role, item);
    const bias = (hasFailed ? 1.5 : 0.18 * clamp(random.gaussian())) * percent;
    return targets
      .filter((target) => target.item === item)
      .map(({ sample, value }) => {
        const share = 1 + (bias + 0.12 * percent * clamp(random.gaussian())) / 100;
        return {
          ...{ item, sample, reported: (value * share).toFixed(decimals), unit: itemByCode.get(item)?.unit ?? null },
          ...{ method: METHODS[item] ?? null, instrument, reagent: '演示试剂', calibrator: null },
        };
      });
  });
}

const clamp = (value: number): number => Math.max(-2, Math.min(2, value));

/** One writes off what the other measured, on another instrument, a few minutes later. */
function withCopy(world: World, parts: readonly EqaPart[]): readonly EqaPart[] {
  const [from, to] = COPIERS.map((role) => world.code(role));
  const source = parts.find(({ institution }) => institution === from)?.returned ?? null;
  if (source === null) return parts;
  return parts.map((part) =>
    part.institution === to
      ? {
          ...part,
          returned: {
            at: (source.at + 4 * 60_000) as Instant,
            results: source.results.map((row) => ({ ...row, instrument: '演示型 IMMU300' })),
          },
        }
      : part,
  );
}
