/** Why something that comes again is due later than its interval says: nobody was told in time, so that the whole notice is given. */
import type { EmergencyPlan } from '@fujie/wire/contracts';

/** The day when the interval was over, if what is owed is due later than that; null: it is due when the interval says. */
export function intervalOverOn(owed: EmergencyPlan['review'], every: EmergencyPlan['reviewEvery']): string | null {
  const nextOn = every?.nextOn ?? null;
  return owed !== null && nextOn !== null && owed.dueOn > nextOn ? nextOn : null;
}
