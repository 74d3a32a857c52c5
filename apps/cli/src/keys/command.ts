/** `fujie keys`: the data keys 数据密钥 under which messages, names and identifiers are sealed in the database. */
import type { Config, Database, KeyRing, Resealed } from '@fujie/server/platform';
import { connect, countOld, createSeal, loadConfig, resealAll, rotateKey } from '@fujie/server/platform';
import type { Command } from 'commander';

import { recordCommand, withStore } from '../database.ts';

/** Adds `fujie keys`. */
export function registerKeysCommands(program: Command): void {
  const keys = program.command('keys').description('keys that seal what identifies persons in the database (数据密钥)');
  keys
    .command('status')
    .description('say which key seals, and how much is sealed under an older one or stands in the clear (查看)')
    .action(() =>
      withKeys(async ({ owner, ring }) => {
        console.log(`Key ${String(ring.newest)} seals what is written now (当前密钥编号 ${String(ring.newest)}).`);
        for (const { table, rows } of await countOld(owner, ring))
          console.log(`${table}: ${String(rows)} rows under an older key or in the clear (旧密钥或未加密)`);
      }),
    );
  keys
    .command('rotate')
    .description('make a new key; every server seals under it a minute later (轮换)')
    .action(() =>
      withKeys(async ({ owner, config }) => {
        const { number, sealsInSeconds } = await rotateKey(owner, config.secret);
        await recordCommand(owner, { action: 'keys:rotate', detail: { number } });
        console.log(
          `Key ${String(number)} seals from ${String(sealsInSeconds)} s on; then: fujie keys reencrypt (密钥 ${String(number)} 在 ${String(sealsInSeconds)} 秒后启用，随后执行 fujie keys reencrypt)`,
        );
      }),
    );
  keys
    .command('reencrypt')
    .description('seal under the newest key what is not; while servers run, and again after an interruption (重新加密)')
    .action(() =>
      withKeys(async ({ owner, ring, config }) => {
        const done = await resealAll(owner, ring, createSeal(config.secret), sayProgress());
        const rows = done.reduce((sum, place) => sum + place.rows, 0);
        await recordCommand(owner, { action: 'keys:reencrypt', detail: { number: ring.newest, rows } });
        console.log(
          `${String(rows)} rows sealed under key ${String(ring.newest)} (已用密钥 ${String(ring.newest)} 重新加密).`,
        );
      }),
    );
}

interface Opened {
  /** As the owner: the application may not change what it has accepted. */
  readonly owner: Database;
  readonly ring: KeyRing;
  readonly config: Config;
}

async function withKeys(work: (opened: Opened) => Promise<void>): Promise<void> {
  const config = loadConfig();
  await withStore(config, async ({ keys: ring }, url) => {
    const owner = connect(url, { role: 'owner', max: 1 });
    try {
      await work({ owner, ring, config });
    } finally {
      await owner.close();
    }
  });
}

const SAID_EVERY = 10_000;

function sayProgress(): (progress: Resealed) => void {
  return ({ table, rows }) => {
    if (rows % SAID_EVERY === 0) console.log(`${table}: ${String(rows)}`);
  };
}
