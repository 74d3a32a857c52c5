import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

import { describe, expect, it } from 'vitest';

const ROOT = resolve(import.meta.dirname, '../..');
const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8');

/** Every file of the tree that is, or may become, part of a commit. */
const FILES = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
  cwd: ROOT,
  encoding: 'utf8',
})
  .split('\n')
  .filter((path) => path !== '' && existsSync(join(ROOT, path)));
const PROSE = FILES.filter((path) => path.endsWith('.md') && !path.includes('/fixtures/'));

describe('ARCHITECTURE.md', () => {
  const listed = [...read('ARCHITECTURE.md').matchAll(/^\| `([\w./-]+)` \|/gm)].map((match) => match[1] ?? '');
  const folders = new Set<string>();
  for (const path of FILES) {
    const part = /^((?:packages|apps)\/[^/]+)(?:\/src\/([^/]+)\/)?/.exec(path);
    if (part) folders.add(part[2] === undefined ? (part[1] ?? '') : `${part[1] ?? ''}/src/${part[2]}`);
    else if (path.includes('/') && !path.startsWith('.')) folders.add(path.slice(0, path.indexOf('/')));
  }

  it('has a line for each folder', () => {
    expect([...folders].filter((folder) => !listed.includes(folder))).toEqual([]);
  });

  it('has no line for a folder that is gone', () => {
    expect(listed.filter((folder) => !folders.has(folder))).toEqual([]);
  });
});

/** The clauses of the packs, as the coverage page lists them, which `npm run check` compares with the packs. */
const CLAUSES = new Set(
  [...read('docs/coverage.md').matchAll(/^\| ([a-z]+-[a-z\d]+[.]\S+) \|/gm)].map((m) => m[1] ?? ''),
);

describe('the glossary', () => {
  const rows = read('docs/glossary.md')
    .split('\n')
    .filter((line) => line.startsWith('| ') && !line.startsWith('| 中文') && !line.startsWith('| ---'))
    .map((line) =>
      line
        .slice(1, -1)
        .split('|')
        .map((cell) => cell.trim()),
    );

  it('has a Chinese term, an identifier, a definition and a clause in each row', () => {
    expect(rows.length).toBeGreaterThanOrEqual(60);
    const broken = rows.filter(
      ([term, identifier, definition, clause, ...more]) =>
        more.length > 0 ||
        !/\p{Script=Han}/u.test(term ?? '') ||
        !/^`.+`/.test(identifier ?? '') ||
        !/[.]$/.test(definition ?? '') ||
        !CLAUSES.has(clause ?? ''),
    );
    expect(broken).toEqual([]);
  });

  it('has identifiers that are words of the code', () => {
    const code = FILES.filter((path) => /^(packages|apps)\/.*[.](tsx?|sql)$/.test(path) && !/[.]test[.]/.test(path));
    const words = new Set(code.flatMap((path) => read(path).match(/[A-Za-z][\w:-]*/g) ?? []));
    const identifiers = rows.flatMap(([, cell]) => [...(cell ?? '').matchAll(/`([^`]+)`/g)].map((m) => m[1] ?? ''));
    expect(identifiers.filter((identifier) => !words.has(identifier))).toEqual([]);
  });

  it('has each term and each identifier once', () => {
    for (const column of [0, 1]) {
      const cells = rows.map((row) => row[column] ?? '');
      expect(cells.filter((cell, i) => cells.indexOf(cell) !== i)).toEqual([]);
    }
  });
});

describe('the decisions', () => {
  const records = FILES.filter((path) => path.startsWith('docs/decisions/'));

  it('are numbered without a gap', () => {
    const numbers = records.map((path) => Number(/\/(\d{4})-[a-z0-9-]+[.]md$/.exec(path)?.[1]));
    expect(numbers.sort((a, b) => a - b)).toEqual(records.map((_, i) => i + 1));
  });

  it.each(records)('%s compares candidates and names the check that keeps it', (path) => {
    const headings = [...read(path).matchAll(/^## (.+)$/gm)].map((match) => match[1]);
    expect(headings).toEqual(['Context', 'Candidates', 'Decision', 'Consequences', 'Check that keeps it']);
    expect(read(path).match(/^\| (?!Candidate \||---)/gm)?.length ?? 0).toBeGreaterThanOrEqual(2);
  });
});

describe('the threat model', () => {
  const cases =
    read('docs/security.md')
      .split('## Abuse cases')[1]
      ?.match(/^\| .+ \|$/gm) ?? [];
  const rows = cases.slice(2).map((line) => line.slice(2, -2).split(' | '));

  it('has for each abuse a test that exists, or a risk that remains', () => {
    expect(rows.length).toBeGreaterThan(30);
    const isCovered = (cell: string): boolean =>
      /^Residual: .{10,}/.test(cell) || (/^`[^`]+`$/.test(cell) && existsSync(resolve(ROOT, cell.slice(1, -1))));
    expect(rows.filter(([, , cell = '']) => !isCovered(cell))).toEqual([]);
  });
});

describe('the prose', () => {
  it.each(PROSE)('%s links to files that exist', (path) => {
    const links = [...read(path).matchAll(/\]\((?!https?:|#|mailto:)([^)#\s]+)/g)].map((match) => match[1] ?? '');
    expect(links.filter((link) => !existsSync(resolve(ROOT, dirname(path), decodeURI(link))))).toEqual([]);
  });

  it('tells the same sections in both languages of the README', () => {
    const shape = (path: string): string => read(path).replace(/[^#\n]|\n(?!#)/g, '');
    expect(shape('README.zh-CN.md').match(/#+/g)).toEqual(shape('README.md').match(/#+/g));
  });

  it('speaks of suffixes that files have, and of commands that there are', () => {
    const suffixes = read('ARCHITECTURE.md').match(/`[.][a-z-]+[.]ts`/g) ?? [];
    const named = [...suffixes, ...(read('CONTRIBUTING.md').match(/`[.][a-z-]+[.]ts`/g) ?? [])].map((s) =>
      s.slice(1, -1),
    );
    expect(named).toContain('.query.ts');
    expect(named.filter((suffix) => !FILES.some((path) => path.endsWith(suffix)))).toEqual([]);
    const groups = new Set([...read('apps/cli/src/main.ts').matchAll(/^ {2}(\w+): async/gm)].map((m) => m[1]));
    const commands = PROSE.flatMap((path) => [...read(path).matchAll(/npx fujie ([a-z]+)/g)].map((m) => m[1] ?? ''));
    expect(commands.filter((command) => !groups.has(command))).toEqual([]);
  });

  it('names the scripts that package.json has', () => {
    const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
    const named = PROSE.flatMap((path) =>
      [...read(path).matchAll(/`npm run ([a-z-]+)/g)].map((match) => match[1] ?? ''),
    );
    expect(named.filter((name) => !(name in scripts))).toEqual([]);
  });
});
