/** Whether a rule of alerts is dismissed so often that it goes back to its owner 预警规则复核. Source: henan-2025.mq.23#11. */
export interface RuleCounts {
  readonly fired: number;
  readonly dismissed: number;
  /** Of those dismissed. */
  readonly wrong: number;
}

/** In percent, and of how many alerts at least. */
export interface RuleLimits {
  readonly dismissed: number;
  readonly wrong: number;
  readonly minimum: number;
}

/** Above a share, of enough alerts: exactly the share is still borne. */
export function isToReview({ fired, dismissed, wrong }: RuleCounts, limits: RuleLimits): boolean {
  if (fired === 0 || fired < limits.minimum) return false;
  return dismissed * 100 > limits.dismissed * fired || wrong * 100 > limits.wrong * fired;
}
