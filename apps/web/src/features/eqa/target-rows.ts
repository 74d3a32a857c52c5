/** Targets as they are typed: a value of each sample, or a line of each laboratory of the panel. */
import type { EqaTargetsEntry } from '@fujie/wire/contracts';

type Targets = EqaTargetsEntry['targets'];
export const TARGET_KINDS = ['reference', 'formulation', 'experts', 'consensus'] as const;
export type TargetKind = (typeof TARGET_KINDS)[number];

interface Of {
  readonly item: string;
  readonly kind: TargetKind;
  readonly variant: string;
  /** Empty: for all. */
  readonly group: string;
  readonly samples: readonly string[];
  readonly isMeasured: boolean;
}

export function targetsOf(of: Of, texts: Readonly<Record<string, string>>, panel: string): Targets {
  const { item, kind, variant, group, samples, isMeasured } = of;
  const named = { item, variant, kind, ...(group === '' ? {} : { group }) };
  if (kind === 'consensus') return samples.map((sample) => ({ ...named, sample }));
  if (kind === 'experts' && isMeasured) {
    const lines = panelOf(panel);
    // A line that is too short or too long would put its values under samples of which they are not.
    if (lines.some(({ values }) => values.length !== samples.length)) return [];
    return samples.flatMap((sample, place) => {
      const experts = lines.flatMap(({ laboratory, values }) => {
        const text = values[place] ?? '';
        return text === '' || text === '-' ? [] : [{ laboratory, ...measuredOf(text) }];
      });
      return experts.length === 0 ? [] : [{ ...named, sample, experts }];
    });
  }
  return samples.flatMap((sample): Targets => {
    const [text, uncertainty] = [(texts[sample] ?? '').trim(), (texts[`${sample}|u`] ?? '').trim()];
    if (text === '') return [];
    if (!isMeasured) return [{ ...named, sample, accepted: text.split(/[;；,，、]/).map((one) => one.trim()) }];
    return [
      { ...named, sample, value: Number(text), ...(uncertainty === '' ? {} : { uncertainty: Number(uncertainty) }) },
    ];
  });
}

/** A value, with its standard uncertainty behind ± where there is one. */
function measuredOf(text: string): { readonly value: number; readonly uncertainty?: number } {
  const [value = '', ...uncertainty] = text.split('±');
  if (uncertainty.length === 0) return { value: numberOf(value) };
  return { value: numberOf(value), uncertainty: uncertainty.length > 1 ? NaN : numberOf(uncertainty[0] ?? '') };
}

/** Nothing is no number, as zero would be. */
const numberOf = (text: string): number => (text.trim() === '' ? NaN : Number(text));

/** Laboratories with their values in the order of the samples: between tabs where there are any, otherwise between spaces. */
function panelOf(text: string): readonly { readonly laboratory: string; readonly values: readonly string[] }[] {
  return text.split('\n').flatMap((line) => {
    if (line.trim() === '') return [];
    const tidy = line
      .trim()
      .replaceAll(/ +/g, ' ')
      .replaceAll(/ ?(±|\+\/-|\+-) ?/g, '±');
    const parts = tidy.split(tidy.includes('\t') ? '\t' : ' ');
    const [laboratory = '', ...values] = parts.map((part) => part.trim()).filter((part) => part !== '');
    return [{ laboratory, values }];
  });
}

/** Whether every number of them is one. */
export function isWhole(targets: Targets): boolean {
  return (
    targets.length > 0 &&
    targets.every(
      ({ value = 0, uncertainty = 0, experts = [] }) =>
        [value, ...experts.map((one) => one.value)].every(Number.isFinite) &&
        [uncertainty, ...experts.map((one) => one.uncertainty ?? 0)].every((one) => one >= 0 && one < Infinity) &&
        experts.every(({ laboratory }) => laboratory !== ''),
    )
  );
}
