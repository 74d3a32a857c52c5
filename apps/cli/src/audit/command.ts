/** `fujie audit`: verifies the chains of the audit 审计链校验, and makes its signed anchors 审计锚点. */
import { existsSync } from 'node:fs';

import type { Day } from '@fujie/core/kernel';
import { parseDay } from '@fujie/core/kernel';
import type { Finding } from '@fujie/server/audit';
import { anchorCopy, auditKey, extendAnchorFile, makeAnchors, publicKeyPem, verifyAudit } from '@fujie/server/audit';
import { loadConfig, systemClock } from '@fujie/server/platform';
import type { Command } from 'commander';

import { recordCommand, withStore } from '../database.ts';

interface VerifyOptions {
  readonly from?: string;
  readonly to?: string;
  readonly anchors?: string;
  readonly key: readonly string[];
  readonly json?: true;
}

/** Adds `fujie audit`. */
export function registerAuditCommands(program: Command): void {
  const audit = program.command('audit').description('verify and anchor the audit (审计校验与锚定)');
  audit
    .command('verify')
    .description('recompute every chain and say which entry is not as it was written; fails when one is (校验)')
    .option('--from <day>', 'first day, YYYY-MM-DD (起)')
    .option('--to <day>', 'last day, YYYY-MM-DD (止)')
    .option(
      '--anchors <file>',
      'anchors that were kept elsewhere, beside those of this data directory (异处保存的锚点)',
    )
    .option('--key <hex>', 'public key that signed earlier anchors; may be given again (以往签名公钥)', collect, [])
    .option('--json', 'as JSON')
    .action(verify);
  audit
    .command('anchor')
    .description('sign how far every chain has come, and close the days that are over (锚定)')
    .option('--out <file>', 'add to this file the anchors that it does not have yet (导出锚点)')
    .action(anchor);
  audit
    .command('key')
    .description('print the public key that signs anchors, in PEM and in hexadecimal (打印签名公钥)')
    .action(() => {
      const { publicKey } = auditKey(loadConfig());
      console.log(`${publicKeyPem(publicKey)}${publicKey}`);
    });
}

const collect = (value: string, known: readonly string[]): readonly string[] => [...known, value.toLowerCase()];

async function verify(options: VerifyOptions): Promise<void> {
  const [from, to] = [dayIn('--from', options.from), dayIn('--to', options.to)];
  const config = loadConfig();
  const { anchors } = options;
  if (anchors !== undefined && !existsSync(anchors)) throw new Error(`找不到文件 / no such file: ${anchors}`);
  const files = [anchorCopy(config), ...(anchors === undefined ? [] : [anchors])];
  const keys = [auditKey(config).publicKey, ...options.key];
  await withStore(config, async ({ db }) => {
    const found = await verifyAudit(db, { from, to, keys, files }, options.json === true ? undefined : say);
    const { rows, chains, found: count } = found;
    await recordCommand(db, { action: 'audit:verify', detail: { from, to, rows, chains, found: count } });
    if (options.json === true) console.log(JSON.stringify(found, null, 2));
    else {
      console.log(
        `${String(rows)} entries, ${String(chains)} chains, ${String(found.anchors)} anchors: ${String(count)} findings (${String(rows)} 条，${String(chains)} 条链，${String(found.anchors)} 个锚点：${String(count)} 处不符)`,
      );
      if (found.unchained > 0)
        console.log(
          `${String(found.unchained)} entries are from before the chain: nothing vouches for them (另有 ${String(found.unchained)} 条早于链的启用，无从校验)`,
        );
    }
    if (count > 0) process.exitCode = 1;
  });
}

function say({ kind, day, institution, lane, seq, id, anchor: no, zh, en }: Finding): void {
  const where = [
    ['day', day],
    ['institution', institution === '' ? '-' : institution],
    ['lane', lane],
    ['seq', seq],
    ['id', id],
    ['anchor', no],
  ].flatMap(([name, value]) => (value === undefined ? [] : [`${String(name)} ${String(value)}`]));
  console.log(`✗ ${kind}  ${where.join(', ')}\n    ${zh}\n    ${en}`);
}

async function anchor({ out }: { readonly out?: string }): Promise<void> {
  const config = loadConfig();
  const key = auditKey(config);
  await withStore(config, async ({ db }) => {
    const made = await makeAnchors({ db, clock: systemClock }, key);
    await extendAnchorFile(db, anchorCopy(config));
    const written = out === undefined ? 0 : await extendAnchorFile(db, out);
    await recordCommand(db, { action: 'audit:anchor', detail: { anchors: made.length, written } });
    for (const { no, day, closed } of made)
      console.log(`anchor ${String(no)}  ${day}  ${closed ? 'closed 已封存' : 'so far 当日至今'}`);
    if (made.length === 0) console.log('Nothing to anchor (没有需要锚定的条目).');
    if (out !== undefined) console.log(`${String(written)} anchors → ${out}`);
  });
}

function dayIn(option: string, text: string | undefined): Day | null {
  if (text === undefined) return null;
  const parsed = parseDay(text);
  if (parsed.ok) return parsed.value;
  throw new Error(`${option} 须为存在的日期 YYYY-MM-DD / must be a day that exists, YYYY-MM-DD: ${text}`);
}
