/** Clear deviation from the average 明显偏离平均水平 of a unit among its peers (section 6.3, sichuan-2025.5#03). */
import type { RecognitionParameters } from './parameters.ts';
import { DEFAULT_PARAMETERS } from './parameters.ts';

export type DeviationMeasure = 'recognition-ratio' | 'recognised-items';

export interface DeviationInput {
  readonly measure: DeviationMeasure;
  /** The unit's own figure and its MUST decisions in the period. */
  readonly unit: PeerFigure;
  /** Other units of the same level and type, of the same city, or of the province when the city has too few. */
  readonly peers: readonly PeerFigure[];
}

export interface PeerFigure {
  readonly value: number;
  readonly opportunities: number;
}

/** `not-applicable` when there are too few units with enough decisions. */
export type DeviationVerdict =
  | { readonly kind: 'not-applicable'; readonly peers: number }
  | {
      readonly kind: 'compared';
      readonly deviates: boolean;
      readonly direction: 'low' | 'high';
      readonly mean: number;
      readonly deviation: number;
      readonly bound: number;
    };

/** Guards comparisons against the last bits of binary fractions: the bound itself deviates, the mean itself never does. */
const EPSILON = 1e-9;

/**
 * Compares a unit with the mean of its peers without itself.
 *
 * @example deviates({ measure: 'recognition-ratio', unit, peers }) // 0.51 among 0.58 … 0.66 deviates, 0.53 does not
 */
export function deviates(
  input: DeviationInput,
  { deviation: limits }: Pick<RecognitionParameters, 'deviation'> = DEFAULT_PARAMETERS,
): DeviationVerdict {
  const peers = input.peers.filter((peer) => peer.opportunities >= limits.minimumOpportunities);
  const isComparable = input.unit.opportunities >= limits.minimumOpportunities;
  if (!isComparable || peers.length < limits.minimumPeers) return { kind: 'not-applicable', peers: peers.length };
  const mean = peers.reduce((sum, peer) => sum + peer.value, 0) / peers.length;
  const squares = peers.reduce((sum, peer) => sum + (peer.value - mean) ** 2, 0);
  const deviation = peers.length > 1 ? Math.sqrt(squares / (peers.length - 1)) : 0;
  const floor = input.measure === 'recognition-ratio' ? limits.minimumRatio : limits.minimumShareOfItems * mean;
  const bound = Math.max(limits.sigmas * deviation, floor);
  const distance = input.unit.value - mean;
  const far = Math.abs(distance);
  return {
    kind: 'compared',
    // Where nobody recognised an item the bound is 0, too.
    deviates: far > EPSILON && far + EPSILON >= bound,
    direction: distance < 0 ? 'low' : 'high',
    mean,
    deviation,
    bound,
  };
}

/** What an institution did in a period, with what makes it alike to others. */
export interface InstitutionFigures {
  readonly institution: string;
  readonly region: string;
  readonly level: number;
  readonly kind: string;
  /** MUST decisions, those of them that were accepted, and distinct items of which a result was accepted. */
  readonly opportunities: number;
  readonly accepted: number;
  readonly items: number;
}

/** A figure of an institution beside those of its peers 同类机构. */
export interface DeviationFound {
  readonly institution: string;
  readonly measure: DeviationMeasure;
  readonly value: number;
  readonly opportunities: number;
  /** Others with enough decisions with which it was compared, or of which there were too few. */
  readonly peers: number;
  readonly verdict: DeviationVerdict;
}

const CITY = 4;
const PROVINCE = 2;

/** Compares each institution with others of its level and kind: of its city, or of its province when the city has too few of them. */
export function deviationsAmong(
  all: readonly InstitutionFigures[],
  parameters: Pick<RecognitionParameters, 'deviation'> = DEFAULT_PARAMETERS,
): readonly DeviationFound[] {
  const { minimumOpportunities, minimumPeers } = parameters.deviation;
  const compared = all.filter(({ opportunities }) => opportunities >= minimumOpportunities);
  return all.flatMap((unit) => {
    const alike = compared.filter(
      ({ institution, level, kind }) => institution !== unit.institution && level === unit.level && kind === unit.kind,
    );
    const within = (digits: number) =>
      alike.filter(({ region }) => region.slice(0, digits) === unit.region.slice(0, digits));
    const city = within(CITY);
    const peers = city.length >= minimumPeers ? city : within(PROVINCE);
    return (['recognition-ratio', 'recognised-items'] as const).map((measure): DeviationFound => {
      const figure = figureOf(measure);
      const { value, opportunities } = figure(unit);
      return {
        ...{ institution: unit.institution, measure, value, opportunities, peers: peers.length },
        verdict: deviates({ measure, unit: figure(unit), peers: peers.map(figure) }, parameters),
      };
    });
  });
}

/** The figure that a measure takes; without a decision there is no ratio, and nothing is compared. */
const figureOf =
  (measure: DeviationMeasure) =>
  ({ opportunities, accepted, items }: InstitutionFigures): PeerFigure => ({
    value: measure === 'recognised-items' ? items : opportunities === 0 ? 0 : accepted / opportunities,
    opportunities,
  });
