/** The life of a demonstration region: visits, orders, results, corrections, over some weeks before `today`. */
import type { Day, Instant } from '@fujie/core/kernel';
import { addDays, dayOf } from '@fujie/core/kernel';
import { DEFAULT_PARAMETERS, entitledMarks } from '@fujie/core/recognition';

import { toAdmission, toBundle } from './bundle.ts';
import { plantConsultations, plantSample } from './consultation-plants.ts';
import type { Consultation } from './consultations.ts';
import { makeConsultations } from './consultations.ts';
import { CONTROL_PLANTS } from './control-plants.ts';
import { snapshotOf } from './entries.ts';
import { COPIERS } from './eqa-series.ts';
import { componentsOf, itemsOf } from './menus.ts';
import type { Person } from './people.ts';
import { makePeople } from './people.ts';
import { MARK_PLANTS } from './plants.ts';
import type { Random } from './random.ts';
import { createRandom } from './random.ts';
import type { Region } from './region.ts';
import type { LaboratoryReport, Report, Sex } from './reports.ts';
import { makeTour } from './scenarios.ts';
import type { Anomaly, AnomalyKind, Truth } from './truth.ts';
import type { InstitutionPlan } from './world.ts';
import type { Entitled, Visit, Writer } from './writer.ts';
import { at, createWriter } from './writer.ts';

/** One message of a hospital. */
export interface LifeRecord {
  /** Institution that sends it. */
  readonly sender: string;
  readonly kind: 'admission' | 'report';
  /** FHIR transaction Bundle as JSON text. */
  readonly bundle: string;
}

export interface Life {
  readonly reports: readonly Report[];
  /** Messages in the order in which they are sent: by institution, then by time, so that a correction follows its report. */
  records(): Iterable<LifeRecord>;
  /** Orders placed elsewhere after a report, in the order of time. */
  readonly consultations: readonly Consultation[];
  /** Later versions of reports on which somebody elsewhere acted before they changed, sent after the orders. */
  changes(): Iterable<LifeRecord>;
  readonly truth: Truth;
}

/** What is ordered together and reported on one sheet, how often, and for whom. */
interface OrderSet {
  readonly title: string;
  readonly panels: readonly string[];
  readonly share: number;
  readonly isInpatient?: boolean;
  readonly sex?: Sex;
}

const ORDERS: readonly OrderSet[] = [
  { title: '血细胞分析', panels: ['P_CBC'], share: 0.52 },
  { title: '生化检验', panels: ['P_LIVER', 'P_RENAL'], share: 0.42 },
  { title: '电解质', panels: ['P_LYTES'], share: 0.32 },
  { title: '血糖及血脂', panels: ['P_GLUCOSE', 'P_LIPID'], share: 0.3 },
  { title: '尿常规', panels: ['P_URINE'], share: 0.24 },
  { title: '凝血功能', panels: ['P_COAG', 'P_FIBRINOLYSIS'], share: 0.1 },
  { title: '甲状腺功能', panels: ['P_THYROID'], share: 0.1 },
  { title: '炎症指标', panels: ['P_INFLAMMATION'], share: 0.1 },
  { title: '心肌损伤标志物', panels: ['P_CARDIAC'], share: 0.05 },
  { title: '乙肝五项', panels: ['P_HBV5'], share: 0.05 },
  { title: '肿瘤标志物', panels: ['P_TUMOUR_M'], share: 0.05, sex: 'male' },
  { title: '肿瘤标志物', panels: ['P_TUMOUR_F'], share: 0.05, sex: 'female' },
  { title: '术前感染筛查', panels: ['P_INFECTION', 'P_BLOODGROUP'], share: 0.3, isInpatient: true },
];
const EXAMINATIONS: readonly (readonly [string, number])[] = [
  ['ECG_12', 0.16],
  ['DR_CHEST', 0.1],
  ['US_ABD', 0.12],
  ['CT_CHEST', 0.06],
  ['US_THYROID', 0.04],
  ['US_CAROTID', 0.03],
  ['CT_HEAD', 0.03],
  ['MR_HEAD', 0.02],
  ['MR_LSP', 0.02],
];

