/** Figures of the doubts about closures that no document states 平台默认（本地参数）. */

/** Days whose closures are looked at together. */
export const CLOSURE_DAYS = 28;

export interface ClosureParameters {
  /** Loops in which one person writes the same words, and the part of that person's texts that they are. */
  readonly copies: number;
  readonly copiesPart: number;
  /** Loops in which one person acts in a row, at a pace of so many seconds for each act or faster. */
  readonly bulkLoops: number;
  readonly bulkSeconds: number;
  /** Loops of a shorter run at that pace, and how many such runs in a month are a habit. */
  readonly habitLoops: number;
  readonly habitRuns: number;
  /** Loops in which a person is faster than others by so many robust deviations (of logarithms), where so many closures are known. */
  readonly fastLoops: number;
  readonly fastDeviations: number;
  readonly fastPeers: number;
  /**
   * Loops of several stages of which one person ended at least this part, how many, and their part of that person's loops; where
   * it is so in more of the loops of others than this, it is the custom.
   */
  readonly soloStages: number;
  readonly soloLoops: number;
  readonly soloPart: number;
  readonly soloCustom: number;
  /** Acts recorded after the limit and claimed for the last part of it, how many, and how improbable by chance. */
  readonly limitLoops: number;
  readonly limitPart: number;
  readonly limitChance: number;
}

export const DEFAULT_CLOSURES: ClosureParameters = {
  copies: 5,
  copiesPart: 0.6,
  bulkLoops: 5,
  bulkSeconds: 15,
  habitLoops: 3,
  habitRuns: 2,
  fastLoops: 3,
  fastDeviations: 3.5,
  fastPeers: 30,
  soloStages: 0.8,
  soloLoops: 5,
  soloPart: 0.6,
  soloCustom: 0.2,
  limitLoops: 5,
  limitPart: 0.1,
  limitChance: 0.001,
};
