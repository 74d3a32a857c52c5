/** Inspection 双随机一公开: who is inspected and by whom is drawn, so that nobody chooses it. Source: national-2022.art.26#02. */

/** How a text is digested: SHA-256 over its UTF-8 bytes, in lower-case hexadecimal. Whoever runs a draw brings it. */
export type Digest = (text: string) => Promise<string>;

/** A party that may be inspected 检查对象. */
export interface Party {
  readonly code: string;
  readonly name: string;
  readonly stratum: string;
  /** How many tickets it has in the draw: more for those of whom more was found before. */
  readonly weight: number;
}

/** Somebody who may inspect 检查人员. */
export interface Inspector {
  readonly code: string;
  readonly name: string;
  readonly specialties: readonly string[];
}

/** What is frozen before a draw 冻结名录: nothing of it may change between the commitment and the draw. */
export interface DrawLists {
  /** Names the draw, so that no commitment fits another one. */
  readonly draw: string;
  /** How many parties are drawn from each stratum. */
  readonly quotas: Readonly<Record<string, number>>;
  readonly parties: readonly Party[];
  readonly inspectors: readonly Inspector[];
  /** Who may not inspect whom 回避. */
  readonly conflicts: readonly { readonly inspector: string; readonly party: string }[];
  readonly team: { readonly size: number; readonly specialties: readonly string[] };
}

/** A drawn party with its team 抽取结果. */
export interface DrawnTeam {
  readonly party: string;
  readonly stratum: string;
  readonly inspectors: readonly string[];
  /** Specialties that nobody without a conflict has, and places that nobody fills. */
  readonly missing: { readonly specialties: readonly string[]; readonly places: number };
}

/** A change after the draw 更换, always by the next in the ranking. */
export interface Replacement {
  readonly party: string;
  /** Null: the party itself is replaced. */
  readonly inspector: string | null;
}

export interface DrawOutcome {
  readonly teams: readonly DrawnTeam[];
}
