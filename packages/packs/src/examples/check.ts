/** `fujie pack check`: every clause is put into practice or says why not, every citation leads somewhere, every rule has its examples. */
import { checkLoop } from '@fujie/core/loops';
import type { RecognitionParameters } from '@fujie/core/recognition';
import { DEFAULT_PARAMETERS, REASONS } from '@fujie/core/recognition';
import { REGISTERS } from '@fujie/core/registers';
import { WATCH_RULE_TEXTS } from '@fujie/core/watch';

import { composePacks, JURISDICTION_IDS, PACKS, packsOf } from '../jurisdiction.ts';
import type { Pack } from '../pack.ts';
import type { Rule } from '../rules.ts';
import { RULES } from '../rules.ts';
import type { Example } from './example.ts';
import { PACK_EXAMPLES } from './pack-examples.ts';
import type { FailedCase } from './run-examples.ts';
import { runParsedExamples } from './run-examples.ts';

/** What the check looks at; tests hand in packs with faults. */
export interface PackState {
  readonly packs: readonly Pack[];
  readonly rules: readonly Rule[];
  readonly examples: readonly { readonly pack: string; readonly example: Example }[];
  /** Whether a folder of the repository exists, for `part:` references. */
  readonly partExists: (path: string) => boolean;
}

export function currentState(partExists: (path: string) => boolean): PackState {
  return { packs: PACKS, rules: RULES, examples: PACK_EXAMPLES, partExists };
}

/** Every fault, each a sentence that names the spot. Empty when all is well. */
/** A day on which every document and figure has begun. */
const LAST_DAY = '9999-12-31';

export function checkPacks(state: PackState): readonly string[] {
  return [
    ...checkClauses(state),
    ...checkCitations(state),
    ...checkRules(state),
    ...checkExamples(state),
    ...checkLoops(state),
    ...JURISDICTION_IDS.flatMap((id) => {
      const composed = composePacks(id, packsOf(id), LAST_DAY);
      return composed.ok ? [] : composed.problems.map((problem) => problem.message);
    }),
  ];
}

function checkClauses({ packs, rules, partExists }: PackState): readonly string[] {
  const faults: string[] = [];
  const registerIds = new Set<string>(REGISTERS.map((register) => register.id));
  const ruleIds = new Set(rules.map((rule) => rule.id));
  const loopIds = new Set(packs.flatMap(({ loops }) => (loops ?? []).map(({ id }) => id)));
  const seen = new Set<string>();
  for (const pack of packs) {
    for (const clause of pack.clauses) {
      if (clause.items.length === 0) faults.push(`${clause.id} has no item`);
      for (const item of clause.items) {
        if (seen.has(item.id)) faults.push(`${item.id} stands twice`);
        seen.add(item.id);
        if (item.summary.zh === '' || item.summary.en === '') faults.push(`${item.id} lacks a summary`);
        if (item.encodedBy.length === 0 && item.notEncoded === null)
          faults.push(`${item.id} is neither encoded nor says why not`);
        for (const reference of item.encodedBy) {
          const [kind = '', name = ''] = reference.split(':', 2);
          const exists =
            (kind === 'rule' && ruleIds.has(name)) ||
            (kind === 'register' && registerIds.has(name)) ||
            (kind === 'loop' && loopIds.has(name)) ||
            (kind === 'part' && partExists(name));
          if (!exists) faults.push(`${item.id} names \`${reference}\`, which does not exist`);
        }
      }
    }
  }
  return faults;
}

/** Ids that a citation may name: clauses and items. */
function citable(packs: readonly Pack[]): ReadonlySet<string> {
  const ids = packs.flatMap((pack) =>
    pack.clauses.flatMap((clause) => [clause.id, ...clause.items.map((item) => item.id)]),
  );
  // Article 19 is cited as a whole, though its cases are items of their own.
  return new Set(ids);
}

