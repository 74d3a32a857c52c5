/**
 * Parameters 参数 of the recognition decision (section 8): each a default of the platform that a pack sets for its
 * region. The functions receive them; none is written into a rule.
 */
export interface RecognitionParameters {
  /** `series`: last year's participation and two of three rounds; `latest`: the latest round alone (conflict C19). */
  readonly eqaProfile: EqaProfile;
  /** Scopes whose owner set another profile than `eqaProfile`. */
  readonly eqaProfileOfScope: Readonly<Record<string, EqaProfile>>;
  /** Whose failed round blocks the mark: every organiser's (C2), or only that of organisers serving the scope. */
  readonly failBlocks: 'all-scopes' | 'serving-scopes';
  /** Half-years of Article 25: calendar halves, or the six months before the day (C3). */
  readonly halfYear: 'calendar' | 'rolling';
  /** What a half-year means in which no serving organiser held a round (C20). */
  readonly noRoundHeld: 'lapse' | 'excused';
  /** A published pass of the current half-year cures a missed one (section 2.8). */
  readonly makeUpRound: boolean;
  /** Length of a rectification 限期整改, days. */
  readonly rectificationDays: number;
  /** Within how many working days a failed blind sample 盲样 is reported. */
  readonly blindSampleReportWorkingDays: number;
  /** First day on which close-knit consortia recognise everything among members, if they declared none earlier. */
  readonly consortiumStart: string;
  /** Provinces whose plan makes results of a close-knit consortium a must. */
  readonly consortiumProvinces: readonly string[];
  /** How far ahead a planned major measure 重大措施 ties an item to case 3, hours. */
  readonly majorMeasureWindowHours: number;
  /** How long an explanation may follow an emergency order or a MAY result, hours. */
  readonly explanationDeferralHours: number;
  /** Codes of regions in which the explanation includes possible effects 可能产生的影响. */
  readonly possibleEffectsRegions: readonly string[];
  /** Whether an item without a registered time limit passes the condition on age. */
  readonly timeLimitMissing: 'no-bar' | 'bar';
  /** Provinces with rules of their own on who is admitted to a list (section 2.6), and which. */
  readonly admission: Readonly<Record<string, AdmissionRule>>;
  readonly eqaWarningDays: readonly number[];
  readonly calibrationWarningDays: readonly number[];
  /** What becomes of a line of a report whose system is out of control: refused, or taken with a remark and without a mark. */
  readonly releaseOutOfControl: 'mark' | 'refuse';
  /** What becomes of a line of a report whose system lacks the control of the day: refused, or taken with a remark. */
  readonly releaseWithoutControl: 'mark' | 'refuse';
  /** Hour of the day from which a report needs control of that day; before it, that of the day before counts. */
  readonly controlByHour: number;
  /** What becomes of a line, or of a control measurement, by who is not authorised for its group of items: refused, or taken with a remark. */
  readonly unauthorisedStaff: 'mark' | 'refuse';
  /** Whether an item whose round of EQA was failed and is not put right is ordered and reported all the same, or refused. */
  readonly suspendedItem: 'allow' | 'refuse';
  /** Whether an item all of whose instruments are overdue is ordered and reported all the same, or refused. */
  readonly overdueInstrument: 'allow' | 'refuse';
  /** Day of the next month by which IQC of a month is reported. */
  readonly iqcReportDay: number;
  /** Greatest age of what a real-time page shows, minutes. */
  readonly dashboardLagMinutes: number;
  /** A classification shown when a form opened holds that long, minutes. */
  readonly formValidityMinutes: number;
  /** Time after which an order goes on without an answer, milliseconds. */
  readonly lookupBudgetMs: number;
  /** Whether the weekly report stays due on a Monday that is a public holiday. */
  readonly weeklyHoliday: 'stays-monday' | 'next-working-day';
  /** Deviation from the average 明显偏离平均水平 (section 6.3). */
  readonly deviation: DeviationParameters;
}

export type EqaProfile = 'series' | 'latest';

/** `shanxi`: public of level two and independent laboratories; `sichuan`: public, smaller ones after a city's evaluation. */
export type AdmissionRule = 'shanxi' | 'sichuan';

export interface DeviationParameters {
  readonly sigmas: number;
  readonly minimumRatio: number;
  readonly minimumShareOfItems: number;
  readonly minimumPeers: number;
  readonly minimumOpportunities: number;
}

/** What stands where no document says more; the provinces' own figures are set by their packs. */
export const PLATFORM_DEFAULTS: RecognitionParameters = {
  eqaProfile: 'series',
  eqaProfileOfScope: {},
  failBlocks: 'all-scopes',
  halfYear: 'calendar',
  noRoundHeld: 'lapse',
  makeUpRound: false,
  rectificationDays: 30,
  blindSampleReportWorkingDays: 1,
  consortiumStart: '2026-01-01',
  consortiumProvinces: [],
  majorMeasureWindowHours: 72,
  explanationDeferralHours: 24,
  possibleEffectsRegions: [],
  timeLimitMissing: 'no-bar',
  admission: {},
  eqaWarningDays: [60, 30],
  calibrationWarningDays: [30, 7],
  releaseOutOfControl: 'mark',
  releaseWithoutControl: 'mark',
  controlByHour: 8,
  unauthorisedStaff: 'mark',
  suspendedItem: 'allow',
  overdueInstrument: 'allow',
  iqcReportDay: 10,
  dashboardLagMinutes: 15,
  formValidityMinutes: 30,
  lookupBudgetMs: 2000,
  weeklyHoliday: 'stays-monday',
  deviation: { sigmas: 2, minimumRatio: 0.1, minimumShareOfItems: 0.3, minimumPeers: 5, minimumOpportunities: 30 },
};

/** The defaults of the specification, with what the documents of Taiyuan and Sichuan set: those of the worked examples. */
export const DEFAULT_PARAMETERS: RecognitionParameters = {
  ...PLATFORM_DEFAULTS,
  consortiumProvinces: ['51'],
  possibleEffectsRegions: ['1401'],
  admission: { '14': 'shanxi', '51': 'sichuan' },
};
