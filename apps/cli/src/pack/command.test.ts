import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { Command } from 'commander';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';

import { registerPackCommands } from './command.ts';

const FUJIE = fileURLToPath(new URL('../../bin/fujie.mjs', import.meta.url));

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'fujie-pack-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

interface Outcome {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Runs the command as a user would, from a folder that is not the repository. */
function spawned(...words: readonly string[]): Promise<Outcome> {
  return new Promise((resolve) => {
    execFile(process.execPath, [FUJIE, 'pack', ...words], { cwd: folder }, (error, out, err) => {
      resolve({ code: error === null ? 0 : Number(error.code ?? 1), out, err });
    });
  });
}

/** Runs the command in this process, and keeps what it prints. */
async function fujie(...words: readonly string[]): Promise<Outcome> {
  let out = '';
  let err = '';
  const spies = [
    vi.spyOn(console, 'log').mockImplementation((line: string) => {
      out += `${line}\n`;
    }),
    vi.spyOn(console, 'error').mockImplementation((line: string) => {
      err += `${line}\n`;
    }),
  ];
  const program = new Command();
  registerPackCommands(program);
  try {
    await program.parseAsync(['pack', ...words], { from: 'user' });
    return { code: Number(process.exitCode ?? 0), out, err };
  } finally {
    process.exitCode = 0;
    for (const spy of spies) spy.mockRestore();
  }
}

function write(name: string, content: string): string {
  const file = join(folder, name);
  writeFileSync(file, content);
  return file;
}

const PANEL = {
  id: 'P-1',
  kind: 'panel',
  base: {
    panelPrice: '20.00',
    charged: '10.01',
    components: [
      { item: 'A', price: '1.00', accepted: true },
      { item: 'B', price: '1.00', accepted: false },
    ],
  },
  cases: [
    { set: {}, expect: { maxCharge: '10.00', violation: 'BUNDLED_RECHARGE' }, clause: 'national-2022.art.18' },
    {
      set: { charged: '10.00' },
      expect: { maxCharge: '10.00', violation: 'BUNDLED_RECHARGE' },
      clause: 'national-2022.art.18',
    },
  ],
};
const lastLine = (text: string): string => text.trimEnd().split('\n').at(-1) ?? '';

describe('fujie pack cases', { timeout: 60_000 }, () => {
  test('prints each failing case with expected and actual, the counts last, and fails', async () => {
    write('panel.json', JSON.stringify(PANEL));
    const { code, out } = await spawned('cases', 'panel.json');
    expect(out).toContain('✗ P-1 case 2 (national-2022.art.18)');
    expect(out).toContain('expected {"maxCharge":"10.00","violation":"BUNDLED_RECHARGE"}');
    expect(out).toContain('actual   {"maxCharge":"10.00","violation":null}');
    expect(lastLine(out)).toBe('1 passed, 1 failed');
    expect(code).toBe(1);
  });

  test('adds up several files, of both kinds, and succeeds when all pass', async () => {
    const good = { ...PANEL, cases: PANEL.cases.slice(0, 1) };
    const files = [
      write('good.json', JSON.stringify([good, good])),
      write('good.md', `# P\n\n\`\`\`json\n${JSON.stringify(good)}\n\`\`\`\n`),
    ];
    const { code, out } = await fujie('cases', ...files);
    expect(out).toBe('3 passed, 0 failed\n');
    expect(code).toBe(0);
  });

  test('says what is wrong with a file that is missing or malformed, and still counts', async () => {
    const { code, out, err } = await fujie(
      'cases',
      'none.json',
      write('broken.json', '{"id": "X"'),
      write('empty.md', '# nothing'),
    );
    expect(err).toContain('cannot read none.json');
    expect(err).toContain('broken.json: not JSON');
    expect(err).toContain('empty.md: the file holds no worked example');
    expect(lastLine(out)).toBe('0 passed, 3 failed');
    expect(code).toBe(1);
  });
});

describe('fujie pack', { timeout: 60_000 }, () => {
  test('check passes on the packs as they are', async () => {
    expect(await fujie('check')).toMatchObject({ code: 0, out: 'packs are complete (法规包完整)\n' });
  });

  test('coverage writes the page, and --check tells when it differs', async () => {
    expect((await fujie('coverage', '--out', join(folder, 'coverage.md'))).code).toBe(0);
    expect((await fujie('coverage', '--check', '--out', join(folder, 'coverage.md'))).code).toBe(0);
    write('coverage.md', 'something else');
    expect(await fujie('coverage', '--check', '--out', join(folder, 'coverage.md'))).toMatchObject({ code: 1 });
  });

  test('explain prints findings with clauses and what was not supplied', async () => {
    const candidate = {
      id: 'C-1',
      kind: 'candidate',
      base: {
        order: { item: 'ALT', at: '2025-10-09T00:10' },
        receiver: { region: '510104' },
        result: { printedMarks: ['川HR'], collectedAt: '2025-10-01T06:00', reportedOn: '2025-10-01' },
        registry: { timeLimit: { days: 7 } },
      },
      cases: [{ set: {}, expect: {} }],
    };
    const { code, out } = await fujie('explain', write('c.json', JSON.stringify(candidate)));
    expect(code).toBe(0);
    expect(out).toContain('✓ MARK 川HR 覆盖本机构所在地');
    expect(out).toContain(
      '✗ TIME TIME_LIMIT_EXCEEDED 距采样 8 天，时限 7 天 · 8 days since sampling, limit 7 [sichuan-2025.1#03',
    );
    expect(out).toContain('未提供 not supplied: ');
    expect((await fujie('explain', join(folder, 'c.json'), '--id', 'none')).code).toBe(1);
  });
});

test('without a file the examples of the packs are run', async () => {
  const { code, out } = await fujie('cases');
  expect(code).toBe(0);
  expect(out).toMatch(/^\d{3,} passed, 0 failed\n$/u);
});

test('a clause is printed with its document, rules and examples, an item alone, a gap with what is missing', async () => {
  const clause = await fujie('explain', 'national-2022.art.25');
  expect(clause.code).toBe(0);
  expect(clause.out).toContain('国卫医发〔2022〕6号');
  expect(clause.out).toContain('rule:mark/half-year');
  expect(clause.out).toContain('EQA_HALF_YEAR_MISSED');
  expect(clause.out).toMatch(/example D-03/u);
  const item = await fujie('explain', 'sichuan-2025.goal#02');
  expect(item.out).toContain('所缺 missing');
  expect(item.out).not.toContain('sichuan-2025.goal#03');
});
