/** From registers 目录 to the inputs of the decision: which facts hold for an institution, an item and a day. */
import type { Day } from '../kernel/day.ts';
import { addDays, isInForce } from '../kernel/day.ts';
import * as registers from '../registers/definitions.ts';
import type { RegisterSnapshot } from '../registers/snapshot.ts';
import type { DoubtWindow } from './doubt.ts';
import { doubtWindows } from './doubt.ts';
import { eqaResultsFor } from './eqa-facts.ts';
import { deriveMark } from './mark.ts';
import type { RecognitionParameters } from './parameters.ts';
import type { ScopeName, Scopes } from './scope.ts';
import { createScopes, narrowness, NATIONAL } from './scope.ts';
import { dayTextOf } from './time.ts';
import type { CandidateInput, ListVersion, MarkInput, SuspensionRecord } from './types.ts';

/** Circumstance of a negative-list entry that applies to every order of the item. */
export const ANY_CIRCUMSTANCE = 'any';

/** The scopes that the region and agreement registers name. */
export function scopesOf(snapshot: RegisterSnapshot): Scopes {
  return snapshot.memo('scopes', () => {
    const names: ScopeName[] = [];
    for (const { row } of snapshot.all(registers.regions)) {
      if (row.markPrefix !== null) names.push({ code: row.code, prefix: row.markPrefix });
    }
    for (const { row } of snapshot.all(registers.agreements)) {
      names.push({ code: row.code, prefix: row.markPrefix, members: row.members });
    }
    return createScopes(names);
  });
}

/** A region and those that contain it, narrowest first: district, city, province, country. */
export function widening(scope: string): readonly string[] {
  if (scope === NATIONAL) return [NATIONAL];
  if (scope.startsWith('AGR:')) return [scope, NATIONAL];
  return [6, 4, 2]
    .filter((n) => n <= scope.length)
    .map((n) => scope.slice(0, n))
    .concat(NATIONAL);
}

/** The lists that name an institution and item, as the mark looks at them. An entry added or ended later is a version of its own. */
function listVersions(snapshot: RegisterSnapshot, institution: string, item: string): readonly ListVersion[] {
  const versions: ListVersion[] = [];
  const idsOf = new Map<string, string[]>();
  for (const entry of snapshot.listEntries(institution, item)) {
    const list = snapshot.nameOf(registers.recognitionLists, entry.row.list);
    if (list === null) continue;
    const isOriginal = entry.from <= list.publishedOn;
    const id = isOriginal && entry.to === null ? list.code : `${list.code}@${entry.from}/${entry.row.scope}`;
    versions.push({
      id,
      published: isOriginal ? list.publishedOn : entry.from,
      supersedes: [],
      entries: [[institution, item, entry.row.scope]],
    });
    idsOf.set(list.code, [...(idsOf.get(list.code) ?? []), id]);
    if (entry.to !== null) versions.push({ id: `${id}/end`, published: entry.to, supersedes: [id], entries: [] });
  }
  for (const { row } of snapshot.all(registers.recognitionLists)) {
    const superseded = (row.supersedes ?? []).flatMap((code) => idsOf.get(code) ?? []);
    if (superseded.length > 0)
      versions.push({
        id: `${row.code}/supersedes`,
        published: row.publishedOn,
        supersedes: [...new Set(superseded)],
        entries: [],
      });
  }
  return versions;
}

/** The month before that of a day, `YYYY-MM`. */
export function lastCompleteMonth(day: Day): string {
  return addDays(`${day.slice(0, 7)}-01` as Day, -1).slice(0, 7);
}

/** What the registers hold of an institution and item, whatever the scope and the day. */
interface PairFacts extends Pick<MarkInput, 'lists' | 'eqa'> {
  readonly suspensions: readonly SuspensionRecord[];
  readonly doubtWindows: readonly DoubtWindow[];
  /** Entitlements by day, for each set of parameters. */
  readonly entitled: WeakMap<RecognitionParameters, Map<string, readonly string[]>>;
}

function pairFacts(snapshot: RegisterSnapshot, institution: string, item: string): PairFacts {
  return snapshot.memoPair('facts', institution, item, () => {
    const suspensions = snapshot
      .suspensions(institution, item)
      .map((s) => ({ cause: s.cause, from: s.suspendedFrom, to: s.suspendedTo, doubtFrom: s.doubtFrom }));
    return {
      lists: listVersions(snapshot, institution, item),
      eqa: eqaResultsFor(snapshot, institution, item),
      suspensions,
      doubtWindows: doubtWindows(suspensions),
      entitled: new WeakMap(),
    };
  });
}

