/** From registers 目录 to the input of the mark 互认标识: which facts hold for an institution, an item and a day. */
import type { Day } from '../kernel/day.ts';
import { addDays } from '../kernel/day.ts';
import type { Entry } from '../kernel/register.ts';
import * as registers from '../registers/definitions.ts';
import type { IqcMeasuredRow, SuspensionRow } from '../registers/rows.ts';
import type { RegisterSnapshot } from '../registers/snapshot.ts';
import { latestOfEach } from '../registers/snapshot.ts';
import type { DoubtWindow } from './doubt.ts';
import { doubtWindows } from './doubt.ts';
import { eqaResultsFor } from './eqa-facts.ts';
import { deriveMark } from './mark.ts';
import type { RecognitionParameters } from './parameters.ts';
import { narrowness } from './scope.ts';
import { agreementOn, periodOf, scopesOf, widening } from './scope-facts.ts';
import type { ListVersion, MarkInput, SuspensionFacts } from './types.ts';

/** The lists that name an institution and item, as the mark looks at them. An entry added or ended later is a version of its own. */
function listVersions(snapshot: RegisterSnapshot, institution: string, item: string): readonly ListVersion[] {
  const versions: ListVersion[] = [];
  const idsOf = new Map<string, string[]>();
  const lists = snapshot.memo('lists', () => latestOfEach(snapshot.all(registers.recognitionLists)));
  for (const entry of snapshot.listEntries(institution, item)) {
    const known = snapshot.versions(registers.recognitionLists, entry.row.list).at(-1);
    if (known === undefined) continue;
    const list = known.row;
    const to = earlier(entry.to, known.to);
    const isOriginal = entry.from <= list.publishedOn;
    const id = isOriginal && to === null ? list.code : `${list.code}@${entry.from}/${entry.row.scope}`;
    versions.push({
      id,
      published: isOriginal ? list.publishedOn : entry.from,
      supersedes: [],
      entries: [[institution, item, entry.row.scope]],
    });
    idsOf.set(list.code, [...(idsOf.get(list.code) ?? []), id]);
    if (to !== null) versions.push({ id: `${id}/end`, published: to, supersedes: [id], entries: [] });
  }
  for (const { row } of lists) {
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

function earlier(a: Day | null, b: Day | null): Day | null {
  return a === null || (b !== null && b < a) ? b : a;
}

/** The month before that of a day, `YYYY-MM`. */
export function lastCompleteMonth(day: Day): string {
  return addDays(`${day.slice(0, 7)}-01` as Day, -1).slice(0, 7);
}

/**
 * The month of internal quality control on which marks run: as it was measured on this platform, submitted or not, because an item is excluded
 * for its quality and not for its paper (taiyuan-2024.5.0#02, #04; lateness: 5.3#02). Who does not measure here, or reports no patients here by
 * which testing days were known, is held to what it submitted.
 */
export function controlMonth(
  snapshot: RegisterSnapshot,
  institution: string,
  item: string,
  month: string,
): IqcMeasuredRow | null {
  const measured = snapshot.measuredMonth(institution, item, month);
  return measured !== null && measured.testingDays > 0 ? measured : snapshot.iqcMonth(institution, item, month);
}

/** What the registers hold of an institution and item, whatever the scope and the day. */
interface PairFacts {
  readonly lists: readonly ListVersion[];
  readonly suspensions: readonly SuspensionFacts[];
  readonly doubtWindows: readonly DoubtWindow[];
  /** Entitlements by day, for each set of parameters. */
  readonly entitled: WeakMap<RecognitionParameters, Map<string, readonly string[]>>;
}

export function pairFacts(snapshot: RegisterSnapshot, institution: string, item: string): PairFacts {
  return snapshot.memoPair('facts', institution, item, () => {
    // Versions of one suspension may name different items, so that what follows what is told by all of them.
    const entries = snapshot.suspensions(institution, item).map((entry) => {
      const versions = snapshot.versions(registers.suspensions, entry.key);
      return { entry, isFirst: entry === versions[0], isLast: entry === versions.at(-1) };
    });
    return {
      lists: listVersions(snapshot, institution, item),
      suspensions: entries.flatMap(({ entry, isFirst }) => suspensionOf(entry, isFirst)),
      doubtWindows: doubtWindows(
        entries
          .filter(({ isLast }) => isLast)
          .map(({ entry: { row } }) => ({ cause: row.cause, from: row.suspendedFrom, doubtFrom: row.doubtFrom })),
      ),
      entitled: new WeakMap(),
    };
  });
}

/**
 * The days that one version of a suspension suspends. It ends no later than the version, so that closing the entry lifts
 * it; only a version that follows another begins with itself, because a suspension may be entered after its first day.
 */
function suspensionOf({ from, to, row }: Entry<SuspensionRow>, isFirst: boolean): readonly SuspensionFacts[] {
  const first = !isFirst && row.suspendedFrom < from ? from : row.suspendedFrom;
  const end = earlier(row.suspendedTo, to);
  return end !== null && end <= first ? [] : [{ cause: row.cause, from: first, to: end }];
}

/** What `deriveMark` looks at, read from the registers. */
export function markInputFor(
  snapshot: RegisterSnapshot,
  institution: string,
  item: string,
  scope: string,
  day: Day,
): MarkInput {
  const iqc = controlMonth(snapshot, institution, item, lastCompleteMonth(day));
  const requirement = widening(scope)
    .map((s) => snapshot.find(registers.qualityRequirements, `${s}|${item}`, day))
    .find((r) => r !== null);
  const agreement = scope.startsWith('AGR:') ? agreementOn(snapshot, scope, day) : null;
  const { lists, suspensions } = pairFacts(snapshot, institution, item);
  return {
    institution,
    item,
    scope,
    date: day,
    lists,
    suspensions,
    eqa: eqaResultsFor(snapshot, institution, item, day),
    agreements:
      agreement === null ? {} : { [scope]: { ...periodOf(agreement), jointOrganiser: agreement.row.qcOrganisation } },
    iqc: {
      performed: iqc !== null && iqc.testingDays > 0 && iqc.qcDays >= iqc.testingDays,
      cv: iqc?.cv ?? null,
      agreement: iqc?.agreement ?? null,
      maxCv: requirement?.maxCv ?? null,
      sd: iqc?.sd ?? null,
      maxSd: requirement?.maxSd ?? null,
      sdBelow: requirement?.sdBelow ?? null,
      classCv: iqc?.classCv ?? null,
      classMaxCv: requirement?.classMaxCv ?? null,
      minAgreement: requirement?.minAgreement ?? null,
    },
    instruments: snapshot.instruments(institution, item, day).map(({ code }) => ({
      id: code,
      due: Object.fromEntries(snapshot.activities(institution, code, day).map((a) => [a.activity, a.dueOn])),
      ...heldOf(snapshot, institution, item, code),
    })),
  };
}

function heldOf(snapshot: RegisterSnapshot, institution: string, item: string, instrument: string) {
  const held = snapshot.holds(institution, item).filter((hold) => hold.instrument === instrument);
  return held.length === 0 ? {} : { held: held.map(({ heldOn, releasedOn }) => ({ from: heldOn, to: releasedOn })) };
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
  const scopes = scopesOf(snapshot, day);
  const labels: string[] = [];
  for (const scope of listedScopes(snapshot, institution, item)) {
    const { mark } = deriveMark(markInputFor(snapshot, institution, item, scope, day), parameters, scopes);
    if (mark !== null) labels.push(mark);
  }
  byDay.set(day, labels);
  return labels;
}
