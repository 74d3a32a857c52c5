/**
 * A jurisdiction 适用范围 is an ordered list of packs, from the nation to the place. Local packs refine and add; none takes
 * a duty away, and two that disagree are an error that names both clauses. Source: recognition decision, ground rule 1.
 */
import type { Problem, Result } from '@fujie/core/kernel';
import type { LoopDefinition } from '@fujie/core/loops';
import { fault, ok } from '@fujie/core/kernel';
import type { RecognitionParameters } from '@fujie/core/recognition';
import { PLATFORM_DEFAULTS, REASONS } from '@fujie/core/recognition';

import { coreSystems } from './core-systems/index.ts';
import { digestOf } from './digest.ts';
import { henan2023 } from './henan-2023/index.ts';
import { henan2025 } from './henan-2025/index.ts';
import { asOwnRule, composeLoops } from './loops.ts';
import { national2022 } from './national-2022/index.ts';
import type { ExceptionReason, Pack, ParameterSetting } from './pack.ts';
import { sichuan2025 } from './sichuan-2025/index.ts';
import { refinement } from './strictness.ts';
import { taiyuan2024 } from './taiyuan-2024/index.ts';

/** Every pack, by id. */
export const PACKS: readonly Pack[] = [national2022, coreSystems, taiyuan2024, sichuan2025, henan2023, henan2025];

/** Ids of the packs of each jurisdiction, the widest first. */
const JURISDICTIONS: Readonly<Record<string, readonly string[]>> = {
  national: ['national-2022', 'core-systems'],
  taiyuan: ['national-2022', 'core-systems', 'taiyuan-2024'],
  sichuan: ['national-2022', 'core-systems', 'sichuan-2025'],
  henan: ['national-2022', 'core-systems', 'henan-2023', 'henan-2025'],
};

export interface Jurisdiction {
  readonly id: string;
  /** The packs that a decision of recognition may rest on; others of the place govern other work. */
  readonly packs: readonly { readonly id: string; readonly version: string }[];
  /** Digest of these packs' content: two decisions with the same digest were judged by the same rules. */
  readonly packDigest: string;
  readonly parameters: RecognitionParameters;
  /** Which clause set a parameter; what is not named is the platform's default. */
  readonly sources: Readonly<Partial<Record<keyof RecognitionParameters, string>>>;
  readonly exceptionReasons: readonly ExceptionReason[];
  readonly footnotes: Pack['footnotes'];
  /** Loops 闭环 by id. */
  readonly loops: ReadonlyMap<string, LoopDefinition>;
}

export const JURISDICTION_IDS: readonly string[] = Object.keys(JURISDICTIONS);

/** The packs of a jurisdiction, the widest first; throws on an id that is none, because the configuration names it. */
export function packsOf(id: string): readonly Pack[] {
  const packIds = JURISDICTIONS[id];
  if (packIds === undefined) throw new Error(`no jurisdiction \`${id}\`; there are ${JURISDICTION_IDS.join(', ')}`);
  return packIds.map((packId) => {
    const pack = PACKS.find((candidate) => candidate.id === packId);
    if (pack === undefined) throw new Error(`jurisdiction \`${id}\` names pack \`${packId}\`, which does not exist`);
    return pack;
  });
}

/** What applies from a day until the next document or figure begins or ends. */
interface Stage {
  readonly from: string;
  readonly jurisdiction: Jurisdiction;
}

const stages = new Map<string, readonly Stage[]>();

/**
 * The packs, parameters and reasons of a jurisdiction on the day of an act: a document governs none before its first day
 * (national-2022.art.39), a figure none outside its own days. The same object is given for every day of a stage.
 */
export function resolveJurisdiction(id: string, day: string): Jurisdiction {
  let known = stages.get(id);
  if (known === undefined) stages.set(id, (known = stagesOf(id)));
  const stage = known.findLast(({ from }) => from <= day) ?? known[0];
  if (stage === undefined) throw new Error(`jurisdiction \`${id}\` has no stage`);
  return stage.jurisdiction;
}

