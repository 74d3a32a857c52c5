import { describe, expect, test } from 'vitest';

import { INSPECTION_SUBJECTS } from './check-points.ts';
import { checklistOn } from './checklist.ts';
import { composePacks, JURISDICTION_IDS, packsOf, resolveJurisdiction } from './jurisdiction.ts';

// national-2022.art.26#01: what is checked follows from the documents in force on the day.
describe('a checklist', () => {
  test('asks only for what documents in force on its day ask for', () => {
    const idsOn = (day: string) => checklistOn('taiyuan', 'recognition', day).map(({ clause }) => clause);
    expect(idsOn('2024-04-30').some((clause) => clause.startsWith('taiyuan-2024.'))).toBe(false);
    expect(idsOn('2024-05-01')).toContain('taiyuan-2024.6.2#03');
    expect(idsOn('2024-04-30')).toContain('national-2022.art.17#01');
    expect(idsOn('2022-02-28')).toEqual([]);
  });

  test('says of every point what the clause asks for, how it is seen and on what, in both languages, each clause once', () => {
    for (const id of JURISDICTION_IDS)
      for (const subject of Object.keys(INSPECTION_SUBJECTS) as (keyof typeof INSPECTION_SUBJECTS)[]) {
        const items = checklistOn(id, subject, '2026-01-01');
        expect(items.length).toBeGreaterThan(5);
        expect(new Set(items.map(({ clause }) => clause)).size).toBe(items.length);
        for (const { text, how, evidence } of items)
          for (const said of [text, how, evidence]) expect(said.zh !== '' && said.en !== '').toBe(true);
      }
  });

  test('changes nothing of the rules by which results are judged', () => {
    const without = packsOf('taiyuan').map((pack) => ({ ...pack, checks: [] }));
    const composed = composePacks('taiyuan', without, '2026-01-01');
    expect(composed).toMatchObject({
      ok: true,
      value: { packDigest: resolveJurisdiction('taiyuan', '2026-01-01').packDigest },
    });
  });
});
