/**
 * How good a test system is 检测系统性能: the trend of its scatter, sigma by each named allowable error with the bias of EQA, and new lots beside
 * old ones with the target they may get. A person decides. Source: henan-2025.lab.7#01, national-2022.art.24#01.
 */
import type { Day, Instant } from '@fujie/core/kernel';
import { addDays, formatInstant, startOfDay } from '@fujie/core/kernel';
import { cvOf, meanOf } from '@fujie/core/estimates';
import type { AllowedError, LevelScatter, ControlLotChange } from '@fujie/core/laboratory';
import { controlLotChanges, errorsOf, requiredImprecision, sigmasOf } from '@fujie/core/laboratory';
import type { RegisterSnapshot, TestSystemRow } from '@fujie/core/registers';
import type { IqcPerformanceResponse } from '@fujie/wire/contracts';

import type { Queryable } from '../platform/db/database.ts';
import type { Deps } from '../platform/deps.ts';
import { namedInstitution } from '../platform/http/named-institution.ts';
import { firstUseOf, limitsView, namedItem } from './iqc-month.ts';
import { findCumulative, findResultsOut } from './iqc-month.query.ts';
import { findResults, findTargets } from './iqc.query.ts';
import type { PastScore } from './eqa-figures.query.ts';
import { findHistory } from './eqa-figures.query.ts';
import { findLotFigures } from './iqc-region.query.ts';

const TREND_DAYS = 366;
const CROSSOVER_DAYS = 120;
const ROUNDS = 6;

/** A system as of a day. */
export async function performanceOfSystem(
  deps: Pick<Deps, 'registers' | 'worker'>,
  db: Queryable,
  row: TestSystemRow,
  day: Day,
): Promise<IqcPerformanceResponse> {
  const snapshot = deps.registers.current();
  const { institution, code: system, item } = row;
  const end = startOfDay(addDays(day, 1));
  const months = await findLotFigures(db, [{ institution, system }], {
    from: startOfDay(addDays(day, -TREND_DAYS)),
    to: end,
  });
  const targets = (await findTargets(db, institution, [system])).filter(({ validFromMs }) => validFromMs < end);
  const crossover = { institution, system, from: startOfDay(addDays(day, -CROSSOVER_DAYS)), to: end };
  const results = await findResults(db, crossover);
  const out = await findResultsOut(db, crossover);
  // Scores are the organiser's; what they say of this institution is its own.
  const rounds = (await findHistory(deps.worker, institution, item)).flatMap(biasOfRound).slice(-ROUNDS);
  const current = new Map(targets.map(({ product, lot, level }) => [`${product}|${level}`, lot]));
  const lots = [...new Map(targets.map((one) => [`${one.product}|${one.level}`, one])).values()];
  const span = { institution, from: firstUseOf(snapshot, institution, lots), to: end };
  const scatter = (await findCumulative(db, span, [system])).flatMap((one): readonly LevelScatter[] => {
    const cv = one.sd === null ? null : cvOf(one.mean, one.sd);
    const isCurrent = one.system === system && current.get(`${one.product}|${one.level}`) === one.lot;
    return isCurrent && cv !== null
      ? [{ mean: one.mean, product: one.product, lot: one.lot, level: one.level, n: one.n, cvPercent: cv }]
      : [];
  });
  const allowed = allowedErrors(snapshot, row, day, rounds);
  const sigmas = sigmasOf(scatter, { allowed, biases: rounds.map(({ percent }) => percent), levelsInRun: row.levels });
  const changes = controlLotChanges(
    results.flatMap(({ id, product, lot, level, value, measuredMs, isVoid, purpose }) =>
      value === null || isVoid || purpose === 'temporary' || out.has(id)
        ? []
        : [{ id, product, lot, level, value: Number(value), measuredAt: measuredMs as Instant }],
    ),
    targets.map(({ product, lot, level, mean, sd }) => ({ product, lot, level, mean: Number(mean), sd: Number(sd) })),
  );
  return {
    institution: namedInstitution(snapshot, institution),
    system,
    item: namedItem(snapshot, item),
    unit: row.unit,
    limits: limitsView(requiredImprecision(snapshot, { institution: row.institution, systems: [row] }, item, day)),
    months: months.map(({ institution: _of, system: _system, ...one }) => ({
      ...one,
      cvPercent: one.sd === null ? null : cvOf(one.mean, one.sd),
    })),
    allowed: [...allowed],
    rounds: rounds.map(({ organiser, round, closesMs, percent }) => ({
      ...{ organiser, round, percent },
      closedAt: formatInstant(closesMs as Instant),
    })),
    sigmas: sigmas.map(({ rules, designs, ...one }) => ({ ...one, rules: [...rules], designs: [...designs] })),
    lotChanges: changes.map(changeView),
  };
}

