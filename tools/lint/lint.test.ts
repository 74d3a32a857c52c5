import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

import { ESLint } from 'eslint';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { runNode } from '../lib/terminal.mjs';

const ROOT = resolve(import.meta.dirname, '../..');
const eslint = new ESLint({ cwd: ROOT, ignore: false });

async function rulesBroken(filePath: string, code: string): Promise<readonly (string | null)[]> {
  const [result] = await eslint.lintText(code, { filePath: join(ROOT, filePath) });
  return (result?.messages ?? []).map((message) => message.ruleId ?? message.message);
}

const CORE = 'packages/core/src/sample.ts';
const SERVER = 'apps/server/src/recognition/sample.ts';
const PAGE = 'apps/web/src/features/orders/sample.tsx';

describe('the lint refuses', () => {
  it.each([
    ['a clock in the core', CORE, 'export const now = Date.now();', 'no-restricted-globals'],
    ['a clock in the packs', 'packages/packs/src/x.ts', 'export const now = new Date();', 'no-restricted-globals'],
    ['a clock in wire', 'packages/wire/src/x.ts', 'export const now = Date.now();', 'no-restricted-globals'],
    ['chance in the core', CORE, 'export const id = Math.random();', 'no-restricted-properties'],
    ['ids of its own in the core', CORE, 'export const id = crypto.randomUUID();', 'no-restricted-globals'],
    ['what is global in the core', CORE, 'export const all = globalThis;', 'no-restricted-globals'],
    ['the environment outside the configuration', SERVER, 'export const e = process.env;', 'no-restricted-properties'],
    ['the console in the server', SERVER, "console.log('x');", 'no-console'],
    ['any', SERVER, 'export const x: any = 1;', '@typescript-eslint/no-explicit-any'],
    ['a non-null assertion', SERVER, 'export const x = [1].at(0)!;', '@typescript-eslint/no-non-null-assertion'],
    ['a double assertion', SERVER, 'export const x = 1 as unknown as string;', 'no-restricted-syntax'],
    ['a default export', SERVER, 'export default 1;', 'no-restricted-syntax'],
    ['an error swallowed', SERVER, 'try { await Promise.resolve(); } catch {}', 'no-empty'],
    ['a file too long to read', SERVER, 'export {};\n'.repeat(401), 'max-lines'],
    [
      'a disabled line without a reason',
      SERVER,
      "// eslint-disable-next-line no-console\nconsole.log('x');",
      '@eslint-community/eslint-comments/require-description',
    ],
    [
      'a disabled line that nothing needs',
      SERVER,
      '// eslint-disable-next-line no-console -- it was once needed\nexport const x = 1;',
      "Unused eslint-disable directive (no problems were reported from 'no-console').",
    ],
    [
      'an expression that a text can keep busy',
      SERVER,
      String.raw`export const slow = /^(\s*\w\s*)+$/;`,
      'regexp/no-super-linear-backtracking',
    ],
    ['text in one language', PAGE, 'export const x = <p>互认</p>;', 'fujie/untranslated-text'],
    ['text in an expression', PAGE, "export const x = <p>{'Accept'}</p>;", 'fujie/untranslated-text'],
    [
      'text in a choice',
      PAGE,
      "export const X = (on: boolean) => <p>{on ? 'Yes' : t('no')}</p>;",
      'fujie/untranslated-text',
    ],
    [
      'text behind a condition',
      PAGE,
      "export const X = (on: boolean) => <p>{on && 'Ready'}</p>;",
      'fujie/untranslated-text',
    ],
    ['text for nothing', PAGE, "export const X = (n?: string) => <p>{n ?? '没有'}</p>;", 'fujie/untranslated-text'],
    ['text in a template', PAGE, 'export const X = (n: number) => <p>{`共计 ${n}`}</p>;', 'fujie/untranslated-text'],
    ['text put together', PAGE, "export const X = (n: string) => <>{'Name ' + n}</>;", 'fujie/untranslated-text'],
    [
      'a template read aloud',
      PAGE,
      'export const X = (n: string) => <input title={`Name ${n}`} />;',
      'fujie/untranslated-text',
    ],
    ['text read aloud', PAGE, "export const x = <input placeholder='Name' />;", 'fujie/untranslated-text'],
  ])('%s', async (_name, filePath, code, rule) => {
    expect(await rulesBroken(filePath, code)).toContain(rule);
  });

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
    const folder = mkdtempSync(join(tmpdir(), 'fujie-lint-'));
    const config = join(folder, 'config.json');
    // Samples are not looked at with the tree.
    const name = join(ROOT, '.oxlintrc.json');
    const ours = ts.parseConfigFileTextToJson(name, readFileSync(name, 'utf8')).config as object;
    writeFileSync(config, JSON.stringify({ ...ours, ignorePatterns: [] }));
    const sample = join(import.meta.dirname, 'fixtures', fixture);
    const { code, output } = await runNode('node_modules/oxlint/bin/oxlint', ['-c', config, sample]);
    rmSync(folder, { recursive: true });
    expect(output.match(/(?:typescript|react|react-hooks)\([a-z-]+\)(?=:)/g)?.toSorted()).toEqual(rules);
    expect(code).toBe(1);
  });
});

describe('the lint allows', () => {
  it.each([
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
  ])('%s', async (_name, filePath, code) => {
    expect(await rulesBroken(filePath, code)).toEqual([]);
  });
});
