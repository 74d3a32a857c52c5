import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { Instant } from '@fujie/core/kernel';
import { must, parseInstant } from '@fujie/core/kernel';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest';

import { extendAnchorFile } from '../src/audit/anchor-file.ts';
import { makeAnchors } from '../src/audit/anchor.ts';
import type { Finding } from '../src/audit/chain-check.ts';
import { auditKey } from '../src/audit/key.ts';
import { verifyAudit } from '../src/audit/verify.ts';
import type { StoredEntry } from '../src/audit/verify.query.ts';
import { createAudit } from '../src/platform/audit/audit.query.ts';
import { chainHash, CHAIN_START } from '../src/platform/audit/chain.ts';
import { programActor } from '../src/platform/auth/program-actor.ts';
import { fixedClock } from '../src/platform/clock/clock.ts';
import type { Database } from '../src/platform/db/database.ts';
import { connect, raw, sql } from '../src/platform/db/database.ts';
import { createTestDatabase } from '../src/platform/testing/cluster.ts';

const DATA_DIR = mkdtempSync(join(tmpdir(), 'fujie-audit-'));
const key = auditKey({ auditKeyFile: null, dataDir: DATA_DIR });
const at = (text: string): Instant => must(parseInstant(text));
const clock = fixedClock(at('2024-05-20T09:00+08:00'));
let db: Database;
let owner: Database;

const verify = (files: readonly string[] = []) =>
  verifyAudit(db, { from: null, to: null, keys: [key.publicKey], files });
const places = ({ findings }: Awaited<ReturnType<typeof verify>>): string[] =>
  findings.map((f) => [f.kind, f.institution ?? '', f.day, f.lane, f.seq].join(' '));

/** Entries of two servers, three institutions and three days; the last day is not over. */
async function fill(): Promise<void> {
  const writers = [createAudit(db, clock), createAudit(db, clock)];
  for (const day of ['2024-05-20', '2024-05-21', '2024-05-22']) {
    for (let i = 0; i < 5; i++) {
      clock.set(at(`${day}T09:0${String(i)}+08:00`));
      for (const writer of writers) {
        const entries = [null, 'H1', 'H2'].map((institution) =>
          writer.record({
            actor: { ...programActor('x'), role: 'doctor', institution, department: 'D' },
            action: 'person:read',
            personId: i + 1,
            subject: `s${String(i)}`,
            outcome: 'done',
            detail: { z: i, a: [1.5, { k: '值', 10: true }], lone: '\ud800' },
          }),
        );
        await Promise.all(entries);
      }
    }
    await makeAnchors({ db, clock }, key);
  }
}

beforeAll(async () => {
  const url = await createTestDatabase(inject('adminUrl'));
  db = connect(url, { max: 4 });
  owner = connect(url, { role: 'owner', max: 2 });
  await fill();
  await owner.query(sql`create table kept_event as select * from audit_event`);
  await owner.query(sql`create table kept_anchor as select * from audit_anchor`);
});

beforeEach(restoreRows);

afterAll(async () => {
  await db.close();
  await owner.close();
  rmSync(DATA_DIR, { recursive: true, force: true });
});

const COLUMNS = raw(
  'id, at, actor, role, institution, action, person_id, subject, outcome, detail, department, purpose, origin, address, credential, day, lane, seq, hash',
);

async function restoreRows(): Promise<void> {
  await owner.tx(async (tx) => {
    await tx.query(sql`truncate audit_event, audit_anchor`);
    await tx.query(sql`insert into audit_event (${COLUMNS}) overriding system value select ${COLUMNS} from kept_event`);
    await tx.query(sql`insert into audit_anchor select * from kept_anchor`);
  });
}

test('what was written verifies, and the days that are over are closed', async () => {
  expect(await verify()).toMatchObject({ rows: 90, chains: 18, found: 0, unchained: 0, findings: [] });
  const closed = await db.query(sql`select day from audit_anchor where closed order by day`);
  expect(closed).toEqual([{ day: '2024-05-20' }, { day: '2024-05-21' }]);
});