const VISITS_PER_60_DAYS = 4;

/** Visits, reports and truth of a region; the same seed gives the same life. */
export function generateLife(
  seed: number,
  region: Region,
  options: { readonly persons: number; readonly days: number },
): Life {
  const { world, today } = region;
  const random = createRandom(seed).fork(`life/${world.jurisdiction}`);
  const snapshot = snapshotOf(region.registers);
  const entitled: Entitled = (institution, item, day) =>
    entitledMarks(snapshot, institution, item, day, DEFAULT_PARAMETERS);
  const writer = createWriter(region, entitled, random.fork('writer'));
  const tour = makeTour(region, writer, random.fork('tour'));
  const { people, quirks } = makePeople(
    world,
    random.fork('people'),
    today,
    Math.max(0, options.persons - tour.people.length),
  );
  const laboratories = world.institutions.filter((plan) => plan.kind === 'independent-laboratory');
  const anomalies: Anomaly[] = [];
  const provinceMark = `${region.registers.region.find((e) => e.row.code === world.province)?.row.markPrefix ?? ''}HR`;
  const reports: Report[] = [...tour.reports];
  for (const person of people) {
    const stream = random.fork(`visits/${person.key}`);
    for (let day = addDays(today, -options.days); day < today; day = addDays(day, 1)) {
      if (!stream.chance(VISITS_PER_60_DAYS / 60)) continue;
      for (const report of visitOf(person, day, stream, writer, laboratories)) {
        reports.push(...spoil(report, stream, today, provinceMark, anomalies));
      }
    }
  }
  // The anonymous patient came once at least, or the plant would not be there.
  const unidentified = quirks.find((q) => q.quirk === 'unidentified');
  const anonymous = people.find((p) => p.key === unidentified?.persons[0]);
  const central = world.institutions.find((i) => i.code === world.code('central'));
  for (const person of [
    anonymous,
    ...people.filter((p) => quirks.some((q) => q.quirk === 'borrowed-number' && q.persons.includes(p.key))),
  ]) {
    if (person === undefined || central === undefined) continue;
    const day = addDays(today, -11);
    reports.push(
      writer.laboratory(
        {
          person,
          plan: central,
          encounterClass: 'EMER',
          orderedAt: at(day, 2),
          collectedAt: at(day, 2, 10),
          reportedAt: at(day, 3),
        },
        '血细胞分析',
        ['P_CBC'],
        componentsOf('P_CBC'),
      ),
    );
  }
  const everyone = [...tour.people, ...people];
  const ordinary = reports.filter((report) => !tour.reports.includes(report));
  const sample = plantSample(world, writer, people, today);
  const consultations = [
    ...makeConsultations(
      people,
      reports,
      region.registers.practitioner.map((entry) => entry.row),
      today,
      random.fork('consultations'),
    ),
    ...plantConsultations(tour.cases, today),
    ...sample.consultations,
  ];
  reports.push(...sample.reports);
  const changed = changedAfterUse(ordinary, consultations, world.code('central'), today);
  return {
    reports,
    records: () => [
      ...tour.stays.map((stay) => ({
        sender: stay.plan.code,
        kind: 'admission' as const,
        bundle: toAdmission(stay),
      })),
      ...inSendingOrder(reports),
    ],
    consultations,
    changes: () => inSendingOrder(changed),
    truth: {
      seed,
      jurisdiction: world.jurisdiction,
      today,
      persons: truthOfPersons(everyone, reports),
      quirks,
      cases: tour.cases,
      anomalies,
      marks: MARK_PLANTS.map((plant) => ({ ...plant, institution: world.code(plant.role) })),
      controls: CONTROL_PLANTS.map((plant) => ({ ...plant, institution: world.code(plant.role) })),
      copiers: COPIERS.map((role) => world.code(role)),
      counts: {
        reports: reports.length,
        changedAfterUse: changed.length,
        results: reports.reduce((n, r) => n + (r.kind === 'laboratory' ? r.lines.length : 1), 0),
      },
    },
  };
}

