/**
 * Run size 分析批长度 by the expected number of unreliable results that are final before a failure is found, MaxE(Nuf) (Parvin; CLSI C24).
 * A model of ours: controls every M patient results, a persistent shift that begins anywhere between two of them, results since the last
 * accepted control repeated after a rejection. It is not the published nomogram.
 */
import { normalCdf } from '../estimates/distributions.ts';
import type { MethodError } from './power.ts';

/** E(Nuf) for each patient result between controls, at one shift; sigma is that of the method without it. */
function unreliablePerResult(sigma: number, shift: number, rejected: number): number {
  const beyond = (by: number): number => normalCdf(by - sigma) + normalCdf(-by - sigma);
  const missed = 1 - rejected;
  return (beyond(shift) - beyond(0)) * (missed / 2 + (missed * missed) / rejected);
}

export interface WorstShift {
  /** In SD. */
  readonly shift: number;
  /** Expected unreliable final results for each patient result between controls. */
  readonly perResult: number;
}

const STEP = 0.05;
const MOST = 12;

/** The shift at which most unreliable results are final before it is found. */
export function worstShift(sigma: number, power: (error: MethodError) => number): WorstShift {
  let worst: WorstShift = { shift: 0, perResult: 0 };
  const look = (shift: number): void => {
    const perResult = unreliablePerResult(sigma, shift, power({ shift }));
    if (perResult > worst.perResult) worst = { shift, perResult };
  };
  for (let step = 1; step * STEP <= MOST; step += 1) look(step * STEP);
  // The curve has one top: look around it ever closer.
  for (let width = STEP / 2; width > 1e-5; width /= 2) {
    const { shift } = worst;
    look(shift - width);
    look(shift + width);
  }
  return worst;
}

/** The most patient results between controls that keep MaxE(Nuf) at a target, usually 1; none where the bias alone is too much. */
export function largestRun(sigma: number, power: (error: MethodError) => number, target = 1): number {
  if (!(sigma > 0)) return 0;
  const { perResult } = worstShift(sigma, power);
  return perResult === 0 ? Infinity : Math.floor(target / perResult);
}
