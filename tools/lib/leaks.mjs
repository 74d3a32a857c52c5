/** Searches what the tests left behind for personal data: in logs, addresses, metrics and errors nothing of it may stand. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { bold, green, red, say } from './terminal.mjs';

/** Where personal data must never stand; each was written by the tests, or the search is worth nothing. */
const KINDS = ['logs', 'addresses', 'metrics', 'errors'];

/** Names, numbers and telephones of the persons whom the tests invent. */
const PLANTED = ['张小明', '李明', '邵梓翰', '邵长庚', 'ZX-MRN-773311', '13955550142', '试验区栽种巷'];

/** Identity numbers: a date of birth within, and the right check character. */
const IDENTITY_NUMBER = /(?<!\d)\d{6}(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dX](?![\dA-Za-z])/g;
const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];

/** @param {string} text */
function identityNumbersIn(text) {
  return [...text.matchAll(IDENTITY_NUMBER)]
    .map(([number]) => number)
    .filter((number) => {
      const sum = WEIGHTS.reduce((total, weight, i) => total + weight * Number(number[i]), 0);
      return '10X98765432'[sum % 11] === number[17];
    });
}

/** A line as it may be read: also with what an address writes as %E5 or JSON as \u5f20. @param {string} line */
function readings(line) {
  const unescaped = line.replace(/\\u([0-9a-f]{4})/gi, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16)));
  const decoded = line.replace(/(?:%[0-9a-f]{2})+/gi, (bytes) =>
    Buffer.from(bytes.replaceAll('%', ''), 'hex').toString(),
  );
  return [line, unescaped, decoded];
}

/**
 * @param {string} folder
 * @returns {{ leaks: { kind: string, file: string, line: number, value: string }[], lines: Record<string, number> }}
 */
export function findLeaks(folder) {
  const files = readdirSync(folder).sort();
  /** @param {string} kind */
  const ofKind = (kind) => files.filter((file) => file.startsWith(`${kind}-`));
  const planted = new Set(PLANTED);
  for (const file of ofKind('planted'))
    for (const value of readFileSync(join(folder, file), 'utf8').split('\n')) if (value !== '') planted.add(value);
  const leaks = [];
  /** @type {Record<string, number>} */
  const lines = {};
  for (const kind of KINDS) {
    lines[kind] = 0;
    for (const file of ofKind(kind)) {
      for (const [i, line] of readFileSync(join(folder, file), 'utf8').split('\n').entries()) {
        if (line === '') continue;
        lines[kind] += 1;
        const found = new Set(
          readings(line).flatMap((text) => [
            ...[...planted].filter((value) => text.includes(value)),
            ...identityNumbersIn(text),
          ]),
        );
        for (const value of found) leaks.push({ kind, file: join(folder, file), line: i + 1, value });
      }
    }
  }
  return { leaks, lines };
}

/**
 * Searches, and counts one test for each kind: failed where something stands, or where nothing was written.
 *
 * @param {string} name
 * @param {string} folder
 * @returns {import('./tests.mjs').Stage}
 */
export function searchLeaks(name, folder) {
  const started = performance.now();
  const { leaks, lines } = findLeaks(folder);
  say(`\n${bold(name)}`);
  let passed = 0;
  for (const kind of KINDS) {
    const own = leaks.filter((leak) => leak.kind === kind);
    const isGood = own.length === 0 && (lines[kind] ?? 0) > 0;
    if (isGood) passed += 1;
    say(`${isGood ? green('✓') : red('✗')} ${kind}: ${lines[kind]} lines, ${own.length} with personal data`);
    for (const { file, line, value } of own.slice(0, 20)) say(`    ${file}:${line} has \`${value}\``);
  }
  return { name, passed, failed: KINDS.length - passed, seconds: (performance.now() - started) / 1000 };
}
