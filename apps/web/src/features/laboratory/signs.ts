/** Signs and colours of how a system stands and how a run was judged: never colour alone. */
import type { IqcOverviewResponse, IqcRun } from '@fujie/wire/contracts';

export type Standing = IqcOverviewResponse['systems'][number]['today'];
export type RunVerdict = IqcRun['verdict'];

/** What asks for something first. What has not begun asks for nothing of the day. */
export const STANDINGS = ['out-of-control', 'missing', 'incomplete', 'warning', 'in-control', 'not-begun'] as const;

export const STANDING_SIGNS: Readonly<Record<Standing, string>> = {
  'in-control': '●',
  warning: '▲',
  'out-of-control': '◆',
  missing: '○',
  incomplete: '◐',
  'not-begun': '–',
};

export const VERDICT_SIGNS: Readonly<Record<RunVerdict, string>> = {
  accept: '●',
  warning: '▲',
  reject: '◆',
  unjudged: '○',
};

/** The symbols of the drawing library that look like the signs. */
export const VERDICT_SYMBOLS: Readonly<Record<RunVerdict, string>> = {
  accept: 'circle',
  warning: 'triangle',
  reject: 'diamond',
  unjudged: 'emptyCircle',
};

export const VERDICT_COLOURS: Readonly<Record<RunVerdict, string>> = {
  accept: '#0f7a4c',
  warning: '#9a6200',
  reject: '#b3261e',
  unjudged: '#5d6974',
};

/** A z score with its sign. */
export function showZ(z: number | null | undefined): string {
  if (z === null || z === undefined) return '—';
  const digits = z.toFixed(2);
  return z > 0 ? `+${digits}` : digits.replace('-', '−');
}
