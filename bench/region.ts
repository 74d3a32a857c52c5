/** The demonstration region's registers, a connected system, and persons that benchmarks order for. */
import { dayOf } from '@fujie/core/kernel';
import { REGISTERS } from '@fujie/core/registers';

import type { RegisterId } from '../apps/cli/src/simulate/entries.ts';
import { generateRegion } from '../apps/cli/src/simulate/region.ts';
import { createDeps } from '../apps/server/src/compose.ts';
import { createSeal } from '../apps/server/src/platform/auth/seal.ts';
import { issueSystemToken } from '../apps/server/src/platform/auth/systems.query.ts';
import { systemClock } from '../apps/server/src/platform/clock/clock.ts';
import type { Config } from '../apps/server/src/platform/config/config.ts';
import { loadConfig } from '../apps/server/src/platform/config/config.ts';
import { connect } from '../apps/server/src/platform/db/database.ts';
import { openStore } from '../apps/server/src/platform/db/store.ts';
import { importTyped } from '../apps/server/src/registers/change.ts';
import { inTheClear } from './population.query.ts';

export interface BenchRegion {
  readonly config: Config;
  readonly institutions: readonly string[];
  /** Items that results carry; the first ten are ordered. */
  readonly items: readonly string[];
  /** Unit of each item; results carry it, as most laboratories do. */
  readonly units: Readonly<Record<string, string>>;
  readonly mark: string;
  /** Institution and token of the ordering, and of the sending, hospital. */
  readonly receiver: string;
  readonly token: string;
  readonly practitioner: string;
}

const ITEMS = 20;

export async function loadRegion(databaseUrl: string, dataDir: string): Promise<BenchRegion> {
  const config = loadConfig({ FUJIE_DATA_DIR: dataDir, FUJIE_LOG_LEVEL: 'error' });
  const store = await openStore(databaseUrl, config, { max: 4 });
  const { deps, close } = await createDeps(config, { store, clock: systemClock });
  try {
    const { registers } = generateRegion(1, { jurisdiction: 'taiyuan', today: dayOf(systemClock.now()) });
    for (const register of REGISTERS) {
      await importTyped(deps, 'bench', register.id, registers[register.id as RegisterId]);
    }
    const listed = new Map<string, Set<string>>();
    for (const { row } of registers['recognition-list-entry']) {
      if (row.scope !== '14') continue;
      const at = listed.get(row.item) ?? new Set();
      listed.set(row.item, at.add(row.institution));
    }
    const items = [...listed]
      .sort((a, b) => b[1].size - a[1].size)
      .slice(0, ITEMS)
      .map(([item]) => item);
    const units = Object.fromEntries(registers.item.map((e) => [e.row.code, e.row.unit ?? '1']));
    const institutions = registers.institution
      .map((e) => e.row.code)
      .filter((code) => items.every((item) => listed.get(item)?.has(code)));
    const receiver = institutions[0] ?? '';
    const practitioner =
      registers.practitioner.find((e) => e.row.institution === receiver && e.row.role === 'physician')?.row.code ?? '';
    const token = await issueSystemToken(store.db, { id: 'bench', name: 'bench', institution: receiver });
    return { config, institutions, items, units, mark: '晋HR', receiver, token, practitioner };
  } finally {
    await close();
    await store.close();
  }
}

export interface BenchPerson {
  readonly id: number;
  readonly handle: string;
  readonly number: string;
}

const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];

/** The n-th identity number with a right check character, of 1 January 1980, in areas that do not exist; male where it is odd. */
export function residentNumber(n: number): string {
  const area = String(990_000 + Math.floor(n / 1000)).padStart(6, '9');
  const body = `${area}19800101${String(n % 1000).padStart(3, '0')}`;
  const sum = WEIGHTS.reduce((total, weight, k) => total + weight * Number(body[k]), 0);
  return `${body}${'10X98765432'[sum % 11] ?? ''}`;
}

/** Gives `count` persons, spread over all, an identity number, a name, a birth day and a sex that go together. */
export async function identifyPersons(
  databaseUrl: string,
  region: BenchRegion,
  persons: number,
  count: number,
): Promise<readonly BenchPerson[]> {
  const seal = createSeal(region.config.secret);
  const chosen = Array.from({ length: Math.min(count, persons) }, (_, i) => {
    const id = 1 + Math.floor((i * persons) / Math.min(count, persons));
    return { id, handle: seal.handleOf(id), number: residentNumber(i) };
  });
  const owner = connect(databaseUrl, { role: 'owner', max: 1 });
  await owner.withClient(async (client) => {
    await client.query(
      `update person set name_norm = ${inTheClear("'基准'")}, birth_on = '1980-01-01', sex = case when (n.ix % 1000) % 2 = 1 then 'male' else 'female' end from unnest($1::bigint[], $2::int[]) as n(id, ix) where person.id = n.id`,
      [chosen.map((p) => p.id), chosen.map((_, i) => i)],
    );
    await client.query(
      `insert into person_identifier (kind, issuer, token, person_id) select 'resident-id', '', t, p from unnest($1::bytea[], $2::bigint[]) as n(t, p)
       on conflict (kind, issuer, token) do update set person_id = excluded.person_id`,
      [chosen.map((p) => seal.token('resident-id', '', p.number)), chosen.map((p) => p.id)],
    );
  });
  await owner.close();
  return chosen;
}
