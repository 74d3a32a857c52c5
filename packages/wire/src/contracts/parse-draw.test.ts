import { describe, expect, test } from 'vitest';

import { parseDraw } from './parse-draw.ts';

// national-2022.art.26#02: what is published is read by anybody, and may have been written by anybody.
describe('a published draw', () => {
  const hex = '0'.repeat(64);
  const custodian = { name: '甲', commitment: hex, committedAt: 't', share: hex, revealedAt: 't' };
  const draw = {
    format: 'fujie-draw/1',
    lists: {
      draw: 'plan/1/draw/1',
      quotas: { all: 1 },
      parties: [{ code: 'H1', name: '甲医院', stratum: 'all', weight: 1 }],
      inspectors: [],
      conflicts: [],
      team: { size: 2, specialties: [] },
    },
    listsDigest: hex,
    frozenAt: 't',
    custodians: [
      { place: 1, ...custodian },
      { place: 2, ...custodian },
    ],
    publicSource: null,
    publicValue: '',
    seed: hex,
    drawnAt: 't',
    replacements: [],
    teams: [],
  };

  test('is read as it was published', () => {
    expect(parseDraw(JSON.stringify(draw))).toMatchObject({ ok: true, value: { lists: { quotas: { all: 1 } } } });
  });

  test.each([
    ['{', ''],
    [JSON.stringify({ ...draw, seed: 'x' }), '/seed'],
    [JSON.stringify({ ...draw, custodians: [] }), '/custodians'],
    [
      JSON.stringify({ ...draw, lists: { ...draw.lists, parties: [{ ...draw.lists.parties[0], weight: 0 }] } }),
      '/lists/parties/0/weight',
    ],
  ])('is refused with the place where it is none', (text, path) => {
    const parsed = parseDraw(text);
    expect(parsed.ok ? [] : parsed.problems.map((problem) => problem.path)).toContain(path);
  });
});
