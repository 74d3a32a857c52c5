/** A paper 纸质文书 as data: what stands on it, one thing below the other. It is drawn in a thread of its own. */

export interface Paper {
  readonly title: string;
  /** Below the title, in its middle. */
  readonly lines: readonly string[];
  readonly blocks: readonly PaperBlock[];
  /** At the foot of every page: who took it out and when, or how it can be checked. */
  readonly mark: string;
}

export type PaperBlock =
  /** `room`: points that should stay together from it on, where a page holds them. */
  | { readonly kind: 'heading'; readonly text: string; readonly room?: number }
  | { readonly kind: 'text'; readonly text: string }
  | {
      readonly kind: 'table';
      readonly rows: readonly (readonly string[])[];
      /** Shares of the width by column; else all alike. */
      readonly shares?: readonly number[];
    }
  /** Who issues it, each beside a place for a seal 盖章处, and the day. */
  | { readonly kind: 'seals'; readonly issuers: readonly string[]; readonly on: string }
  /** Drawings as SVG, beside each other as they fit. */
  | { readonly kind: 'drawings'; readonly drawings: readonly PaperDrawing[] };

/** A drawing: an SVG that is there, or the option of a chart, which is drawn where the paper is. */
export interface PaperDrawing {
  readonly title: string;
  readonly width: number;
  readonly height: number;
  readonly svg?: string;
  readonly option?: Readonly<Record<string, unknown>>;
}