function checkCitations({ packs, rules }: PackState): readonly string[] {
  const known = citable(packs);
  const faults: string[] = [];
  const check = (who: string, clauses: readonly string[]): void => {
    if (clauses.length === 0) faults.push(`${who} cites no clause`);
    for (const clause of clauses) if (!known.has(clause)) faults.push(`${who} cites ${clause}, which is in no pack`);
  };
  for (const rule of rules) check(`rule ${rule.id}`, rule.clauses);
  for (const { code, clauses } of REASONS.values()) check(`reason ${code}`, clauses);
  for (const register of REGISTERS) check(`register ${register.id}`, register.clauses);
  for (const [id, { clause }] of Object.entries(WATCH_RULE_TEXTS)) check(`watch rule ${id}`, [clause]);
  for (const pack of packs) {
    for (const setting of pack.parameters) {
      check(`parameter ${setting.parameter} of ${pack.id}`, [setting.clause]);
      if (!(setting.parameter in (DEFAULT_PARAMETERS satisfies RecognitionParameters)))
        faults.push(`${pack.id} sets an unknown parameter`);
    }
    for (const reason of pack.exceptionReasons) check(`exception ${reason.code} of ${pack.id}`, reason.clauses);
    for (const [label, note] of Object.entries(pack.footnotes)) check(`footnote of ${label}`, [note.clause]);
  }
  const documents = new Set(packs.map(({ id }) => id));
  for (const { id, summary } of packs.flatMap(({ clauses }) => clauses.flatMap(({ items }) => items))) {
    const words = `${summary.zh} ${summary.en}`.split(/[^a-z0-9.#-]+/).map((word) => word.replace(/\.$/, ''));
    const cited = words.filter((word) => word.includes('.') && documents.has(word.split('.', 1)[0] ?? ''));
    if (cited.length > 0) check(id, cited);
  }
  return faults;
}

function checkLoops({ packs }: PackState): readonly string[] {
  const known = citable(packs);
  const loops = packs.flatMap(({ loops: own }) => own ?? []);
  const refinements = packs.flatMap(({ refinements: own }) => own ?? []);
  const cited = [
    ...loops.flatMap(({ id, clauses, stages, parameters }) => [
      ...clauses.map((clause) => [`loop ${id}`, clause] as const),
      ...stages.flatMap((stage) => stage.clauses.map((clause) => [`stage ${stage.id} of loop ${id}`, clause] as const)),
      ...Object.values(parameters)
        .filter(({ source }) => source !== 'local')
        .map(({ source }) => [`a limit of loop ${id}`, source] as const),
    ]),
    ...refinements.flatMap(({ loop, clauses, parameters = {}, stages = [] }) =>
      [
        ...clauses,
        ...Object.values(parameters).map(({ source }) => source),
        ...stages.flatMap((stage) => stage.clauses),
      ]
        .filter((source) => source !== 'local')
        .map((clause) => [`refinement of loop ${loop}`, clause] as const),
    ),
  ];
  return [
    ...loops.flatMap(checkLoop),
    ...loops.filter(({ clauses }) => clauses.length === 0).map(({ id }) => `loop ${id} cites no clause`),
    ...cited
      .filter(([, clause]) => !known.has(clause))
      .map(([who, clause]) => `${who} cites ${clause}, which is in no pack`),
  ];
}

function checkRules({ packs, rules, examples }: PackState): readonly string[] {
  const faults: string[] = [];
  const cited = new Set(
    packs.flatMap((pack) => pack.clauses.flatMap((clause) => clause.items.flatMap((item) => item.encodedBy))),
  );
  for (const rule of rules) {
    if (!cited.has(`rule:${rule.id}`)) faults.push(`rule ${rule.id} puts no clause into practice`);
    for (const code of rule.codes)
      if (!REASONS.has(code)) faults.push(`rule ${rule.id} gives ${code}, which has no text`);
    if (rule.kind === null) continue;
    const own = examples.filter(({ example }) => example.rules.includes(rule.id)).map(({ example }) => example);
    if (own.length === 0) faults.push(`rule ${rule.id} has no example`);
    for (const example of own) {
      if (example.kind !== rule.kind)
        faults.push(`example ${example.id} is of kind ${example.kind}, its rule ${rule.id} of ${rule.kind}`);
    }
    const expected = JSON.stringify(own.map((example) => example.cases.map((one) => one.expect)));
    for (const code of rule.codes)
      if (!expected.includes(`"${code}"`)) faults.push(`rule ${rule.id} has no example that expects ${code}`);
  }
  return faults;
}

function checkExamples({ packs, rules, examples }: PackState): readonly string[] {
  const known = citable(packs);
  const ruleIds = new Set(rules.map((rule) => rule.id));
  const faults: string[] = [];
  const seen = new Set<string>();
  for (const { example } of examples) {
    if (seen.has(example.id)) faults.push(`example ${example.id} stands twice`);
    seen.add(example.id);
    for (const rule of example.rules)
      if (!ruleIds.has(rule)) faults.push(`example ${example.id} names rule ${rule}, which does not exist`);
    example.cases.forEach(({ clause }, index) => {
      const where = `example ${example.id} case ${String(index + 1)}`;
      if (clause === '') faults.push(`${where} cites no clause`);
      for (const id of clausesOf(clause)) if (!known.has(id)) faults.push(`${where} cites ${id}, which is in no pack`);
    });
  }
  for (const { example } of examples)
    for (const { id, case: number } of failedOf(example)) faults.push(`example ${id} case ${String(number)} fails`);
  return faults;
}

const failures = new WeakMap<Example, readonly FailedCase[]>();

/** The cases of an example that fail, worked out once. */
function failedOf(example: Example): readonly FailedCase[] {
  let failed = failures.get(example);
  if (failed === undefined) failures.set(example, (failed = runParsedExamples([example]).failed));
  return failed;
}

/** The clause ids of an example's citation; `default` cites the platform. */
export function clausesOf(citation: string): readonly string[] {
  return citation
    .split(';')
    .map((part) => part.trim())
    .filter((part) => part !== '' && part !== 'default');
}
