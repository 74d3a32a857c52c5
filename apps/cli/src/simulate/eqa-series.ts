/**
 * Rounds of EQA of a demonstration region 室间质评演示轮次, with what laboratories returned: those of the year that registers know, the last two that
 * are published among them; one whose grades are not published yet and in which two returned the same, one that is open, one that is planned.
 */
import type { Day, Instant } from '@fujie/core/kernel';
import { addDays, yearOf } from '@fujie/core/kernel';
import type { EqaItem, EqaResult } from '@fujie/wire/contracts';
import { CATALOGUE_ITEMS } from '@fujie/packs/catalogue';

import type { PlannedProgramme } from './eqa-programmes.ts';
import { CHEMISTRY_PROGRAMME, MINERAL_PROGRAMME, PROGRAMMES, SAMPLES, THYROID_PROGRAMME } from './eqa-programmes.ts';
import { itemsOf } from './menus.ts';
import { isPlanted } from './plants.ts';
import type { Random } from './random.ts';
import { createRandom } from './random.ts';
import { roundsOf } from './region-eqa.ts';
import { organiserOf } from './region-places.ts';
import type { InstitutionPlan, InstitutionRole, World } from './world.ts';
import { roleOf } from './world.ts';
import { at } from './writer.ts';

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
  readonly nameEn: string;
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
  /** Within which laboratories may ask to take part, and who asked; null: the organiser alone enrols. */
  readonly enrolment: EqaEnrolment | null;
}

export interface EqaEnrolment {
  readonly opensAt: Instant;
  readonly closesAt: Instant;
  readonly requests: readonly {
    readonly institution: string;
    readonly items: readonly string[];
    readonly means: readonly {
      readonly item: string;
      readonly method: string | null;
      readonly instrument: string | null;
    }[];
    readonly at: Instant;
  }[];
}

/** Who asks to take part in the planned round, and waits for the answer. */
const ASKING: InstitutionRole = 'district';

/** The two that return the same, to the character. */
export const COPIERS = ['private', 'thirdCity'] as const satisfies readonly InstitutionRole[];
/** Those whose return of the open round is still to come. */
const WAITING: readonly InstitutionRole[] = ['central', 'district', 'township'];

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

interface Frame {
  readonly round: string;
  readonly nameZh: string;
  readonly nameEn: string;
  readonly programme: PlannedProgramme;
  readonly opensOn: Day;
  readonly closesOn: Day;
  readonly shippedOn: Day | null;
  readonly evaluatedOn: Day | null;
  readonly publishedOn: Day | null;
  readonly isByConsensus?: boolean;
  /** Laboratories ask to take part. */
  readonly isOffered?: boolean;
  /** Of one that registers know: 0 is the latest that is published, 1 the one before. */
  readonly age?: number;
}

/** The rounds of a region that stands at `today`. */
export function eqaSeries(seed: number, world: World, today: Day): readonly EqaSeries[] {
  const organiser = organiserOf(world, world.province);
  const frames = [...registeredFrames(organiser, today), ...currentFrames(today)];
  return frames.map((frame) =>
    seriesOf(createRandom(seed).fork(`eqa/${world.jurisdiction}/${frame.round}`), world, organiser, frame, today),
  );
}

/** Those that registers know: of chemistry the last two that are published, and of every programme those of the year. */
function registeredFrames(organiser: string, today: Day): readonly Frame[] {
  const all = roundsOf(organiser, today, today);
  const last = all.filter(({ age }) => age >= 0).slice(-2);
  return PROGRAMMES.flatMap((programme) =>
    all
      .filter((round) => round.year === yearOf(today) || (programme === CHEMISTRY_PROGRAMME && last.includes(round)))
      .map(({ round, year, closedOn, publishedOn, age }): Frame => {
        const once = (day: Day): Day | null => (day <= today ? day : null);
        const half = round.endsWith('1') ? '一' : '二';
        return {
          ...{ round: `${round}${programme.suffix}`, nameZh: `${String(year)}年第${half}次${programme.nameZh}` },
          nameEn: `${programme.nameEn}, round ${half === '一' ? '1' : '2'} of ${String(year)}`,
          ...{
            programme,
            opensOn: addDays(closedOn, -10),
            closesOn: closedOn,
            shippedOn: once(addDays(closedOn, -14)),
          },
          ...{ evaluatedOn: once(addDays(closedOn, 20)), publishedOn, age },
        };
      }),
  );
}

