/** Parameters 参数 of the recognition decision (section 8): each a default that a pack sets for its region and days. */
export interface RecognitionParameters {
  /** `series`: two of the last three rounds; `latest`: only the latest round (conflict C19). */
  readonly eqaProfile: 'series' | 'latest';
  /** A published pass of the current half-year cures a missed one (section 2.8). */
  readonly makeUpRound: boolean;
  /** Length of a rectification 限期整改, days. */
  readonly rectificationDays: number;
  /** First day on which close-knit consortia recognise everything among members, if they declared none earlier. */
  readonly consortiumStart: string;
  /** Province whose plan makes consortium results a must. */
  readonly consortiumProvince: string;
  /** How far ahead a planned major measure 重大措施 ties an item to case 3, hours. */
  readonly majorMeasureWindowHours: number;
  /** How long an explanation may follow an emergency order or a MAY result, hours. */
  readonly explanationDeferralHours: number;
  /** Codes of regions in which the explanation includes possible effects 可能产生的影响. */
  readonly possibleEffectsRegions: readonly string[];
  readonly eqaWarningDays: readonly number[];
  readonly calibrationWarningDays: readonly number[];
  /** A classification shown when a form opened holds that long, minutes. */
  readonly formValidityMinutes: number;
  /** Time after which an order goes on without an answer, milliseconds. */
  readonly lookupBudgetMs: number;
  /** Deviation from the average 明显偏离平均水平 (section 6.3). */
  readonly deviation: {
    readonly sigmas: number;
    readonly minimumRatio: number;
    readonly minimumShareOfItems: number;
    readonly minimumPeers: number;
    readonly minimumOpportunities: number;
  };
}

export const DEFAULT_PARAMETERS: RecognitionParameters = {
  eqaProfile: 'series',
  makeUpRound: false,
  rectificationDays: 30,
  consortiumStart: '2026-01-01',
  consortiumProvince: '51',
  majorMeasureWindowHours: 72,
  explanationDeferralHours: 24,
  possibleEffectsRegions: ['1401'],
  eqaWarningDays: [60, 30],
  calibrationWarningDays: [30, 7],
  formValidityMinutes: 30,
  lookupBudgetMs: 2000,
  deviation: { sigmas: 2, minimumRatio: 0.1, minimumShareOfItems: 0.3, minimumPeers: 5, minimumOpportunities: 30 },
};
