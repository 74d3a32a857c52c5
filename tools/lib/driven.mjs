/** Holds what the tests did in loops 闭环 against what the documents declare: each stage is ended in a browser, and through the wire. */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { bold, green, red, ROOT, say } from './terminal.mjs';

/** The ways in which a stage is ended: see apps/server/src/platform/testing/driven.ts. */
const WAYS = /** @type {const} */ (['browser', 'wire']);

/**
 * Stages that are not ended in a way, each with the reason; one that is ended has no place here.
 *
 * @type {Record<typeof WAYS[number], Record<string, string>>}
 */
const LEFT_OUT = { browser: {}, wire: {} };

/**
 * Every stage that a document declares, as `loop stage`, also those that one adds to the loop of another.
 *
 * @param {readonly any[]} packs
 */
export function declaredStages(packs) {
  const loops = packs.flatMap(({ loops: own = [], refinements = [] }) => [
    ...own,
    ...refinements.map((/** @type {any} */ { loop, stages = [] }) => ({ id: loop, stages })),
  ]);
  return loops.flatMap(({ id, stages }) => stages.map((/** @type {any} */ stage) => `${id} ${stage.id}`));
}

/** Stages that were ended, by the way. @param {string} folder */
const drivenIn = (folder) => new Set(linesIn(folder, 'driven'));

/** @param {string} folder @param {string} kind */
function linesIn(folder, kind) {
  const files = readdirSync(folder).filter((file) => file.startsWith(`${kind}-`));
  return files.flatMap((file) => readFileSync(join(folder, file), 'utf8').split('\n'));
}

/**
 * What was declared and not driven, and what was left out and is driven, or is not declared.
 *
 * @param {readonly string[]} declared
 * @param {ReadonlySet<string>} driven as `way loop stage`
 * @param {Record<string, Record<string, string>>} leftOut
 */
export function undriven(declared, driven, leftOut) {
  return WAYS.map((way) => {
    const reasons = leftOut[way] ?? {};
    const isDriven = (/** @type {string} */ stage) => driven.has(`${way} ${stage}`);
    return {
      way,
      missing: declared.filter((stage) => !isDriven(stage) && !(stage in reasons)),
      needless: Object.keys(reasons).filter((stage) => isDriven(stage) || !declared.includes(stage)),
      count: declared.filter(isDriven).length,
    };
  });
}

/**
 * Counts one test for each stage and way. The whole record is kept in `test-results/loops-driven.txt`.
 *
 * @param {string} name
 * @param {string} folder of the traces
 * @returns {Promise<import('./tests.mjs').Stage>}
 */
export async function checkDriven(name, folder) {
  const started = performance.now();
  // Loaded when it is needed: this file is read before anything is installed.
  const { tsImport } = await import('tsx/esm/api');
  const { PACKS } = await tsImport('@fujie/packs', import.meta.url);
  const declared = declaredStages(PACKS);
  const driven = drivenIn(folder);
  const missed = linesIn(folder, 'missed');
  say(`\n${bold(name)}`);
  let failed = 0;
  for (const { way, missing, needless, count } of undriven(declared, driven, LEFT_OUT)) {
    const faults = missing.length + needless.length;
    failed += faults;
    const isGood = faults === 0;
    say(`${isGood ? green('✓') : red('✗')} ${way}: ${count} of ${declared.length} stages of loops were ended`);
    // Tests that did not run ended nothing, and are told of by themselves.
    if (count === 0) continue;
    for (const stage of missing) {
      say(`    ${stage}: nobody ended it (${way}); drive it, or say in tools/lib/driven.mjs why not`);
      if (way === 'browser') for (const line of missed) if (line.startsWith(`${stage} by `)) say(`      ${line}`);
    }
    for (const stage of needless) say(`    ${stage}: take it off the list of tools/lib/driven.mjs (${way})`);
  }
  const rows = declared.map((stage) => [stage, ...WAYS.filter((way) => driven.has(`${way} ${stage}`))].join(' '));
  const file = join(ROOT, 'test-results/loops-driven.txt');
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `${rows.join('\n')}\n`);
  const passed = declared.length * WAYS.length - failed;
  return { name, passed, failed, seconds: (performance.now() - started) / 1000 };
}
