/** The figures of a month 月报数据 from what is on record at this moment, with the loops behind what is wrong. Source: henan-2023.t3.2#02. */
import type { Day } from '@fujie/core/kernel';
import { addDays, dayOf, startOfDay } from '@fujie/core/kernel';
import type {
  CoreIndicator,
  JournalBlock,
  JournalChart,
  JournalFigure,
  JournalFigures,
} from '@fujie/core/organisation';
import { DUTIES, DUTY_KINDS, monthOf, targetsOf } from '@fujie/core/organisation';
import type { RegisterSnapshot } from '@fujie/core/registers';
import { departments, dischargeCounts } from '@fujie/core/registers';

import type { Queryable } from '../platform/db/database.ts';
import type { Deps } from '../platform/deps.ts';
import { loopsOn } from '../platform/loops/definitions.ts';
import type { LoopSum } from './journal.query.ts';
import { sumEvents, sumLoops, sumRecognition } from './journal.query.ts';
import { findDecisions, findDuties } from './meetings.query.ts';
import { countDecisions, isLate } from './decisions.ts';
import { countDuties, isHeld, standingOf } from './duty-standing.ts';
import { indicatorsOf } from './indicators.ts';
import { kindOf } from './parts.ts';

const MONTHS_SHOWN = 6;
const MOST_CASES = 100;

type Needs = Pick<Deps, 'clock' | 'config' | 'registers'>;

export async function figuresOf(
  deps: Needs,
  db: Queryable,
  institution: string,
  month: string,
): Promise<JournalFigures> {
  const { from, to } = monthOf(`${month}-01` as Day);
  const now = deps.clock.now();
  const [since, until] = [startOfDay(from), startOfDay(to)];
  const months = monthsUntil(month);
  const first = startOfDay(`${months[0] ?? month}-01` as Day);
  const loops = await sumLoops(db, institution, since, until, now);
  const events = await sumEvents(db, institution, first, until);
  const recognition = await sumRecognition(db, institution, from, to);
  const duties = await findDuties(db, {
    ...{ institution, department: null, from: since, to: until },
    definitions: DUTY_KINDS.map((kind) => DUTIES[kind].loop),
  });
  const decisions = await findDecisions(db, { meeting: null, department: null, institution, from: since, to: until });
  const snapshot = deps.registers.current();
  const indicators = await indicatorsOf(deps, db, institution, month);
  const discharged = snapshot
    .all(dischargeCounts)
    .filter(({ row }) => row.institution === institution && row.month === month)
    .reduce((sum, { row }) => sum + row.discharges, 0);
  const stood = duties.map((row) => ({ row, standing: standingOf(row, now), kind: kindOf(row.definition) }));
  const missed = stood.filter((one) => one.standing !== 'coming' && !isHeld(one));
  const meetings = (['committee', 'department', 'week', 'visit'] as const).flatMap((kind) => {
    const counts = countDuties(stood.filter((one) => one.kind === kind));
    const missing = missed.filter((one) => one.kind === kind).map(({ row }) => row.loop);
    const { zh, en } = DUTIES[kind];
    return counts.due === 0 ? [] : [share('core-systems', kind, [zh, en], counts.held, counts.due, missing)];
  });
  const decided = countDecisions(decisions);
  const critical = loops.filter(({ definition }) => definition.startsWith('critical-value/'));
  const others = loops.filter(({ definition }) => !definition.startsWith('organisation/'));
  const accepted = (recognition.get('acceptedMust') ?? 0) + (recognition.get('acceptedMay') ?? 0);
  const opportunities = recognition.get('opportunities') ?? 0;
  const complaints = loops.find(({ definition }) => definition === 'complaint/handling');
  return {
    figures: [
      ...meetings,
      share(
        'targets',
        'decisions',
        ['会议决定按期办理', 'Decisions in time'],
        decided.closedInTime,
        decided.due,
        decisions.filter((row) => row.status !== 'void' && isLate(row)).map(({ loop }) => loop),
      ),
      ...targetFigures(snapshot, institution, month, dayOf(now)),
      ...indicatorFigures(indicators),
      inTime('indicators', 'critical', ['危急值按时处理', 'Critical values in time'], critical),
      share(
        'indicators',
        'recognised',
        ['检查检验互认', 'Results recognised'],
        Math.min(accepted, opportunities),
        opportunities,
        [],
      ),
      {
        ...count('adverse-events', 'events', ['不良事件上报', 'Adverse events reported'], events.get(month) ?? 0),
        cases: [],
      },
      share(
        'adverse-events',
        'per-discharge',
        ['每百出院人次上报', 'Reports per 100 discharges'],
        events.get(month) ?? 0,
        discharged,
        [],
      ),
      inTime('negative', 'loops', ['闭环按时完成', 'Loops in time'], others),
      count(
        'negative',
        'late',
        ['逾期闭环', 'Loops late'],
        others.reduce((sum, { late }) => sum + late, 0),
        others.flatMap(({ cases }) => cases),
      ),
      ...(complaints === undefined
        ? []
        : [inTime('negative', 'complaints', ['投诉按时答复', 'Complaints answered in time'], [complaints])]),
      count(
        'negative',
        'overlooked',
        ['应互认而重复', 'Repeated though recognisable'],
        recognition.get('overlooked') ?? 0,
      ),
    ],
    charts: [
      chartOfLoops(deps, others, addDays(to, -1)),
      chartOfEvents(months, events),
      chartOfMeetings(meetings),
    ].filter(({ labels }) => labels.length > 0),
    departmentsWithout: missed
      .filter(({ kind, row }) => kind === 'department' && row.department !== null)
      .map(({ row: { department } }) => {
        const known = snapshot.nameOf(departments, `${institution}|${department ?? ''}`, from);
        const zh = known?.nameZh ?? department ?? '';
        return { zh, en: known?.nameEn ?? zh };
      }),
  };
}

