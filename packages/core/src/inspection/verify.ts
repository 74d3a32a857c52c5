/** Whether a published draw 抽取公示 is the one that was committed to, worked out again from the beginning. Source: national-2022.art.26#02. */
import { commitmentOf, drawTeams, listsText, seedOf } from './draw.ts';
import type { Digest, DrawLists, DrawnTeam, Replacement } from './types.ts';

/** What anybody needs in order to repeat a draw. */
export interface PublishedDraw {
  readonly lists: DrawLists;
  readonly listsDigest: string;
  readonly custodians: readonly { readonly place: number; readonly commitment: string; readonly share: string }[];
  readonly publicValue: string;
  readonly seed: string;
  readonly replacements: readonly Replacement[];
  readonly teams: readonly DrawnTeam[];
}

/** What is compared 核验项. */
export const DRAW_CHECKS = ['lists', 'commitment-1', 'commitment-2', 'seed', 'teams'] as const;
export type DrawCheck = (typeof DRAW_CHECKS)[number];

export interface DrawCheckResult {
  readonly check: DrawCheck;
  readonly ok: boolean;
  readonly published: string;
  readonly computed: string;
}

/** Every check with what is published and what follows from the lists and shares. */
export async function verifyDraw(digest: Digest, draw: PublishedDraw): Promise<readonly DrawCheckResult[]> {
  const lists = await digest(listsText(draw.lists));
  const [first, second] = [1, 2].map((place) => draw.custodians.find((one) => one.place === place));
  const seed = await seedOf(digest, lists, [first?.share ?? '', second?.share ?? ''], draw.publicValue);
  const { teams } = await drawTeams(digest, draw.lists, seed, draw.replacements);
  const results: readonly (readonly [DrawCheck, string, string])[] = [
    ['lists', draw.listsDigest, lists],
    ['commitment-1', first?.commitment ?? '', await commitmentOf(digest, lists, 1, first?.share ?? '')],
    ['commitment-2', second?.commitment ?? '', await commitmentOf(digest, lists, 2, second?.share ?? '')],
    ['seed', draw.seed, seed],
    ['teams', teamsText(draw.teams), teamsText(teams)],
  ];
  return results.map(([check, published, computed]) => ({ check, published, computed, ok: published === computed }));
}

function teamsText(teams: readonly DrawnTeam[]): string {
  return teams.map(({ party, inspectors }) => `${party}: ${[...inspectors].sort().join(', ')}`).join('; ');
}
