import { createHash } from 'node:crypto';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { commitmentOf, drawTeams, listsText, seedOf } from '@fujie/core/inspection';
import type { PublishedDraw } from '@fujie/wire/contracts';
import { Command } from 'commander';
import { afterEach, expect, test, vi } from 'vitest';

import { registerInspectionCommands } from './command.ts';

const sha256 = (text: string): Promise<string> => Promise.resolve(createHash('sha256').update(text).digest('hex'));

async function published(): Promise<PublishedDraw> {
  const lists: PublishedDraw['lists'] = {
    draw: 'plan/1/draw/1',
    quotas: { all: 1 },
    parties: ['H1', 'H2', 'H3'].map((code) => ({ code, name: code, stratum: 'all', weight: 1 })),
    inspectors: ['I1', 'I2', 'I3'].map((code) => ({ code, name: code, specialties: [] })),
    conflicts: [],
    team: { size: 2, specialties: [] },
  };
  const listsDigest = await sha256(listsText(lists));
  const shares = ['1'.repeat(64), '2'.repeat(64)] as const;
  const seed = await seedOf(sha256, listsDigest, shares, '');
  const { teams } = await drawTeams(sha256, lists, seed);
  const at = '2026-11-26T09:00:00+08:00';
  const custodians = await Promise.all(
    shares.map(async (share, index) => ({
      ...{ place: index + 1, name: '保管人', share, committedAt: at, revealedAt: at },
      commitment: await commitmentOf(sha256, listsDigest, index + 1, share),
    })),
  );
  return {
    ...{ format: 'fujie-draw/1', lists, listsDigest, frozenAt: at, custodians, publicSource: null, publicValue: '' },
    ...{ seed, drawnAt: at, replacements: [] },
    teams: teams.map(({ inspectors, missing, ...team }) => ({
      ...team,
      inspectors: [...inspectors],
      missing: { ...missing, specialties: [...missing.specialties] },
    })),
  };
}

async function verified(draw: object): Promise<{ readonly said: string; readonly failed: boolean }> {
  const file = join(mkdtempSync(join(tmpdir(), 'fujie-draw-')), 'draw.json');
  writeFileSync(file, JSON.stringify(draw));
  const said: string[] = [];
  vi.spyOn(console, 'log').mockImplementation((line: string) => said.push(line));
  const program = new Command();
  registerInspectionCommands(program);
  await program.parseAsync(['inspection', 'verify', file], { from: 'user' });
  const failed = process.exitCode === 1;
  process.exitCode = undefined;
  return { said: said.join('\n'), failed };
}

afterEach(() => {
  vi.restoreAllMocks();
});

// national-2022.art.26#02: anybody repeats the draw, on a machine of their own.
test('a published draw is repeated, and a forged one is named with what differs', async () => {
  const draw = await published();
  expect(await verified(draw)).toMatchObject({ failed: false });
  const forged = { ...draw, teams: draw.teams.map((team) => ({ ...team, party: team.party === 'H1' ? 'H2' : 'H1' })) };
  const { said, failed } = await verified(forged);
  expect(failed).toBe(true);
  expect(said).toContain('✗ parties and teams');
  await expect(verified({ ...draw, seed: 1 })).rejects.toThrow('/seed');
});
