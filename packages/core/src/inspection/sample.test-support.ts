/** A draw for tests. */
import { commitmentOf, drawTeams, listsText, seedOf } from './draw.ts';
import type { Digest, DrawLists, Replacement } from './types.ts';
import type { PublishedDraw } from './verify.ts';

export const SAMPLE: DrawLists = {
  draw: 'plan/1/draw/1',
  quotas: { 'level-2': 2, 'level-3': 1 },
  parties: ['A', 'B', 'C', 'D', 'E'].map((code, index) => ({
    code,
    name: `${code} 医院`,
    stratum: index < 3 ? 'level-2' : 'level-3',
    weight: 1 + (index % 2),
  })),
  inspectors: ['i1', 'i2', 'i3', 'i4', 'i5'].map((code, index) => ({
    code,
    name: code,
    specialties: [index % 2 === 0 ? 'laboratory' : 'records'],
  })),
  conflicts: [
    { inspector: 'i1', party: 'A' },
    { inspector: 'i2', party: 'D' },
  ],
  team: { size: 2, specialties: ['laboratory', 'records'] },
};

export const SHARES: readonly [string, string] = ['1'.repeat(64), '2'.repeat(64)];

/** The whole of a draw as it would be published. */
export async function publish(
  digest: Digest,
  lists: DrawLists,
  shares = SHARES,
  publicValue = '',
  replacements: readonly Replacement[] = [],
): Promise<PublishedDraw> {
  const listsDigest = await digest(listsText(lists));
  const seed = await seedOf(digest, listsDigest, shares, publicValue);
  const commitments = [
    await commitmentOf(digest, listsDigest, 1, shares[0]),
    await commitmentOf(digest, listsDigest, 2, shares[1]),
  ];
  const { teams } = await drawTeams(digest, lists, seed, replacements);
  return {
    lists,
    listsDigest,
    custodians: shares.map((share, index) => ({ place: index + 1, share, commitment: commitments[index] ?? '' })),
    publicValue,
    seed,
    replacements,
    teams,
  };
}
