/** Targets as they are typed: a value of each sample, or a line of each laboratory of the panel. */
import type { EqaTargetsEntry } from '@fujie/wire/contracts';

import { readAnswers } from '../../ui/pasted.ts';

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
    // A line that is too short or too long would put its values under samples of which they are not.
    if (panelFaults(panel, samples.length).length > 0) return [];
    const lines = panelOf(panel);
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
    if (!isMeasured) return [{ ...named, sample, accepted: readAnswers(text) }];
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

/** A number, and an uncertainty that one can have. */
const isRead = ({
  value,
  uncertainty = 0,
}: {
  readonly value: number;
  readonly uncertainty?: number | undefined;
}): boolean => Number.isFinite(value) && uncertainty >= 0 && uncertainty < Infinity;

/** Nothing is no number, as zero would be. */
const numberOf = (text: string): number => (text.trim() === '' ? NaN : Number(text));

/** Laboratories with their values in the order of the samples: between tabs where there are any, otherwise between spaces. */
function panelOf(
  text: string,
): readonly { readonly line: number; readonly laboratory: string; readonly values: readonly string[] }[] {
  return text.split('\n').flatMap((line, index) => {
    if (line.trim() === '') return [];
    const tidy = line
      .trim()
      .replaceAll(/ +/g, ' ')
      .replaceAll(/ ?(±|\+\/-|\+-) ?/g, '±');
    const parts = tidy.split(tidy.includes('\t') ? '\t' : ' ');
    const [laboratory = '', ...values] = parts.map((part) => part.trim()).filter((part) => part !== '');
    return [{ line: index + 1, laboratory, values }];
  });
}

/** Numbers of the lines of a panel that do not give a name and then a number, or a dash, for each sample. */
export function panelFaults(text: string, samples: number): readonly number[] {
  return panelOf(text).flatMap(({ line, values }) =>
    values.length === samples && values.every((value) => value === '-' || isRead(measuredOf(value))) ? [] : [line],
  );
}

/** Whether there are any, every number of them is one, and no answer is empty. */
export function isWhole(targets: Targets): boolean {
  return (
    targets.length > 0 &&
    targets.every(
      ({ value = 0, uncertainty = 0, experts = [], accepted }) =>
        accepted?.length !== 0 &&
        [{ value, uncertainty }, ...experts].every(isRead) &&
        experts.every(({ laboratory }) => laboratory !== ''),
    )
  );
}