test('the application may neither change nor delete entries or anchors', async () => {
  for (const table of ['audit_event', 'audit_anchor']) {
    await expect(db.query(sql`delete from ${raw(table)}`)).rejects.toThrow('permission denied');
    await expect(db.query(sql`update ${raw(table)} set day = day`)).rejects.toThrow('permission denied');
  }
});

type Stored = StoredEntry & { readonly chain: string };

async function rows(): Promise<Stored[]> {
  return owner.query<Stored>(sql`
    select id, (extract(epoch from at) * 1000)::float8 as at, actor, role, institution, department, purpose, origin, address,
      credential, action, person_id as "personId", subject, outcome, detail, day, lane, seq, hash, chain
      from audit_event order by day, chain, lane, seq`);
}

/** Column, and what an intruder writes there. */
const CHANGES = [
  ['at', "at + interval '1 microsecond'"],
  ['actor', "'other'"],
  ['role', "'admin'"],
  ['department', 'null'],
  ['purpose', "'ETREAT'"],
  ['origin', "'cli'"],
  ['address', "'10.0.0.1'"],
  ['credential', "'abc'"],
  ['action', "'report:read'"],
  ['person_id', 'person_id + 1'],
  ['subject', "subject || 'x'"],
  ['outcome', "'failed'"],
  ['detail', `detail || '{"z": 99}'`],
  ['hash', "sha256('x')"],
] as const;

const anyRow = fc.nat({ max: 89 });

describe('wherever an intruder with all rights on the database', () => {
  async function holds(
    run: (index: number, other: number) => Promise<(finding: Finding) => boolean>,
    numRuns = 25,
  ): Promise<void> {
    await fc.assert(
      fc.asyncProperty(anyRow, anyRow, async (index, other) => {
        await restoreRows();
        const isExpected = await run(index, other);
        const found: Finding[] = [];
        await verifyAudit(db, { from: null, to: null, keys: [key.publicKey], files: [] }, (f) => found.push(f));
        expect(found.some(isExpected), JSON.stringify(found)).toBe(true);
      }),
      { numRuns },
    );
  }
  const at = (row: Stored) => (f: Finding) =>
    f.day === row.day && f.institution === row.chain && f.lane === row.lane && f.seq === row.seq;

  test('deletes a row, its place is found', () =>
    holds(async (index) => {
      const row = (await rows())[index] as Stored;
      await owner.query(sql`delete from audit_event where id = ${row.id}`);
      return at(row);
    }));

  test('changes whatever column of a row, the row is found', () =>
    holds(async (index, other) => {
      const row = (await rows())[index] as Stored;
      const [column, value] = CHANGES[other % CHANGES.length] ?? CHANGES[0];
      await owner.query(sql`update audit_event set ${raw(column)} = ${raw(value)} where id = ${row.id}`);
      return (f) => f.kind === 'changed' && at(row)(f);
    }, 60));

  test('moves a row to another institution, day or lane, both ends are found', () =>
    holds(async (index, other) => {
      const row = (await rows())[index] as Stored;
      const change = ["institution = 'H9'", "day = '2024-05-19'", "lane = 'ffffffffffff'"][other % 3] ?? '';
      await owner.query(sql`update audit_event set ${raw(change)} where id = ${row.id}`);
      return at(row);
    }));

  test('exchanges two rows of a chain, both are found', () =>
    holds(async (index, other) => {
      const all = await rows();
      const a = all[index] as Stored;
      const chain = all.filter((r) => r.day === a.day && r.chain === a.chain && r.lane === a.lane && r.id !== a.id);
      const b = chain[other % chain.length] as Stored;
      await owner.query(sql`update audit_event set seq = -1 where id = ${a.id}`);
      await owner.query(sql`update audit_event set seq = ${a.seq} where id = ${b.id}`);
      await owner.query(sql`update audit_event set seq = ${b.seq} where id = ${a.id}`);
      return at(index % 2 === 0 ? a : b);
    }));

  test('puts a row in and counts the others up, it is found', () =>
    holds(async (index) => {
      const row = (await rows())[index] as Stored;
      const here = sql`day = ${row.day} and chain = ${row.chain} and lane = ${row.lane}`;
      await owner.query(sql`update audit_event set seq = seq + 1001 where ${here} and seq >= ${row.seq}`);
      await owner.query(sql`update audit_event set seq = seq - 1000 where ${here} and seq > 1000`);
      await forge({ ...row, actor: 'forged' });
      return at(row);
    }));

  test('changes a row and computes its chain anew, what the anchor says tells', () =>
    holds(async (index) => {
      const all = await rows();
      const row = all[index] as Stored;
      const chain = all.filter((r) => r.day === row.day && r.chain === row.chain && r.lane === row.lane);
      let previous = CHAIN_START;
      for (const r of chain) {
        const changed = r.id === row.id ? { ...r, actor: 'forged' } : r;
        previous = chainHash(previous, changed);
        await owner.query(sql`update audit_event set actor = ${changed.actor}, hash = ${previous} where id = ${r.id}`);
      }
      return (f) =>
        f.kind === 'changed' && f.anchor !== undefined && f.lane === row.lane && f.institution === row.chain;
    }));

  test('adds to a closed chain, or a chain to a closed day, it is found', () =>
    holds(async (index, other) => {
      const all = (await rows()).filter((r) => r.day < '2024-05-22');
      const row = all[index % all.length] as Stored;
      const last = all
        .filter((r) => r.day === row.day && r.chain === row.chain && r.lane === row.lane)
        .at(-1) as Stored;
      const next =
        other % 2 === 0 ? { ...last, seq: last.seq + 1 } : { ...last, lane: 'ffffffffffff', seq: 1, hash: CHAIN_START };
      await forge({ ...next, hash: chainHash(last.hash, next) });
      return at(next);
    }));

  async function forge(row: Stored): Promise<void> {
    await owner.query(sql`
      insert into audit_event (at, actor, role, institution, department, purpose, origin, action, person_id, subject, outcome, detail, day, lane, seq, hash)
      values (${new Date(row.at)}, ${row.actor}, ${row.role}, ${row.institution}, ${row.department}, ${row.purpose}, ${row.origin},
        ${row.action}, ${row.personId}, ${row.subject}, ${row.outcome}, ${JSON.stringify(row.detail)}, ${row.day}, ${row.lane}, ${row.seq}, ${row.hash})`);
  }
});

