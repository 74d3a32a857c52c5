/** Which section of the health commission handles complaints about an institution 投诉分流. Source: taiyuan-2024.2#03, 7.1#03. */

/** Sections 科室; independent laboratories, of which the plan is silent, go to medical affairs. */
export type Section = 'medical-affairs' | 'tcm' | 'maternal-child';

/** The section by the kind of institution. */
export function sectionFor(kind: string): Section {
  if (kind === 'tcm') return 'tcm';
  return kind === 'maternal-child' ? 'maternal-child' : 'medical-affairs';
}
