/**
 * What a laboratory owes because of what registers hold 实验室应办事项: an instrument that falls due, an EQA round that was failed, a blind
 * sample that was failed, a month of internal quality control to be reported, a list of
 * critical values to be reviewed. Each names its fact, so that the same fact is owed once.
 */
import type { Day } from '../kernel/day.ts';
import { addDays, daysBetween } from '../kernel/day.ts';
import type { EqaOutcomeRow } from '../registers/rows.ts';
import type { RegisterSnapshot } from '../registers/snapshot.ts';
import {
  blindSamples,
  criticalThresholds,
  eqaOutcomes,
  eqaRounds,
  instrumentActivities,
  instruments,
  testSystems,
} from '../registers/definitions.ts';

/** Kinds of obligations, by the loop that follows them up. */
export const OBLIGATIONS = [
  'instrument/activity-due',
  'eqa/rectification',
  'blind-sample/failed',
  'iqc/month-due',
  'critical-value/list-review',
] as const;

export interface Obligation {
  readonly loop: (typeof OBLIGATIONS)[number];
  /** Names the fact. */
  readonly subject: string;
  readonly institution: string;
  /** The day on which it arises. */
  readonly on: Day;
  readonly facts: Readonly<Record<string, string>>;
  /** What the registers show as done since; null: nothing. */
  readonly done: Done | null;
}

/** How an obligation ended, as registers show it; `certificate` is empty where none belongs to it. */
export interface Done {
  readonly outcome: 'done' | 'retired';
  readonly on: Day;
  readonly certificate: string;
}

type Owed = Omit<Obligation, 'done'>;

/** How far back facts still open something: what was settled before the platform knew of it is not asked for again. */
const BACK_DAYS = 30;

export interface ObligationRules {
  /** An instrument is told so many days before it falls due. */
  readonly aheadDays: number;
  /** Day of the month by which the month before is reported. */
  readonly iqcReportDay: number;
  /** An own list of critical values is reviewed every so many days, and told so many days before. */
  readonly reviewEvery: number;
  readonly reviewAhead: number;
}

/** What is owed as of a day. */
export function obligationsOn(snapshot: RegisterSnapshot, today: Day, rules: ObligationRules): readonly Obligation[] {
  const owed: readonly Owed[] = [
    ...instrumentsDue(snapshot, today, rules.aheadDays),
    ...roundsFailed(snapshot, today),
    ...samplesFailed(snapshot, today),
    ...monthsDue(snapshot, today, rules.iqcReportDay),
    ...listsUnreviewed(snapshot, today, rules),
  ];
  return owed.map((one) => ({ ...one, done: doneSince(snapshot, today, one.subject) }));
}

/** What the registers show of the fact that a subject names, however long ago it was due; null: it is still owed. */
export function doneSince(snapshot: RegisterSnapshot, today: Day, subject: string): Done | null {
  const [kind, institution = '', ...parts] = subject.split('|');
  if (kind === 'instrument') return activityDone(snapshot, today, institution, parts);
  if (kind === 'iqc-month') return monthReported(snapshot, institution, parts[0] ?? '');
  if (kind !== 'thresholds') return null;
  const last = reviewedLast(snapshot, today).get(institution);
  return last !== undefined && last > (parts[0] ?? '') ? { outcome: 'done', on: last, certificate: '' } : null;
}

/** What instruments undergo 检定、检测、校准、稳定性测量、保养 (national-2022.art.22#02). */
export const ACTIVITY_NAMES: Readonly<Record<string, readonly [zh: string, en: string]>> = {
  verification: ['检定', 'verification'],
  testing: ['检测', 'testing'],
  calibration: ['校准', 'calibration'],
  stability: ['稳定性测量', 'stability measurement'],
  maintenance: ['保养', 'maintenance'],
};