/** What `deriveMark` looks at, read from the registers. */
export function markInputFor(
  snapshot: RegisterSnapshot,
  institution: string,
  item: string,
  scope: string,
  day: Day,
): MarkInput {
  const iqc = snapshot.iqcMonth(institution, item, lastCompleteMonth(day));
  const requirement = widening(scope)
    .map((s) => snapshot.find(registers.qualityRequirements, `${s}|${item}`, day))
    .find((r) => r !== null);
  const agreement = scope.startsWith('AGR:')
    ? snapshot.all(registers.agreements).find((e) => e.row.code === scope && isInForce(e, day))
    : undefined;
  return {
    institution,
    item,
    scope,
    date: day,
    ...pairFacts(snapshot, institution, item),
    agreements: agreement
      ? {
          [scope]: {
            from: agreement.from,
            to: agreement.to === null ? null : addDays(agreement.to, -1),
            jointOrganiser: agreement.row.qcOrganisation,
          },
        }
      : {},
    iqc: {
      performed: iqc !== null && iqc.testingDays > 0 && iqc.qcDays >= iqc.testingDays,
      cv: iqc?.cv ?? null,
      agreement: iqc?.agreement ?? null,
      maxCv: requirement?.maxCv ?? null,
      minAgreement: requirement?.minAgreement ?? null,
    },
    instruments: snapshot.instruments(institution, item, day).map((instrument) => ({
      id: instrument.code,
      due: Object.fromEntries(snapshot.activities(institution, instrument.code, day).map((a) => [a.activity, a.dueOn])),
    })),
  };
}

/** Scopes for which an institution and item stand on any list, widest first. */
export function listedScopes(snapshot: RegisterSnapshot, institution: string, item: string): readonly string[] {
  const scopes = new Set(snapshot.listEntries(institution, item).map((entry) => entry.row.scope));
  return [...scopes].sort((a, b) => narrowness(a) - narrowness(b));
}

/** Labels that an institution is entitled to print for an item on a day, widest first (section 2.7). */
export function entitledMarks(
  snapshot: RegisterSnapshot,
  institution: string,
  item: string,
  day: Day,
  parameters: RecognitionParameters,
): readonly string[] {
  const { entitled } = pairFacts(snapshot, institution, item);
  let byDay = entitled.get(parameters);
  if (byDay === undefined) entitled.set(parameters, (byDay = new Map<string, readonly string[]>()));
  const known = byDay.get(day);
  if (known !== undefined) return known;
  const scopes = scopesOf(snapshot);
  const labels: string[] = [];
  for (const scope of listedScopes(snapshot, institution, item)) {
    const { mark } = deriveMark(markInputFor(snapshot, institution, item, scope, day), parameters, scopes);
    if (mark !== null) labels.push(mark);
  }
  byDay.set(day, labels);
  return labels;
}

/** Days on which results of an institution and item are in doubt 存疑: `[doubtFrom, from)` of its suspensions (section 2.5). */
export function doubtWindowsOf(snapshot: RegisterSnapshot, institution: string, item: string): readonly DoubtWindow[] {
  return pairFacts(snapshot, institution, item).doubtWindows;
}

/** What is known of an earlier result, apart from the registers. Stored with a decision for replay. */
export interface ResultFacts {
  readonly item: string;
  readonly institution: string;
  readonly identity: 'verified' | 'unconfirmed' | 'mismatch';
  readonly status: 'final' | 'preliminary' | 'withdrawn';
  readonly content: 'data' | 'image' | 'conclusion';
  readonly integrity: 'ok' | 'failed';
  readonly source: 'platform' | 'paper-confirmed' | 'paper';
  readonly printedMarks: readonly string[];
  /** ISO 8601. */
  readonly collectedAt: string;
  readonly reportedOn: Day;
  readonly method: boolean;
  readonly referenceInterval: boolean;
}

export interface OrderFacts {
  readonly item: string;
  /** ISO 8601. */
  readonly at: string;
  /** Circumstances of the order that a negative list may name. */
  readonly circumstances?: readonly string[];
}

export interface TimeLimit {
  readonly days?: number;
  readonly hours?: number;
  readonly source: string;
}

/** The recognition time limit 参考时限 of an item where the receiver lies, on a day; the narrowest region that has one. */
export function timeLimitFor(snapshot: RegisterSnapshot, region: string, item: string, day: Day): TimeLimit | null {
  const byDay = snapshot.memoPair('limits', region, item, () => new Map<string, TimeLimit | null>());
  const known = byDay.get(day);
  if (known !== undefined) return known;
  const limit = findTimeLimit(snapshot, region, item, day);
  byDay.set(day, limit);
  return limit;
}

