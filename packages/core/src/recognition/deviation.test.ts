/** Institutions beside their peers, at both sides of each edge. */
import { describe, expect, test } from 'vitest';

import type { InstitutionFigures } from './deviation.ts';
import { deviationsAmong } from './deviation.ts';

const unit = (institution: string, accepted: number, change: Partial<InstitutionFigures> = {}): InstitutionFigures => ({
  ...{ institution, region: '140105', level: 2, kind: 'general', opportunities: 100, accepted, items: 10 },
  ...change,
});
/** Mean 0.62; two standard deviations are less than ten points, which are the bound. */
const PEERS = [58, 60, 62, 64, 66].map((accepted, index) => unit(`P${String(index)}`, accepted));
const of = (one: InstitutionFigures, peers: readonly InstitutionFigures[] = PEERS, measure = 'recognition-ratio') =>
  deviationsAmong([...peers, one]).find((found) => found.institution === one.institution && found.measure === measure);
const verdictOf = (...asked: Parameters<typeof of>): string | undefined => {
  const verdict = of(...asked)?.verdict;
  if (verdict?.kind !== 'compared') return verdict?.kind;
  return verdict.deviates ? verdict.direction : 'within';
};

describe('an institution among its peers', () => {
  test('deviates at the bound and not inside it, in both directions', () => {
    expect([51, 52, 53].map((accepted) => verdictOf(unit('U', accepted)))).toEqual(['low', 'low', 'within']);
    expect([71, 72, 73].map((accepted) => verdictOf(unit('U', accepted)))).toEqual(['within', 'high', 'high']);
  });

  test('by its items deviates at three tenths of the mean', () => {
    const byItems = (items: number) => verdictOf(unit('U', 62, { items }), PEERS, 'recognised-items');
    expect([7, 8, 12, 13].map(byItems)).toEqual(['low', 'within', 'within', 'high']);
  });

  test('that is as all are does not deviate, though the bound be 0: nobody recognised anything', () => {
    const none = PEERS.map((peer) => ({ ...peer, accepted: 0, items: 0 }));
    expect(verdictOf(unit('U', 0, { items: 0 }), none, 'recognised-items')).toBe('within');
    expect(verdictOf(unit('U', 0, { items: 1 }), none, 'recognised-items')).toBe('high');
  });

  test('is compared with those of its level and kind, itself not among them', () => {
    expect(verdictOf(unit('U', 51, { level: 3 }))).toBe('not-applicable');
    expect(verdictOf(unit('U', 51, { kind: 'tcm' }))).toBe('not-applicable');
    expect(of(unit('U', 51))?.peers).toBe(5);
  });

  test('is compared within its city, and within its province where the city has too few with enough decisions', () => {
    const elsewhere = PEERS.map((peer) => ({
      ...peer,
      institution: `E${peer.institution}`,
      region: '140213',
      accepted: 20,
    }));
    expect(verdictOf(unit('U', 62), [...PEERS, ...elsewhere])).toBe('within');
    const few = PEERS.map((peer, index) => (index === 0 ? { ...peer, opportunities: 29 } : peer));
    expect(of(unit('U', 62), [...few, ...elsewhere])?.peers).toBe(9);
    const outside = PEERS.map((peer) => ({ ...peer, region: '510104' }));
    expect(verdictOf(unit('U', 51), outside)).toBe('not-applicable');
  });

  test('is not compared with less than thirty decisions of its own', () => {
    expect(verdictOf(unit('U', 3, { opportunities: 30 }))).toBe('low');
    expect(verdictOf(unit('U', 3, { opportunities: 29 }))).toBe('not-applicable');
    expect(of(unit('U', 0, { opportunities: 0 }))?.value).toBe(0);
  });
});