/** Each due day of a plan is an obligation of its own. */
function instrumentsDue(snapshot: RegisterSnapshot, today: Day, aheadDays: number): readonly Owed[] {
  const byKey = new Map<string, (typeof entries)[number][]>();
  const entries = snapshot.all(instrumentActivities);
  for (const entry of entries) byKey.set(entry.key, [...(byKey.get(entry.key) ?? []), entry]);
  return [...byKey.values()].flatMap((versions) => {
    const rows = versions
      .sort((a, b) => (a.from === b.from ? a.version - b.version : a.from < b.from ? -1 : 1))
      .map(({ row }) => row);
    return rows.flatMap((row, index): readonly Owed[] => {
      const { institution, instrument, activity, dueOn } = row;
      const on = addDays(dueOn, -aheadDays);
      const isNear = on <= today && daysBetween(dueOn, today) <= BACK_DAYS;
      if (!isNear || rows.some((other, place) => place < index && other.dueOn === dueOn)) return [];
      const known = snapshot.nameOf(instruments, `${institution}|${instrument}`, today);
      const name = known?.nameZh ?? instrument;
      const [zh, en] = ACTIVITY_NAMES[activity] ?? [activity, activity];
      return [
        {
          loop: 'instrument/activity-due',
          subject: `instrument|${institution}|${instrument}|${activity}|${dueOn}`,
          institution,
          on,
          facts: {
            titleZh: `${name}：${zh} ${dueOn} 到期`,
            titleEn: `${known?.nameEn ?? name}: ${en} due on ${dueOn}`,
            instrument,
            activity,
            dueOn,
            dueAt: `${dueOn}T23:59:59+08:00`,
          },
        },
      ];
    });
  });
}

/**
 * An activity is done when the register holds it with its day and certificate and a later due day; a due day that was only moved proves
 * nothing. Of an instrument that is out of use nothing is owed (national-2022.art.22#02).
 */
function activityDone(
  snapshot: RegisterSnapshot,
  today: Day,
  institution: string,
  [instrument = '', activity = '', dueOn = '']: readonly string[],
): Done | null {
  const rows = snapshot
    .versions(instrumentActivities, `${institution}|${instrument}|${activity}`)
    .map(({ row }) => row);
  const before = rows.find((row) => row.dueOn === dueOn)?.doneOn ?? '';
  for (const { dueOn: next, doneOn, certificate } of rows)
    if (next > dueOn && doneOn !== null && doneOn > before && certificate !== null)
      return { outcome: 'done', on: doneOn, certificate };
  const entries = snapshot.versions(instruments, `${institution}|${instrument}`);
  const ended = entries.at(-1)?.to ?? null;
  return ended !== null && ended <= today ? { outcome: 'retired', on: ended, certificate: '' } : null;
}

function roundsFailed(snapshot: RegisterSnapshot, today: Day): readonly Owed[] {
  return snapshot.inForce(eqaOutcomes, today).flatMap((row): readonly Owed[] => {
    if (row.outcome !== 'FAIL') return [];
    const { organiser, round, item } = row;
    const published = snapshot.nameOf(eqaRounds, `${organiser}|${round}|${item}`, today)?.publishedOn ?? null;
    return published === null || !isRecent(published, today) ? [] : [rectificationOf(snapshot, row, published)];
  });
}

/** What a failed item of a round of EQA asks for 室间质评整改, from the day on which its laboratory knows of it. */
export function rectificationOf(
  snapshot: RegisterSnapshot,
  { organiser, round, item, institution }: Pick<EqaOutcomeRow, 'organiser' | 'round' | 'item' | 'institution'>,
  on: Day,
): Omit<Obligation, 'done'> {
  const known = snapshot.item(item, on);
  return {
    loop: 'eqa/rectification',
    subject: `eqa|${organiser}|${round}|${item}|${institution}`,
    institution,
    on,
    facts: {
      titleZh: `${known?.nameZh ?? item}：室间质评 ${round} 不合格`,
      titleEn: `${known?.nameEn ?? item}: EQA round ${round} failed`,
      organiser,
      round,
      item,
    },
  };
}

function samplesFailed(snapshot: RegisterSnapshot, today: Day): readonly Owed[] {
  return snapshot.inForce(blindSamples, today).flatMap((row): readonly Owed[] => {
    const { institution, item, verdictOn, outcome } = row;
    if (outcome !== 'FAIL' || !isRecent(verdictOn, today)) return [];
    const name = snapshot.item(item, today)?.nameZh ?? item;
    const nameEn = snapshot.item(item, today)?.nameEn ?? item;
    return [
      {
        loop: 'blind-sample/failed',
        subject: `blind|${institution}|${item}|${verdictOn}`,
        institution,
        on: verdictOn,
        facts: {
          titleZh: `${name}：盲样考核不合格`,
          titleEn: `${nameEn}: blind sample failed`,
          item,
          verdictOn,
        },
      },
    ];
  });
}

