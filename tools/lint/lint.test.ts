import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';

import ts from 'typescript';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { runNode } from '../lib/terminal.mjs';

const ROOT = resolve(import.meta.dirname, '../..');
const OXLINT = 'node_modules/oxlint/bin/oxlint';
interface Configuration {
  readonly jsPlugins: readonly string[];
  readonly options: object;
}

/** Writes our configuration into a folder, where its paths are those of samples; what is ignored in the tree is looked at. */
function configure(folder: string, options: object = {}): string {
  const name = join(ROOT, '.oxlintrc.json');
  const ours = ts.parseConfigFileTextToJson(name, readFileSync(name, 'utf8')).config as Configuration;
  const { resolve: find } = createRequire(name);
  const config = join(folder, '.oxlintrc.json');
  const jsPlugins = ours.jsPlugins.map((plugin) => (plugin.startsWith('.') ? join(ROOT, plugin) : find(plugin)));
  const changes = { jsPlugins, options: { ...ours.options, ...options }, ignorePatterns: [] };
  writeFileSync(config, JSON.stringify({ ...ours, ...changes }));
  return config;
}

const CORE = 'packages/core/src/sample.ts';
const SERVER = 'apps/server/src/recognition/sample.ts';
const PAGE = 'apps/web/src/features/orders/sample.tsx';

type Sample = readonly [what: string, path: string, code: string];

const REFUSED: readonly (readonly [...Sample, rule: string])[] = [
  ['a clock in the core', CORE, 'export const now = Date.now();', 'eslint(no-restricted-globals)'],
  [
    'a clock in the packs',
    'packages/packs/src/x.ts',
    'export const now = new Date();',
    'eslint(no-restricted-globals)',
  ],
  ['a clock in wire', 'packages/wire/src/x.ts', 'export const now = Date.now();', 'eslint(no-restricted-globals)'],
  ['chance in the core', CORE, 'export const id = Math.random();', 'eslint(no-restricted-properties)'],
  ['ids of its own in the core', CORE, 'export const id = crypto.randomUUID();', 'eslint(no-restricted-globals)'],
  ['what is global in the core', CORE, 'export const all = globalThis;', 'eslint(no-restricted-globals)'],
  [
    'the environment outside the configuration',
    SERVER,
    'export const e = process.env;',
    'eslint(no-restricted-properties)',
  ],
  ['the console in the server', SERVER, "console.log('x');", 'eslint(no-console)'],
  ['any', SERVER, 'export const x: any = 1;', 'typescript(no-explicit-any)'],
  ['a non-null assertion', SERVER, 'export const x = [1].at(0)!;', 'typescript(no-non-null-assertion)'],
  ['a double assertion', SERVER, 'export const x = 1 as unknown as string;', 'fujie(no-double-assertion)'],
  ['a default export', SERVER, 'export default 1;', 'import(no-default-export)'],
  ['an error swallowed', SERVER, 'try { await Promise.resolve(); } catch {}', 'eslint(no-empty)'],
  ['a file too long to read', SERVER, 'export {};\n'.repeat(401), 'eslint(max-lines)'],
  [
    'a disabled line without a reason',
    SERVER,
    "export {};\n// eslint-disable-next-line no-console\nconsole.log('x');",
    '@eslint-community/eslint-comments(require-description)',
  ],
  [
    'a disabled line of which no reason is asked',
    SERVER,
    "// oxlint-disable-next-line no-console\nconsole.log('x');",
    'eslint(no-warning-comments)',
  ],
  [
    'a disabled line that nothing needs',
    SERVER,
    '// eslint-disable-next-line no-console -- it was once needed\nexport const x = 1;',
    'Unused eslint-disable directive (no problems were reported).',
  ],
  [
    'an expression that a text can keep busy',
    SERVER,
    String.raw`export const slow = /^(\s*\w\s*)+$/;`,
    'regexp(no-super-linear-backtracking)',
  ],
  ['text in one language', PAGE, 'export const x = <p>互认</p>;', 'fujie(untranslated-text)'],
  ['text in an expression', PAGE, "export const x = <p>{'Accept'}</p>;", 'fujie(untranslated-text)'],
  [
    'text in a choice',
    PAGE,
    "export const X = (on: boolean) => <p>{on ? 'Yes' : t('no')}</p>;",
    'fujie(untranslated-text)',
  ],
  [
    'text behind a condition',
    PAGE,
    "export const X = (on: boolean) => <p>{on && 'Ready'}</p>;",
    'fujie(untranslated-text)',
  ],
  ['text for nothing', PAGE, "export const X = (n?: string) => <p>{n ?? '没有'}</p>;", 'fujie(untranslated-text)'],
  ['text in a template', PAGE, 'export const X = (n: number) => <p>{`共计 ${n}`}</p>;', 'fujie(untranslated-text)'],
  ['text put together', PAGE, "export const X = (n: string) => <>{'Name ' + n}</>;", 'fujie(untranslated-text)'],
  [
    'a template read aloud',
    PAGE,
    'export const X = (n: string) => <input title={`Name ${n}`} />;',
    'fujie(untranslated-text)',
  ],
  ['text read aloud', PAGE, "export const x = <input placeholder='Name' />;", 'fujie(untranslated-text)'],
];

