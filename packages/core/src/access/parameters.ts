/** Figures that no document states 平台默认: each a proposal, named, and to be set by a region. */

export interface AccessParameters {
  /** Days after an encounter, order or question during which its physicians still read what others recorded. */
  readonly relationDays: number;
  /** Days after which an encounter that is still open, and of which nothing was heard, gives no ground any more. */
  readonly openEncounterDays: number;
  /** How long a look without the ordinary ground lasts. */
  readonly breakGlassMinutes: number;
  /** Days until it is to be reviewed (core systems: information security, rule 2). */
  readonly reviewDays: number;
  /** Below this age a guardian consents (personal information protection law, art. 31). */
  readonly guardianAge: number;
  /** Days within which an institution answers a request for correction (GB/T 35273-2020 chapter 8.7). */
  readonly answerDays: number;
  /** How often a one-time code or a link may be tried in vain. */
  readonly codeAttempts: number;
}

export const DEFAULT_ACCESS: AccessParameters = {
  relationDays: 30,
  openEncounterDays: 90,
  breakGlassMinutes: 60,
  reviewDays: 7,
  guardianAge: 14,
  answerDays: 30,
  codeAttempts: 5,
};
