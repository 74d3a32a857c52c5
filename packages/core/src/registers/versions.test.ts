import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import type { Day } from '../kernel/day.ts';
import { addDays } from '../kernel/day.ts';
import { regions } from './definitions.ts';
import type { ProposedEntry } from './parse-row.ts';
import { checkRows } from './parse-row.ts';
import type { StoredVersion } from './versions.ts';
import { planImport } from './versions.ts';

function proposed(
  ...rows: readonly (readonly [code: string, nameZh: string, from: string, to?: string])[]
): readonly ProposedEntry[] {
  const checked = checkRows(
    regions,
    rows.map(([code, nameZh, from, to]) => ({
      row: { code, nameZh, kind: 'province' },
      from: from as Day,
      to: (to as Day | undefined) ?? null,
    })),
  );
  expect(checked.problems).toEqual([]);
  return checked.entries;
}

function stored(entries: readonly ProposedEntry[]): readonly StoredVersion[] {
  return entries.map((e, i) => ({ ...e, id: i + 1, key: String(e.row['code']) }));
}

describe('an import of register entries', () => {
  it('adds what is new, corrects what differs and leaves the rest', () => {
    const before = stored(proposed(['14', '山西', '2020-01-01'], ['51', '四川', '2020-01-01']));
    const plan = planImport(
      regions,
      proposed(['14', '山西', '2020-01-01'], ['51', '四川省', '2020-01-01'], ['11', '北京', '2020-01-01']),
      before,
    );
    expect(plan.problems).toEqual([]);
    expect(plan.unchanged).toBe(1);
    expect(plan.changes.map((c) => [c.kind, c.key, c.replaces])).toEqual([
      ['correct', '51', 2],
      ['add', '11', null],
    ]);
  });

  it('ends an entry and begins its successor in one file', () => {
    const before = stored(proposed(['14', '山西', '2020-01-01']));
    const plan = planImport(
      regions,
      proposed(['14', '山西', '2020-01-01', '2024-01-01'], ['14', '山西省', '2024-01-01']),
      before,
    );
    expect(plan.problems).toEqual([]);
    expect(plan.changes.map((c) => c.kind)).toEqual(['correct', 'add']);
  });

  it('refuses a period that overlaps an entry on record, saying how to end that one', () => {
    const before = stored(proposed(['14', '山西', '2020-01-01']));
    const plan = planImport(regions, proposed(['14', '山西省', '2024-01-01']), before);
    expect(plan.problems.map((p) => [p.row, p.column, p.code])).toEqual([[1, 'from', 'overlapping-period']]);
    expect(plan.problems[0]?.message).toContain('row with from 2020-01-01 and to 2024-01-01');
  });

  it('refuses two rows of one key that begin on the same day, or overlap', () => {
    const plan = planImport(
      regions,
      proposed(
        ['14', '山西', '2020-01-01', '2021-01-01'],
        ['14', '晋', '2020-01-01'],
        ['51', '四川', '2020-01-01', '2022-01-01'],
        ['51', '川', '2021-01-01'],
      ),
      [],
    );
    expect(plan.problems.map((p) => [p.row, p.code])).toEqual([
      [2, 'duplicate-key'],
      [4, 'overlapping-period'],
    ]);
  });

  it('keeps the publisher and document of a version that a correction does not name', () => {
    const [entry] = proposed(['14', '山西', '2020-01-01']);
    const before = [{ ...stored(entry ? [entry] : [])[0], publisher: '省卫健委', document: '1号' } as StoredVersion];
    const plan = planImport(regions, proposed(['14', '山西省', '2020-01-01']), before);
    expect(plan.changes[0]?.entry).toMatchObject({ publisher: '省卫健委', document: '1号' });
  });

  it('finds a fault exactly when two periods of one key share a day', () => {
    const period = fc.record({
      start: fc.integer({ min: 0, max: 30 }),
      length: fc.option(fc.integer({ min: 1, max: 10 })),
    });
    const at = (n: number): Day => addDays('2024-01-01' as Day, n);
    fc.assert(
      fc.property(fc.array(period, { maxLength: 5 }), fc.array(period, { maxLength: 3 }), (given, kept) => {
        const toRows = (list: readonly { start: number; length: number | null }[]): readonly ProposedEntry[] =>
          proposed(
            ...list.map(
              (p) =>
                ['14', '山西', at(p.start), p.length === null ? undefined : at(p.start + p.length)] as [
                  string,
                  string,
                  string,
                  string?,
                ],
            ),
          );
        const before = stored(toRows(kept)).filter((v, i, all) => all.slice(0, i).every((w) => !share(v, w)));
        const entries = toRows(given);
        const all = [...entries, ...before.filter((v) => !entries.some((e) => e.from === v.from))];
        const isFaulty = all.some((a, i) => all.slice(i + 1).some((b) => share(a, b)));
        expect(planImport(regions, entries, before).problems.length > 0).toBe(isFaulty);
      }),
      { numRuns: 300 },
    );
  });
});

function share(a: { from: Day; to: Day | null }, b: { from: Day; to: Day | null }): boolean {
  return (b.to === null || a.from < b.to) && (a.to === null || b.from < a.to);
}
