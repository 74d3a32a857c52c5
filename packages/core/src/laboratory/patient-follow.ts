/**
 * Patients' results followed as they come 患者数据实时质控的逐条跟踪: one step for each result, corrected or withdrawn ones among them, at a cost that
 * does not grow. What is remembered is what the steps give again from their records. Source: WS/T 641 (outline), IFCC PBRTQC.
 */
import { median } from '../kernel/robust.ts';
import { meanOf } from '../estimates/moments.ts';
import type { MovingStatistic, PatientControl, PatientLimits } from '../iqc/patients.ts';
import { bullMean, truncate } from '../iqc/patients.ts';

/** What becomes known of a result: it is reported, says something else, is withdrawn; or the statistic begins anew after an alarm was looked into. */
export type Arrival =
  | { readonly kind: 'result' | 'corrected'; readonly ref: string; readonly value: number }
  | { readonly kind: 'withdrawn'; readonly ref: string }
  | { readonly kind: 'restarted' };

export interface FollowState {
  /** What the statistic was before the first of `recent`; null where none is carried on: moving mean and median. */
  readonly base: number | null;
  /** The results that a correction can still change, the earliest first, as they count after truncation. */
  readonly recent: readonly { readonly ref: string; readonly value: number }[];
}

export interface Followed {
  readonly state: FollowState;
  /** Null: none comes of it, the window is not full or the batch not complete. */
  readonly statistic: number | null;
  /** Where a reported result takes the statistic beyond the limits 报警; what is corrected or withdrawn raises none. */
  readonly side: 'low' | 'high' | null;
}

/** The share of an exponentially weighted mean below which a result is no longer looked back on. */
const LEAST_SHARE = 0.001;

/** How many results a statistic looks back on. */
export function memoryOf(statistic: MovingStatistic): number {
  switch (statistic.kind) {
    case 'mean':
    case 'median':
      return statistic.window;
    case 'ewma':
      return Math.max(1, Math.ceil(Math.log(LEAST_SHARE) / Math.log(1 - statistic.weight)));
    case 'bull':
      return statistic.batch;
  }
}

/** Nothing has come yet. */
export const beginFollowing = ({ statistic }: PatientControl): FollowState => ({
  base: statistic.kind === 'ewma' || statistic.kind === 'bull' ? statistic.start : null,
  recent: [],
});

/** One step. */
export function followStep(
  control: PatientControl,
  limits: PatientLimits,
  state: FollowState,
  arrival: Arrival,
): Followed {
  if (arrival.kind === 'restarted') return { state: beginFollowing(control), statistic: null, side: null };
  if (arrival.kind === 'result') return taken(control, limits, state, arrival);
  // What was left out as too low or too high, or is too long ago, changes nothing any more.
  const recent = state.recent.flatMap((one) =>
    one.ref !== arrival.ref
      ? one
      : arrival.kind === 'withdrawn'
        ? []
        : truncate([arrival.value], control.truncation).map((value) => ({ ref: one.ref, value })),
  );
  const changed = { base: state.base, recent };
  return { state: changed, statistic: statisticOf(control.statistic, changed), side: null };
}

function taken(
  { statistic, truncation }: PatientControl,
  limits: PatientLimits,
  { base, recent }: FollowState,
  { ref, value }: { readonly ref: string; readonly value: number },
): Followed {
  const counted = truncate([value], truncation).map((one) => ({ ref, value: one }));
  if (counted.length === 0) return { state: { base, recent }, statistic: null, side: null };
  const all = { base, recent: [...recent, ...counted] };
  const state = shortened(statistic, all);
  const now = statistic.kind === 'bull' && state.recent.length === 0 ? state.base : statisticOf(statistic, all);
  return {
    state,
    statistic: now,
    side: now === null ? null : now < limits.low ? 'low' : now > limits.high ? 'high' : null,
  };
}

/** Carries on what lies further back than a statistic looks. */
function shortened(statistic: MovingStatistic, { base, recent }: FollowState): FollowState {
  const memory = memoryOf(statistic);
  if (statistic.kind === 'bull')
    return recent.length < memory
      ? { base, recent }
      : {
          base: bullMean(
            recent.map(({ value }) => value),
            base ?? statistic.start,
          ).mean,
          recent: [],
        };
  if (recent.length <= memory) return { base, recent };
  const gone = recent.slice(0, -memory);
  return {
    base: statistic.kind === 'ewma' ? weighted(statistic, base, gone) : null,
    recent: recent.slice(-memory),
  };
}

/** The statistic of what is remembered; of a batch that is not complete there is none. */
function statisticOf(statistic: MovingStatistic, { base, recent }: FollowState): number | null {
  if (statistic.kind === 'bull') return null;
  if (statistic.kind === 'ewma') return weighted(statistic, base, recent);
  const values = recent.slice(-statistic.window).map(({ value }) => value);
  if (values.length < statistic.window) return null;
  return statistic.kind === 'mean' ? meanOf(values) : median(values);
}

const weighted = (
  { weight, start }: Extract<MovingStatistic, { kind: 'ewma' }>,
  base: number | null,
  values: FollowState['recent'],
): number => values.reduce((average, { value }) => average + weight * (value - average), base ?? start);
