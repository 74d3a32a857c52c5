import { describe, expect, test } from 'vitest';

import { checklistOn, subjectsOn } from './checklist.ts';
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
      for (const subject of subjectsOn(id, '2026-01-01')) {
        const items = checklistOn(id, subject, '2026-01-01');
        expect(items.length).toBeGreaterThan(5);
        expect(new Set(items.map(({ clause }) => clause)).size).toBe(items.length);
        for (const { text, how, evidence } of items)
          for (const said of [text, how, evidence]) expect(said.zh !== '' && said.en !== '').toBe(true);
      }
  });

  // henan-2025.lab.15#01: clinical testing and five more fields.
  test('is there for each of the six fields where the notice of Henan is in force, and not before', () => {
    const fields = [
      'laboratory',
      'pathology',
      'nuclear-medicine',
      'blood-supply',
      'transfusion',
      'occupational-disease',
    ];
    const first = packsOf('henan').find(({ id }) => id === 'henan-2025')?.inForce.from ?? '';
    expect(subjectsOn('henan', first)).toEqual(expect.arrayContaining(fields));
    expect(subjectsOn('henan', '2025-01-01')).not.toContain('pathology');
    expect(subjectsOn('taiyuan', '2026-01-01')).toEqual(['recognition', 'laboratory', 'safety', 'transfusion']);
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