/** How many targets of departments were met by the values until the month (henan-2023.t3.1#02). */
function targetFigures(snapshot: RegisterSnapshot, institution: string, month: string, today: Day): JournalFigure[] {
  const year = Number(month.slice(0, 4));
  const given = targetsOf(snapshot, institution, { year, until: month }, today).flatMap((one) => one.departments);
  if (given.length === 0) return [];
  const met = given.filter(({ standing }) => standing === 'met').length;
  return [share('targets', 'targets-met', ['科室目标达成', 'Targets of departments met'], met, given.length, [])];
}

/** Those that are computed as a share, and how many of the 35 went through their cycle (henan-2025.mq.5#07). */
function indicatorFigures(indicators: readonly CoreIndicator[]): JournalFigure[] {
  const complete = indicators.filter(({ isComplete }) => isComplete).length;
  const title = ['核心制度指标完成循环', 'Core-system indicators with a whole cycle'] as const;
  return [
    share('core-systems', 'cycles', title, complete, indicators.length, []),
    ...indicators
      .flatMap(({ figures }) => figures)
      .filter(({ kind }) => kind === 'share')
      .map((one) => {
        const wrong = one.denominator.filter((id) => !one.numerator.includes(id) && !one.unknown.includes(id));
        const { zh, en } = one.title;
        return share('indicators', one.indicator, [zh, en], one.numerator.length, one.denominator.length, wrong);
      }),
  ];
}

type Title = readonly [zh: string, en: string];

function share(
  block: JournalBlock,
  id: string,
  [zh, en]: Title,
  numerator: number,
  denominator: number,
  cases: readonly number[],
): JournalFigure {
  return { id, block, zh, en, numerator, denominator, unit: 'percent', cases: cases.slice(0, MOST_CASES) };
}

function count(
  block: JournalBlock,
  id: string,
  [zh, en]: Title,
  numerator: number,
  cases: readonly number[] = [],
): JournalFigure {
  return { id, block, zh, en, numerator, denominator: null, unit: 'count', cases: cases.slice(0, MOST_CASES) };
}

function inTime(block: JournalBlock, id: string, title: Title, loops: readonly LoopSum[]): JournalFigure {
  const total = loops.reduce((sum, one) => sum + one.total, 0);
  const late = loops.reduce((sum, one) => sum + one.late, 0);
  return share(
    block,
    id,
    title,
    total - late,
    total,
    loops.flatMap(({ cases }) => cases),
  );
}

/** This month and those before it, the earliest first. */
function monthsUntil(month: string): readonly string[] {
  const months = [month];
  while (months.length < MONTHS_SHOWN) {
    const first = `${months[0] ?? month}-01` as Day;
    months.unshift(addDays(first, -1).slice(0, 7));
  }
  return months;
}

function chartOfLoops(deps: Needs, loops: readonly LoopSum[], day: Day): JournalChart {
  const known = new Map(loopsOn(deps, day).map(({ id, title }) => [id, title]));
  return {
    ...{ id: 'loops', zh: '各类闭环：按时与逾期', en: 'Loops by kind: in time and late' },
    labels: loops.map(({ definition }) => known.get(definition)?.zh ?? definition),
    labelsEn: loops.map(({ definition }) => known.get(definition)?.en ?? definition),
    series: [
      { zh: '按时', en: 'In time', values: loops.map(({ total, late }) => total - late) },
      { zh: '逾期', en: 'Late', values: loops.map(({ late }) => late) },
    ],
  };
}

function chartOfEvents(months: readonly string[], events: ReadonlyMap<string, number>): JournalChart {
  return {
    ...{ id: 'events', zh: '近六个月不良事件上报例数', en: 'Adverse events reported in six months' },
    labels: months,
    series: [{ zh: '上报例数', en: 'Reports', values: months.map((month) => events.get(month) ?? 0) }],
  };
}

function chartOfMeetings(meetings: readonly JournalFigure[]): JournalChart {
  return {
    ...{ id: 'meetings', zh: '会议与下科室：应开与已开', en: 'Meetings and visits: due and held' },
    labels: meetings.map(({ zh }) => zh),
    labelsEn: meetings.map(({ en }) => en),
    series: [
      { zh: '应开', en: 'Due', values: meetings.map(({ denominator }) => denominator ?? 0) },
      { zh: '已开', en: 'Held', values: meetings.map(({ numerator }) => numerator) },
    ],
  };
}