/** One whose grades are not published yet, one that is open, one that is planned: of these registers know nothing yet. */
function currentFrames(today: Day): readonly Frame[] {
  const [closed, open, planned] = [addDays(today, -4), addDays(today, 9), addDays(today, 64)];
  const frame = (programme: PlannedProgramme, closesOn: Day, done: Omit<Frame, NamedBy>): Frame => ({
    ...{ programme, closesOn, ...done, round: `${closesOn.slice(0, 7)}${programme.suffix}` },
    nameZh: `${closesOn.slice(0, 4)}年${String(Number(closesOn.slice(5, 7)))}月${programme.nameZh}`,
    nameEn: `${programme.nameEn}, ${closesOn.slice(0, 7)}`,
  });
  const nothing = { shippedOn: null, evaluatedOn: null, publishedOn: null };
  return [
    frame(THYROID_PROGRAMME, closed, {
      ...{ opensOn: addDays(closed, -10), shippedOn: addDays(closed, -13), evaluatedOn: addDays(today, -1) },
      ...{ publishedOn: null, isByConsensus: true },
    }),
    frame(MINERAL_PROGRAMME, open, { ...nothing, opensOn: addDays(today, -3), shippedOn: addDays(today, -6) }),
    frame(THYROID_PROGRAMME, planned, { ...nothing, opensOn: addDays(planned, -10), isOffered: true }),
  ];
}
type NamedBy = 'round' | 'nameZh' | 'nameEn' | 'programme' | 'closesOn';

function seriesOf(random: Random, world: World, organiser: string, frame: Frame, today: Day): EqaSeries {
  const { programme, opensOn, closesOn, shippedOn, evaluatedOn, publishedOn, round, nameZh, nameEn } = frame;
  const { shapes } = programme;
  const year = Number(closesOn.slice(0, 4));
  const number = `${closesOn.slice(2, 4)}${closesOn.slice(5, 7)}`;
  const samples = Array.from({ length: SAMPLES }, (_, i) => `${number}${String(i + 1)}${programme.code.slice(-1)}`);
  const order = random.sample(samples, SAMPLES);
  const targets = shapes.flatMap(([item, decimals, percent, low, high]) =>
    samples.map((sample) => {
      const value = Number((low + ((high - low) * order.indexOf(sample)) / (SAMPLES - 1)).toFixed(decimals + 1));
      return { item, sample, value, uncertainty: Number(((value * percent) / 1500).toPrecision(2)) };
    }),
  );
  const isOpen = closesOn >= today;
  const spread = isOpen ? 2 : 8;
  const parts = world.institutions.flatMap((plan): EqaPart[] => {
    const items = shapes.map(([item]) => item).filter((item) => itemsOf(plan.menu).includes(item));
    if (items.length === 0) return [];
    const stream = random.fork(plan.code);
    const hasReturned =
      shippedOn !== null && addDays(opensOn, spread) < today && !(isOpen && WAITING.includes(roleOf(plan)));
    const arrivedOn = shippedOn === null ? null : addDays(shippedOn, 2);
    return [
      {
        ...{ institution: plan.code, items },
        receivedAt: arrivedOn === null || arrivedOn >= today ? null : at(arrivedOn, 9, stream.int(0, 59)),
        returned: hasReturned
          ? {
              at: at(addDays(opensOn, stream.int(0, spread)), stream.int(8, 16), stream.int(0, 59)),
              results: resultsOf(stream, plan, frame, targets),
            }
          : null,
      },
    ];
  });
  return {
    ...{ programme: programme.code, organiser, round, nameZh, nameEn, year, samples, items: programme.items },
    ...{
      opensAt: at(opensOn, 8),
      closesAt: at(closesOn, 17),
      shippedAt: shippedOn === null ? null : at(shippedOn, 15),
    },
    evaluatedAt: evaluatedOn === null ? null : at(evaluatedOn, 10),
    publishedAt: publishedOn === null ? null : at(publishedOn, 9),
    targets: frame.isByConsensus === true ? [] : targets,
    ...(frame.isOffered === true
      ? offered(world, parts, programme, today)
      : { parts: frame.isByConsensus === true ? withCopy(world, parts) : parts, enrolment: null }),
  };
}

/** A round for which laboratories may ask for three weeks more; one of them did, and waits. */
function offered(
  world: World,
  parts: readonly EqaPart[],
  { analyser }: PlannedProgramme,
  today: Day,
): Pick<EqaSeries, 'parts' | 'enrolment'> {
  const asking = world.code(ASKING);
  const means = (item: string) => ({ item, method: METHODS[item] ?? null, instrument: `演示型 ${analyser}100` });
  return {
    parts: parts.filter(({ institution }) => institution !== asking),
    enrolment: {
      ...{ opensAt: at(addDays(today, -6), 8), closesAt: at(addDays(today, 21), 17) },
      requests: parts
        .filter(({ institution }) => institution === asking)
        .map(({ institution, items }) => ({
          ...{ institution, items, means: items.map(means), at: at(addDays(today, -1), 10, 20) },
        })),
    },
  };
}

/** What a laboratory measured: well inside the limits, but for what is planted. */
function resultsOf(
  random: Random,
  plan: InstitutionPlan,
  { programme: { shapes, analyser }, age }: Frame,
  targets: EqaSeries['targets'],
): readonly EqaResult[] {
  const instrument = `演示型 ${analyser}${plan.level === 3 && random.chance(0.5) ? '200' : '100'}`;
  return shapes.flatMap(([item, decimals, percent]) => {
    if (!itemsOf(plan.menu).includes(item)) return [];
    const role = roleOf(plan);
    const hasFailed =
      age !== undefined &&
      ((age <= 0 && isPlanted('eqa-failed', role, item)) || (age === 1 && isPlanted('eqa-pass-fail-pass', role, item)));
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