const ALLOWED: readonly Sample[] = [
  ['a clock in the server', SERVER, 'export const now = Date.now();'],
  ['a clock in a test of the core', 'packages/core/src/x.test.ts', 'export const now = Date.now();'],
  ['the environment where it is declared', 'apps/server/src/platform/config/x.ts', 'export const e = process.env;'],
  ['the console in the command line', 'apps/cli/src/x.ts', "console.log('x');"],
  ['translated text', PAGE, "export const X = ({ t }: { t: (k: string) => string }) => <p>{t('order.accept')}</p>;"],
  [
    'a choice that is not text',
    PAGE,
    "export const X = (on: boolean) => <p className={on ? 'open' : 'shut'}>{on ? '—' : 'HR'}</p>;",
  ],
  [
    'figures, marks and names that are the same in every language',
    PAGE,
    'export const x = <p>符节 <b>3.5</b> · HR</p>;',
  ],
  [
    'a reason beside a disabled line',
    SERVER,
    "// eslint-disable-next-line no-console -- the last words\nconsole.log('x');",
  ],
];

/** A place of its own for each sample, in the folder where its rules hold. */
const placeOf = (path: string, number: number): string => join(dirname(path), `${String(number)}-${basename(path)}`);

interface Report {
  readonly diagnostics: readonly { readonly filename: string; readonly code?: string; readonly message: string }[];
}

const folder = mkdtempSync(join(tmpdir(), 'fujie-lint-'));
let found: Report['diagnostics'] = [];

beforeAll(async () => {
  const config = configure(folder, { typeAware: false });
  for (const [number, [, path, code]] of [...REFUSED, ...ALLOWED].entries()) {
    const file = join(folder, placeOf(path, number));
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, code);
  }
  const { output } = await runNode(OXLINT, ['-c', config, '--format', 'json', '.'], { cwd: folder });
  found = (JSON.parse(output) as Report).diagnostics;
});

afterAll(() => {
  rmSync(folder, { recursive: true });
});

const brokenBy = (path: string, number: number): readonly string[] =>
  found
    .filter(({ filename }) => filename === placeOf(path, number))
    // What is disabled for nothing breaks no rule, and is told in words.
    .map(({ code, message }) => code ?? message);

describe('the lint refuses', () => {
  it.each(REFUSED.map(([what, path, , rule], number) => ({ what, path, rule, number })))(
    '$what',
    ({ path, rule, number }) => {
      expect(brokenBy(path, number)).toContain(rule);
    },
  );

  it.each([
    ['a promise that nobody waits for', 'floating.ts', ['typescript(no-floating-promises)']],
    [
      'a hook behind a condition, and what React’s compiler cannot keep right',
      'page.tsx',
      [
        'react(purity)',
        'react(refs)',
        'react(set-state-in-effect)',
        'react(static-components)',
        'react-hooks(exhaustive-deps)',
        'react-hooks(rules-of-hooks)',
      ],
    ],
  ])('%s', async (_name, fixture, rules) => {
    const own = mkdtempSync(join(tmpdir(), 'fujie-lint-'));
    const sample = join(import.meta.dirname, 'fixtures', fixture);
    const { code, output } = await runNode(OXLINT, ['-c', configure(own), sample]);
    rmSync(own, { recursive: true });
    expect(output.match(/(?:typescript|react|react-hooks)\([a-z-]+\)(?=:)/g)?.toSorted()).toEqual(rules);
    expect(code).toBe(1);
  });
});

describe('the lint allows', () => {
  it.each(ALLOWED.map(([what, path], index) => ({ what, path, number: REFUSED.length + index })))(
    '$what',
    ({ path, number }) => {
      expect(brokenBy(path, number)).toEqual([]);
    },
  );
});
