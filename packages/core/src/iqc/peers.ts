/**
 * Comparison with peers 室内质控室间化: how the monthly mean and CV of a laboratory stand among those who measure the same control lot and level
 * by the same method on the same instrument.
 */
import { isAtLeast, isAbove } from '../estimates/tolerance.ts';
import { algorithmA, qMethod, hampelLocation, uncertaintyOf } from '../estimates/robust.ts';

export interface PeerFigures {
  readonly mean: number;
  readonly sd: number;
  readonly cvPercent: number;
}

export interface PeerComparison {
  /** Standard deviation index 标准差指数; null without a scatter of the peers. */
  readonly sdi: number | null;
  /** Coefficient of variation ratio 变异系数比. */
  readonly cvr: number | null;
  readonly biasPercent: number | null;
}

/** SDI, CVR and bias of a laboratory against its peers. */
export function compareWithPeers(
  own: { readonly mean: number; readonly cvPercent: number },
  peers: PeerFigures,
): PeerComparison {
  const difference = own.mean - peers.mean;
  return {
    sdi: peers.sd > 0 ? difference / peers.sd : null,
    cvr: peers.cvPercent > 0 ? own.cvPercent / peers.cvPercent : null,
    biasPercent: peers.mean === 0 ? null : (100 * difference) / peers.mean,
  };
}

/** Readings of an SDI in common use: up to 1.25 acceptable, below 1.5 looked at, below 2 marginal, from 2 acted on. */
export function readSdi(sdi: number): 'acceptable' | 'look' | 'marginal' | 'act' {
  const size = Math.abs(sdi);
  if (!isAbove(size, 1.25)) return 'acceptable';
  if (!isAtLeast(size, 1.5)) return 'look';
  return isAtLeast(size, 2) ? 'act' : 'marginal';
}

export interface PeerSettings {
  /** Laboratories that make a group. */
  readonly minimum: number;
}
export const DEFAULT_PEER_SETTINGS: PeerSettings = { minimum: 10 };

/** A group of laboratories by one monthly mean each. */
export interface PeerGroup<Name extends string = string> {
  readonly name: Name;
  readonly means: readonly number[];
}

export interface ChosenGroup<Name extends string = string> {
  readonly name: Name;
  readonly n: number;
  readonly mean: number;
  readonly sd: number;
  readonly uncertainty: number;
  readonly by: 'algorithm-a' | 'q-method';
}

/** The narrowest group that is large enough, in the order given (peers, method, all), with its robust mean and SD; null: none is. */
export function chooseGroup<Name extends string>(
  groups: readonly PeerGroup<Name>[],
  { minimum }: PeerSettings = DEFAULT_PEER_SETTINGS,
): ChosenGroup<Name> | null {
  for (const { name, means } of groups) {
    if (means.length < minimum) continue;
    const robust = algorithmA(means);
    if (robust !== null) {
      const { n, mean, sd, uncertainty } = robust;
      return { name, n, mean, sd, uncertainty, by: 'algorithm-a' };
    }
    // More than half are alike: the Q method needs no scale to begin with.
    const sd = qMethod(means);
    const n = means.length;
    if (sd > 0)
      return { name, n, mean: hampelLocation(means, sd), sd, uncertainty: uncertaintyOf(sd, n), by: 'q-method' };
  }
  return null;
}