function findTimeLimit(snapshot: RegisterSnapshot, region: string, item: string, day: Day): TimeLimit | null {
  for (const place of widening(region)) {
    const row = snapshot.find(registers.timeLimits, `${place}|${item}|ceiling`, day);
    if (row === null) continue;
    const { days, hours, source } = row;
    return { ...(days === null ? {} : { days }), ...(hours === null ? {} : { hours }), source };
  }
  return null;
}

function isNegative(snapshot: RegisterSnapshot, region: string, order: OrderFacts, day: Day): boolean {
  const places = widening(region);
  const entries = snapshot.memoPair('negative', region, order.item, () =>
    snapshot.all(registers.negativeList).filter(({ row }) => row.item === order.item && places.includes(row.region)),
  );
  return entries.some(
    (entry) =>
      isInForce(entry, day) &&
      (entry.row.circumstance === ANY_CIRCUMSTANCE || order.circumstances?.includes(entry.row.circumstance) === true),
  );
}

/** The close-knit consortium 紧密型医联体 of which both institutions are members on a day. */
function commonConsortium(snapshot: RegisterSnapshot, a: string, b: string, day: Day): Consortium | null {
  const byDay = snapshot.memoPair('consortia', a, b, () => new Map<string, Consortium | null>());
  const known = byDay.get(day);
  if (known !== undefined) return known;
  const consortium = findConsortium(snapshot, a, b, day);
  byDay.set(day, consortium);
  return consortium;
}

type Consortium = NonNullable<CandidateInput['registry']['consortium']>;

/** If there are several, the one that declared its start first: it makes more results a must. */
function findConsortium(snapshot: RegisterSnapshot, a: string, b: string, day: Day): Consortium | null {
  const members = snapshot.inForce(registers.consortiumMembers, day);
  const ofB = new Set(members.filter((member) => member.institution === b).map((member) => member.consortium));
  const common = members
    .filter((member) => member.institution === a && ofB.has(member.consortium))
    .flatMap((member) => snapshot.find(registers.consortia, member.consortium, day) ?? [])
    .filter((consortium) => consortium.kind === 'close-knit')
    .map(({ kind, province, declaredFrom }) => ({ kind, province, declaredFrom }))
    .sort((x, y) => ((x.declaredFrom ?? '9999') < (y.declaredFrom ?? '9999') ? -1 : 1));
  return common[0] ?? null;
}

/** What `classify` looks at, read from the registers, for an order at an institution and one earlier result. */
export function candidateInputFor(
  snapshot: RegisterSnapshot,
  parameters: RecognitionParameters,
  order: OrderFacts,
  receiver: string,
  result: ResultFacts,
): CandidateInput {
  const day = dayTextOf(order.at) as Day;
  const institution = snapshot.institution(receiver);
  const region = institution?.region ?? '';
  const { suspensions, doubtWindows: windows } = pairFacts(snapshot, result.institution, result.item);
  const suspended = suspensions.some(
    (s) => s.from <= result.reportedOn && (s.to === null || s.to === undefined || result.reportedOn < s.to),
  );
  return {
    order: { item: order.item, at: order.at },
    receiver: {
      region,
      ...(institution === null ? {} : { ownership: institution.ownership, level: institution.level }),
    },
    result: {
      item: result.item,
      identity: result.identity,
      status: result.status,
      content: result.content,
      integrity: result.integrity,
      source: result.source,
      printedMarks: result.printedMarks,
      entitledAtIssue: entitledMarks(snapshot, result.institution, result.item, result.reportedOn, parameters),
      collectedAt: result.collectedAt,
      reportedOn: result.reportedOn,
      method: result.method,
      referenceInterval: result.referenceInterval,
      doubtWindows: windows,
      issuerSuspended: suspended,
    },
    registry: {
      timeLimit: timeLimitFor(snapshot, region, order.item, day),
      negative: isNegative(snapshot, region, order, day),
      agreements: agreementsInRegister(snapshot),
      consortium: commonConsortium(snapshot, receiver, result.institution, day),
    },
  };
}

function agreementsInRegister(snapshot: RegisterSnapshot): NonNullable<CandidateInput['registry']['agreements']> {
  return snapshot.memo('agreements', () => {
    const agreements: Record<string, { from: string; to: string | null }> = {};
    for (const entry of snapshot.all(registers.agreements)) {
      const known = agreements[entry.row.code];
      if (known === undefined || known.from < entry.from) {
        agreements[entry.row.code] = { from: entry.from, to: entry.to === null ? null : addDays(entry.to, -1) };
      }
    }
    return agreements;
  });
}
