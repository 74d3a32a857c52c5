/** `fujie inspection`: repeats a draw 双随机抽取 from what was published, on any machine, without a server. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

import type { DrawCheck } from '@fujie/core/inspection';
import { verifyDraw } from '@fujie/core/inspection';
import { parseDraw } from '@fujie/wire/contracts';
import type { Command } from 'commander';

const NAMES: Readonly<Record<DrawCheck, string>> = {
  lists: 'lists and their digest (名录与摘要)',
  'commitment-1': 'commitment of the first custodian (第一保管人的承诺)',
  'commitment-2': 'commitment of the second custodian (第二保管人的承诺)',
  seed: 'seed of both shares (两份合成的种子)',
  teams: 'parties and teams (检查对象与检查人员)',
};

/** Adds `fujie inspection`. */
export function registerInspectionCommands(program: Command): void {
  program
    .command('inspection')
    .description('draws of inspections (双随机一公开)')
    .command('verify FILE')
    .description('repeat a published draw from its lists and shares; fails when anything differs (核验抽取)')
    .action(verify);
}

async function verify(file: string): Promise<void> {
  const draw = parseDraw(readFileSync(file, 'utf8'));
  if (!draw.ok)
    throw new Error(
      `不是抽取公示文件 / no published draw: ${draw.problems.map(({ path, message }) => `${path} ${message}`).join('; ')}`,
    );
  const sha256 = (text: string): Promise<string> => Promise.resolve(createHash('sha256').update(text).digest('hex'));
  const results = await verifyDraw(sha256, draw.value);
  for (const { check, ok, published, computed } of results) {
    console.log(`${ok ? '✓' : '✗'} ${NAMES[check]}`);
    if (!ok) console.log(`    published ${published}\n    computed  ${computed}`);
  }
  console.log(`replacements on record (更换记录): ${String(draw.value.replacements.length)}`);
  if (results.some(({ ok }) => !ok)) process.exitCode = 1;
}