describe('an anchor', () => {
  test.each([
    ['changed', sql`update audit_anchor set statement = replace(statement, 'H1', 'H3') where no = 2`, 'anchor-changed'],
    ['signed by nobody', sql`update audit_anchor set signature = '\\x3000' where no = 2`, 'anchor-signature'],
    ['taken out', sql`delete from audit_anchor where no = 2`, 'anchor-missing'],
  ])('that is %s is found', async (_name, statement, kind) => {
    await owner.query(statement);
    expect((await verify()).findings).toContainEqual(expect.objectContaining({ kind, anchor: 2 }));
  });

  test('signed with another key is found', async () => {
    const found = await verifyAudit(db, { from: null, to: null, keys: ['04ff'], files: [] });
    expect(found.findings.every((f) => f.kind === 'anchor-signature')).toBe(true);
    expect(found.found).toBeGreaterThan(2);
  });

  test('taken away together with the entries it vouched for is found from a copy', async () => {
    const file = join(DATA_DIR, 'copy.jsonl');
    const count = await extendAnchorFile(db, file);
    expect([count, await extendAnchorFile(db, file)]).toEqual([5, 0]);
    await owner.query(sql`delete from audit_anchor where no = (select max(no) from audit_anchor)`);
    await owner.query(sql`delete from audit_event where day = '2024-05-22' and chain = 'H1'`);
    expect((await verify()).found).toBe(0);
    const kinds = new Set((await verify([file])).findings.map((f) => f.kind));
    expect([...kinds].sort()).toEqual(['anchor-missing', 'chain-missing']);
  });
});

test('findings name institution, day, lane and number', async () => {
  const row = (await rows()).find((r) => r.day === '2024-05-21' && r.chain === 'H1' && r.seq === 3) as Stored;
  await owner.query(sql`update audit_event set subject = 'y' where id = ${row.id}`);
  expect(places(await verify())).toEqual([`changed H1 2024-05-21 ${row.lane} 3`]);
});