/** Share of laboratory orders that a hospital sends out although it could do them itself. */
const SENT_OUT = 0.04;

function visitOf(
  person: Person,
  day: Day,
  random: Random,
  writer: Writer,
  laboratories: readonly InstitutionPlan[],
): Report[] {
  const plan = random.pick(person.institutions);
  const encounterClass = random.chance(0.12) ? 'EMER' : random.chance(0.1) ? 'IMP' : 'AMB';
  const hour = encounterClass === 'EMER' ? random.int(0, 20) : encounterClass === 'IMP' ? 6 : random.int(8, 15);
  const visit: Visit = {
    person,
    plan,
    encounterClass,
    orderedAt: at(day, hour, random.int(0, 20)),
    collectedAt: at(day, hour, random.int(21, 59)),
    reportedAt: at(day, hour + (encounterClass === 'EMER' ? 1 : random.int(2, 6)), random.int(0, 59)),
  };
  const reports: Report[] = [];
  for (const { title, panels, share, isInpatient, sex } of ORDERS) {
    if ((isInpatient === true && encounterClass !== 'IMP') || (sex !== undefined && sex !== person.sex)) continue;
    if (!random.chance(title === '心肌损伤标志物' && encounterClass === 'EMER' ? 0.4 : share)) continue;
    const items = panels.flatMap(componentsOf);
    const isSentOut = random.chance(SENT_OUT) || !items.some((item) => performs(plan, item));
    reports.push(
      writer.laboratory(isSentOut ? sentOut(visit, random.pick(laboratories)) : visit, title, panels, items),
    );
  }
  for (const [item, share] of EXAMINATIONS) {
    if (random.chance(share) && performs(plan, item)) reports.push(writer.examination(visit, item));
  }
  return reports;
}

/** An independent laboratory takes the sample and answers a few hours later. */
function sentOut(visit: Visit, laboratory: InstitutionPlan): Visit {
  return {
    ...visit,
    plan: laboratory,
    encounterClass: 'AMB',
    reportedAt: (visit.reportedAt + 2 * 3_600_000) as Instant,
  };
}

function performs(plan: InstitutionPlan, item: string): boolean {
  return itemsOf(plan.menu).includes(item);
}

/** Sometimes a report is incomplete, wrongly marked, corrected or withdrawn; what happened is written into the truth. */
function spoil(report: Report, random: Random, today: Day, provinceMark: string, anomalies: Anomaly[]): Report[] {
  const draw = random.next();
  const note = (kind: AnomalyKind, items: readonly string[] = []): void => {
    anomalies.push({ kind, institution: report.plan.code, report: report.number, items });
  };
  const later = at(addDays(dayOf(report.reportedAt), 1), 9);
  const isPast = dayOf(later) < today;
  if (report.kind === 'examination') {
    if (draw >= 0.06) return [report];
    note('conclusion-only');
    return [{ ...report, hasImages: false }];
  }
  const line = random.pick(report.lines);
  if (draw < 0.015) {
    note(
      'method-missing',
      report.lines.map((l) => l.item),
    );
    return [{ ...report, lines: report.lines.map((l) => ({ ...l, method: null })) }];
  }
  if (draw < 0.025) {
    note('interval-missing', [line.item]);
    return [changeLine(report, line.item, { low: null, high: null, referenceText: null })];
  }
  if (draw < 0.045 && report.lines.some((l) => l.marks.length > 0)) {
    note(
      'mark-not-printed',
      report.lines.filter((l) => l.marks.length > 0).map((l) => l.item),
    );
    return [{ ...report, lines: report.lines.map((l) => ({ ...l, marks: [] })) }];
  }
  if (draw < 0.055 && line.marks.length === 0) {
    note('mark-not-entitled', [line.item]);
    return [changeLine(report, line.item, { marks: [provinceMark] })];
  }
  if (draw < 0.07 && isPast && typeof line.value === 'number') {
    note('corrected', [line.item]);
    const corrected = changeLine(report, line.item, { value: Number((line.value * 1.15).toPrecision(4)) });
    return [report, { ...corrected, status: 'corrected', reportedAt: later }];
  }
  if (draw < 0.077 && isPast) {
    note('withdrawn');
    return [report, { ...report, status: 'entered-in-error', reportedAt: later }];
  }
  if (draw < 0.083) {
    note('preliminary');
    return [{ ...report, status: 'preliminary' }];
  }
  return [report];
}

