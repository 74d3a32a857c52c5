/**
 * The quality journal 质量安全月报: what its figures are and which of the blocks that it must have are still empty. Source:
 * henan-2025.mq.1#07, henan-2023.t3.2#02 (six blocks).
 */
import type { Bilingual } from '../kernel/register.ts';
import { isBlank } from '../kernel/text.ts';

/** Blocks 版块; the first six must have something in them. */
export const JOURNAL_BLOCKS = [
  'core-systems',
  'targets',
  'indicators',
  'adverse-events',
  'negative',
  'records',
  'cases',
  'other',
] as const;
export type JournalBlock = (typeof JOURNAL_BLOCKS)[number];
const REQUIRED = JOURNAL_BLOCKS.slice(0, 6);

/** A figure of a month, and the loops behind what is wrong in it. */
export interface JournalFigure {
  readonly id: string;
  readonly block: JournalBlock;
  readonly zh: string;
  readonly en: string;
  readonly numerator: number;
  /** Null: a count. */
  readonly denominator: number | null;
  /** Of what the numerator counts 百分比 or per hundred; a count has none. */
  readonly unit: 'percent' | 'count';
  /** Loops that open to show why it is not better. */
  readonly cases: readonly number[];
}

/** A chart of a journal: one bar or line for each of its labels. */
export interface JournalChart {
  readonly id: string;
  readonly zh: string;
  readonly en: string;
  readonly labels: readonly string[];
  /** In English, where it differs. */
  readonly labelsEn?: readonly string[];
  readonly series: readonly { readonly zh: string; readonly en: string; readonly values: readonly number[] }[];
}

export interface JournalFigures {
  readonly figures: readonly JournalFigure[];
  readonly charts: readonly JournalChart[];
  /** Names of departments that held no meeting 未召开科室. */
  readonly departmentsWithout: readonly Bilingual[];
}

/** Part of what it is of, in percent with one decimal; null where there was nothing. */
export function shareOf({ numerator, denominator }: Pick<JournalFigure, 'numerator' | 'denominator'>): number | null {
  if (denominator === null || denominator === 0) return null;
  return Math.round((1000 * numerator) / denominator) / 10;
}

/** Blocks that have neither a figure nor a text. */
export function emptyBlocks(
  sections: readonly { readonly block: string; readonly text: string }[],
  figures: readonly Pick<JournalFigure, 'block' | 'denominator'>[],
): readonly JournalBlock[] {
  return REQUIRED.filter(
    (block) =>
      !sections.some((section) => section.block === block && !isBlank(section.text)) &&
      !figures.some((figure) => figure.block === block && figure.denominator !== 0),
  );
}