function stagesOf(id: string): readonly Stage[] {
  const packs = packsOf(id);
  const periods = packs.flatMap((pack) => [
    pack.inForce,
    ...pack.parameters.flatMap((setting) => setting.inForce ?? []),
  ]);
  const changes = new Set(['', ...periods.flatMap(({ from, to }) => (to === null ? [from] : [from, to]))]);
  return [...changes].sort().map((from) => ({ from, jurisdiction: compose(id, from) }));
}

/** The packs of a jurisdiction in force on a day, the widest first: those of recognition and all others. */
export function packsInForce(id: string, day: string): readonly Pack[] {
  return packsOf(id).filter((pack) => holds(pack.inForce, day));
}

/** The loops of a family, such as `organisation`, that some document in force on a day declares: what an institution may take as own rule. */
export function ownRuleLoops(family: string, day: string): ReadonlyMap<string, LoopDefinition> {
  const declared = PACKS.filter((pack) => holds(pack.inForce, day)).flatMap(({ loops = [] }) => loops);
  const own = declared.filter(({ id }) => id.startsWith(`${family}/`)).map(asOwnRule);
  return new Map(own.map((loop) => [loop.id, loop]));
}

function compose(id: string, day: string): Jurisdiction {
  const composed = composePacks(id, packsInForce(id, day), day);
  if (!composed.ok) throw new Error(composed.problems.map((problem) => problem.message).join('; '));
  return composed.value;
}

function holds({ from, to }: Pack['inForce'], day: string): boolean {
  return from <= day && (to === null || day < to);
}

const clausesOfReasons: ReadonlySet<string> = new Set([...REASONS.values()].flatMap(({ clauses }) => clauses));

/** Whether recognition takes a figure, a reason for a repeat, a footnote or the clause of a reason from a pack. */
function bearsOnRecognition({ parameters, exceptionReasons, footnotes, clauses }: Pack): boolean {
  return (
    parameters.length > 0 ||
    exceptionReasons.length > 0 ||
    Object.keys(footnotes).length > 0 ||
    clauses.some(({ id, items }) => clausesOfReasons.has(id) || items.some((item) => clausesOfReasons.has(item.id)))
  );
}

/** Composes packs in their order with the figures of a day; one that weakens or contradicts an earlier one is a problem. */
export function composePacks(id: string, packs: readonly Pack[], day: string): Result<Jurisdiction> {
  const problems: Problem[] = [];
  let parameters: RecognitionParameters = PLATFORM_DEFAULTS;
  const sources: Partial<Record<keyof RecognitionParameters, string>> = {};
  for (const pack of packs) {
    for (const setting of pack.parameters.filter(({ inForce }) => inForce === undefined || holds(inForce, day))) {
      const earlier = sources[setting.parameter];
      const value = earlier === undefined ? setting.value : refinement(setting, parameters[setting.parameter]);
      if (value === null) problems.push(disagreement(setting, earlier ?? '', parameters[setting.parameter]));
      else {
        parameters = { ...parameters, [setting.parameter]: value };
        sources[setting.parameter] = setting.clause;
      }
    }
  }
  const loops = composeLoops(packs);
  if (!loops.ok) problems.push(...loops.problems);
  if (problems.length > 0 || !loops.ok) return fault(...problems);
  const bearing = packs.filter(bearsOnRecognition);
  return ok({
    id,
    packs: bearing.map(({ id: packId, version }) => ({ id: packId, version })),
    packDigest: digestOf(JSON.stringify({ packs: bearing.map(judging), parameters })),
    parameters,
    sources,
    exceptionReasons: packs.flatMap((pack) => pack.exceptionReasons),
    footnotes: Object.assign({}, ...packs.map((pack) => pack.footnotes)) as Pack['footnotes'],
    loops: loops.value,
  });
}

/** What of a pack decides about results: loops and points of inspections do not. */
function judging({ loops: _, refinements: __, checks: ___, ...rest }: Pack): object {
  return rest;
}

function disagreement(setting: ParameterSetting, earlier: string, value: unknown): Problem {
  return {
    code: 'packs-disagree',
    path: setting.parameter,
    message: `${setting.clause} sets \`${setting.parameter}\` to ${JSON.stringify(setting.value)}, but ${earlier} sets ${JSON.stringify(value)}`,
    messageZh: `${setting.clause} 将“${setting.parameter}”定为 ${JSON.stringify(setting.value)}，而 ${earlier} 定为 ${JSON.stringify(value)}`,
  };
}