interface RoundBias extends Pick<PastScore, 'organiser' | 'round' | 'closesMs' | 'source'> {
  /** Mean over its samples, percent. */
  readonly percent: number;
  /** Half the width of what was accepted, percent of the target; null: no sample tells it. */
  readonly allowed: number | null;
}

function biasOfRound({ organiser, round, closesMs, source, cells }: PastScore): readonly RoundBias[] {
  const biases = cells.flatMap(({ biasPercent }) => biasPercent ?? []);
  if (biases.length === 0) return [];
  const widths = cells.flatMap(({ target, high }) =>
    target === null || high === null || target === 0 ? [] : [(100 * (high - target)) / Math.abs(target)],
  );
  const allowed = widths.length === 0 ? null : meanOf(widths);
  return [{ organiser, round, closesMs, source, percent: meanOf(biases), allowed }];
}

interface NamedError extends AllowedError {
  /** Of the source in the register. */
  readonly code: string | null;
  readonly isChosen: boolean;
}

const OUTSIDE = { code: null, isChosen: false, nameEn: null };

/**
 * What the laboratory chose, else set itself for the system; then what the registers hold of the item, and what each organiser's last round
 * allowed. An error in units of the item says nothing of a system that measures in others.
 */
function allowedErrors(
  snapshot: RegisterSnapshot,
  { institution, item, unit, tea, teaSource }: TestSystemRow,
  day: Day,
  rounds: readonly RoundBias[],
): readonly NamedError[] {
  const itemUnit = snapshot.item(item, day)?.unit ?? null;
  const isSameUnit = unit === null || itemUnit === null || unit === itemUnit;
  const registered = errorsOf(snapshot, { institution, item }, day)
    .filter(({ criterion }) => isSameUnit || criterion.type === 'pct')
    .map(({ source: code, ...one }): NamedError => ({ ...one, code, source: 'register' }));
  const own: readonly NamedError[] =
    tea === null
      ? []
      : [{ ...OUTSIDE, source: 'own', nameZh: teaSource ?? '', criterion: { type: 'pct', percent: tea } }];
  const last = new Map(rounds.map((round) => [round.organiser, round]));
  return [
    ...registered.filter(({ isChosen }) => isChosen),
    ...own,
    ...registered.filter(({ isChosen }) => !isChosen),
    ...[...last.values()].flatMap(({ organiser, round, source, allowed }): readonly NamedError[] =>
      allowed === null
        ? []
        : [
            {
              ...{ ...OUTSIDE, source: 'eqa', nameZh: [organiser, round, source ?? []].flat().join(' ') },
              criterion: { type: 'pct', percent: allowed },
            },
          ],
    ),
  ];
}

function changeView({ product, level, oldLot, newLot, from, old, proposal, outliers }: ControlLotChange) {
  return {
    ...{ product, level, oldLot, newLot, old, proposal },
    from: formatInstant(from),
    outliers: outliers.map(({ result, value, distance }) => ({ result, value, distance })),
  };
}