function isRecent(day: Day, today: Day): boolean {
  return day <= today && daysBetween(day, today) <= BACK_DAYS;
}

/** A month is owed from its end by whoever had test systems in it, until one of their items is reported: what a laboratory submits, it submits together. */
function monthsDue(snapshot: RegisterSnapshot, today: Day, reportDay: number): readonly Owed[] {
  const thisMonth = startOfMonth(today);
  return [startOfMonth(addDays(thisMonth, -1)), thisMonth].flatMap((end): readonly Owed[] => {
    const dueOn = addDays(end, reportDay - 1);
    if (daysBetween(dueOn, today) > BACK_DAYS) return [];
    const lastDay = addDays(end, -1);
    const month = lastDay.slice(0, 7);
    return [...itemsTested(snapshot, lastDay).keys()].map((institution) => ({
      loop: 'iqc/month-due',
      subject: `iqc-month|${institution}|${month}`,
      institution,
      on: end,
      facts: {
        titleZh: `${month} 室内质控月汇总待报送`,
        titleEn: `IQC of ${month} to be reported`,
        month,
        dueOn,
        dueAt: `${dueOn}T23:59:59+08:00`,
      },
    }));
  });
}

const startOfMonth = (day: Day): Day => `${day.slice(0, 7)}-01` as Day;

/** Items of each institution that has test systems on a day. */
function itemsTested(snapshot: RegisterSnapshot, day: Day): ReadonlyMap<string, ReadonlySet<string>> {
  return snapshot.memo(`items-tested|${day}`, () => {
    const tested = new Map<string, Set<string>>();
    for (const { institution, item } of snapshot.inForce(testSystems, day))
      tested.set(institution, (tested.get(institution) ?? new Set()).add(item));
    return tested;
  });
}

function monthReported(snapshot: RegisterSnapshot, institution: string, month: string): Done | null {
  const end = startOfMonth(addDays(`${month}-01` as Day, 31));
  for (const item of itemsTested(snapshot, addDays(end, -1)).get(institution) ?? []) {
    const reported = snapshot.iqcMonth(institution, item, month);
    if (reported !== null) return { outcome: 'done', on: reported.reportedOn ?? end, certificate: '' };
  }
  return null;
}

/** When the own list of critical values of an institution was last reviewed: as its oldest threshold in force was (henan-2025.mq.8#02). */
function reviewedLast(snapshot: RegisterSnapshot, today: Day): ReadonlyMap<string, Day> {
  return snapshot.memo(`lists-reviewed|${today}`, () => {
    const oldest = new Map<string, Day>();
    for (const { institution, reviewedOn } of snapshot.inForce(criticalThresholds, today)) {
      if (institution === null) continue;
      const known = oldest.get(institution);
      if (known === undefined || reviewedOn < known) oldest.set(institution, reviewedOn);
    }
    return oldest;
  });
}

const subjectOfList = (institution: string, reviewedOn: Day): string => `thresholds|${institution}|${reviewedOn}`;

function listsUnreviewed(
  snapshot: RegisterSnapshot,
  today: Day,
  { reviewAhead, reviewEvery }: ObligationRules,
): readonly Owed[] {
  return [...reviewedLast(snapshot, today)].flatMap(([institution, reviewedOn]): readonly Owed[] => {
    const dueOn = addDays(reviewedOn, reviewEvery);
    const on = addDays(dueOn, -reviewAhead);
    if (on > today) return [];
    return [
      {
        ...{ loop: 'critical-value/list-review', subject: subjectOfList(institution, reviewedOn), institution, on },
        facts: {
          titleZh: `危急值目录 ${dueOn} 应评审`,
          titleEn: `List of critical values: to be reviewed by ${dueOn}`,
          ...{ reviewedOn, dueOn, dueAt: `${dueOn}T23:59:59+08:00` },
        },
      },
    ];
  });
}
