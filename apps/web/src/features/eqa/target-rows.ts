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
        return text === '' || text === '-' ? [] : [{ laboratory, value: Number(text) }];
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

/** Laboratories with their values in the order of the samples: between tabs where there are any, otherwise between spaces. */
function panelOf(text: string): readonly { readonly laboratory: string; readonly values: readonly string[] }[] {
  return text.split('\n').flatMap((line) => {
    if (line.trim() === '') return [];
    const parts = line.trim().split(line.includes('\t') ? '\t' : ' ');
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
        [value, uncertainty, ...experts.map((one) => one.value)].every(Number.isFinite) &&
        experts.every(({ laboratory }) => laboratory !== ''),
    )
  );
}