/** So many reports that a physician elsewhere was shown change afterwards, first those shown at one hospital; every third is withdrawn. */
const CHANGED_AFTER_USE = 12;

function changedAfterUse(
  reports: readonly Report[],
  consultations: readonly Pick<Consultation, 'encounter' | 'institution'>[],
  first: string,
  today: Day,
): readonly Report[] {
  const usedAt = new Map(
    consultations.map(({ encounter, institution }) => [encounter.split('-').slice(2).join('-'), institution]),
  );
  const versions = new Map<string, number>();
  for (const { number } of reports) versions.set(number, (versions.get(number) ?? 0) + 1);
  const isOther = ({ number }: Report): number => Number(usedAt.get(number) !== first);
  const found = reports
    .flatMap((report) => (report.kind === 'laboratory' && report.status === 'final' ? report : []))
    .filter(({ number }) => usedAt.has(number) && versions.get(number) === 1)
    .sort((a, b) => isOther(a) - isOther(b) || b.reportedAt - a.reportedAt || (a.number < b.number ? -1 : 1));
  const reportedAt = at(addDays(today, -1), 22);
  return found.slice(0, CHANGED_AFTER_USE).map((report, index) => {
    if (index % 3 === 2) return { ...report, status: 'entered-in-error', reportedAt };
    const line = report.lines.find(({ value }) => typeof value === 'number');
    const value = typeof line?.value === 'number' ? Number((line.value * 1.3).toPrecision(3)) : 0;
    return {
      ...(line === undefined ? report : changeLine(report, line.item, { value })),
      status: 'corrected',
      reportedAt,
    };
  });
}

function changeLine(
  report: LaboratoryReport,
  item: string,
  change: Partial<LaboratoryReport['lines'][number]>,
): LaboratoryReport {
  return { ...report, lines: report.lines.map((line) => (line.item === item ? { ...line, ...change } : line)) };
}

function truthOfPersons(people: readonly Person[], reports: readonly Report[]): Truth['persons'] {
  const registrations = new Map<string, Map<string, { institution: string; mrn: string; reports: Set<string> }>>();
  for (const { registration, number } of reports) {
    const { person, institution, mrn } = registration;
    const known =
      registrations.get(person) ?? new Map<string, { institution: string; mrn: string; reports: Set<string> }>();
    registrations.set(person, known);
    const entry = known.get(mrn) ?? { institution, mrn, reports: new Set<string>() };
    known.set(mrn, entry);
    entry.reports.add(number);
  }
  return people.map(({ key, name, sex, birthOn, residentId }) => ({
    key,
    name,
    sex,
    birthOn,
    residentId,
    registrations: [...(registrations.get(key)?.values() ?? [])].map((r) => ({ ...r, reports: [...r.reports] })),
  }));
}

function* inSendingOrder(reports: readonly Report[]): Iterable<LifeRecord> {
  const ordered = [...reports].sort(
    (a, b) =>
      (a.plan.code < b.plan.code ? -1 : a.plan.code > b.plan.code ? 1 : 0) ||
      a.reportedAt - b.reportedAt ||
      (a.number < b.number ? -1 : 1),
  );
  for (const report of ordered) yield { sender: report.plan.code, kind: 'report', bundle: toBundle(report) };
}
