/**
 * Grades a round 轮次评价: the target of each sample, given beforehand or by consensus of the narrowest group of participants that is large enough,
 * each result against its limits, the score of each laboratory and item. Source: ISO 13528, GB/T 20470 by general knowledge.
 */
import type { AssignedKind, Expert } from './assigned.ts';
import { assignValue, consensusResponse, DEFAULT_ASSIGNMENT } from './assigned.ts';
import type { ResultVerdict, ReturnStatus, Target } from './judge-result.ts';
import { judgeResult, parseReported } from './judge-result.ts';
import type { Criterion } from './limits.ts';
import { allowableError } from './limits.ts';
import type { Group, Means } from './peer-groups.ts';
import { ALL, groupKey, groupsOf, spellingsOf } from './peer-groups.ts';
import { performanceOf, sigmaFromAllowable } from './performance.ts';
import { judgeEvent, scoreOf } from './score.ts';
import type { Ungraded } from './ungraded.ts';

export interface GradedItem {
  readonly item: string;
  readonly kind: 'quantitative' | 'qualitative';
  readonly criterion: Criterion;
  readonly passMark: number;
  readonly minimumGroup: number;
}

/** One item of one sample, as one variant of it was sent. */
export interface Cell {
  readonly item: string;
  readonly sample: string;
  readonly variant: string;
}

/** A target that does not come of the participants: given, or found by a panel. */
export interface KnownTarget extends Cell {
  /** Participants it is for, by method, instrument and reagent; null: all. */
  readonly group: string | null;
  readonly kind: Exclude<AssignedKind, 'consensus'>;
  readonly value: number | null;
  readonly uncertainty: number | null;
  readonly experts: readonly Expert[] | null;
  readonly accepted: readonly string[] | null;
}

export interface Participant {
  readonly institution: string;
  readonly variant: string;
  readonly items: readonly string[];
  readonly excused: readonly string[];
  readonly status: Exclude<ReturnStatus, 'excused'>;
  readonly results: readonly ParticipantResult[];
}

export interface ParticipantResult extends Means {
  readonly item: string;
  readonly sample: string;
  readonly reported: string;
  /** Expanded uncertainty 扩展不确定度 (k = 2) in percent of the result, where the laboratory states one. */
  readonly uncertaintyPercent?: number | null;
}

/** A result left out of the statistics 剔除 (a blunder, a wrong unit); it is scored all the same. */
export interface Excluded {
  readonly institution: string;
  readonly item: string;
  readonly sample: string;
  readonly reason: string;
}

/** What a person decided of a result that cannot be judged by figures. */
export interface Decided extends Excluded {
  readonly verdict: 'acceptable' | 'unacceptable';
}

export interface RoundInput {
  readonly items: readonly GradedItem[];
  readonly samples: readonly string[];
  readonly known: readonly KnownTarget[];
  readonly participants: readonly Participant[];
  readonly excluded: readonly Excluded[];
  /** Samples that nobody is graded by. */
  readonly ungraded: readonly Ungraded[];
  readonly decisions: readonly Decided[];
}

export interface RoundTarget extends Cell {
  /** Participants it is for: by method, instrument and reagent, by fewer of them, or `all`. */
  readonly group: string;
  readonly kind: AssignedKind;
  readonly value: number | null;
  readonly uncertainty: number | null;
  readonly sd: number | null;
  readonly n: number;
  readonly accepted: readonly string[] | null;
}

export interface GradedCell {
  readonly sample: string;
  readonly reported: string;
  readonly target: number | null;
  readonly accepted: readonly string[] | null;
  readonly group: string | null;
  readonly kind: AssignedKind | null;
  /** Laboratories that the target rests on. */
  readonly n: number | null;
  /** Narrower groups of this result that were too small for a target, with how many they had. */
  readonly passedOver: readonly { readonly group: string; readonly n: number }[];
  readonly low: number | null;
  readonly high: number | null;
  readonly biasPercent: number | null;
  /** z, or z′ where the target is too uncertain. */
  readonly z: number | null;
  /** The z is z′: the target is uncertain beyond 0.3 of its standard deviation. */
  readonly usesZPrime: boolean;
  /** Difference in percent of the allowable error 占允许误差百分比 (P_A); within ±100 it is acceptable. */
  readonly allowablePercent: number | null;
  /** Where both the laboratory and whoever gave the target state an uncertainty, and no participants made it (ISO 13528:2015 9.7, by general knowledge). */
  readonly en: number | null;
  /** Why the sample was withdrawn for everyone; null: it was not. */
  readonly ungraded: string | null;
  readonly verdict: ResultVerdict;
}

export type RoundOutcome = 'PASS' | 'FAIL' | 'ABSENT' | 'PENDING';

export interface RoundScore {
  readonly institution: string;
  readonly item: string;
  /** `PENDING`: not evaluated, because it was excused or nothing could be graded. */
  readonly outcome: RoundOutcome;
  readonly percent: number | null;
  /** Results on which a person has still to decide. */
  readonly review: number;
  readonly cells: readonly GradedCell[];
}

export interface Evaluation {
  readonly targets: readonly RoundTarget[];
  readonly scores: readonly RoundScore[];
}

/** A round with what its cells ask for again and again, each found once: a province has tens of thousands of them. */
interface Grading extends RoundInput {
  readonly results: ReadonlyMap<string, Results>;
  readonly knownOf: ReadonlyMap<string, KnownTarget>;
  readonly groupsOf: (own: Means | undefined) => readonly Group[];
  readonly leftOut: ReadonlySet<string>;
  readonly withdrawn: ReadonlyMap<string, Ungraded>;
  readonly decided: ReadonlyMap<string, Decided>;
  readonly peers: Map<string, Peers>;
  readonly targets: Map<string, RoundTarget | null>;
}

/** Results that the statistics of a cell rest on, and their values by the key of the group. */
interface Peers {
  readonly reported: readonly string[];
  readonly means: ReadonlyMap<string, readonly number[]>;
}

/** Grades every laboratory and item of a round. */
export function evaluateRound(input: RoundInput): Evaluation {
  const grading: Grading = {
    ...input,
    results: new Map(input.participants.map((one) => [one.institution, resultsByCell(one)])),
    knownOf: firstOfEach(input.known, (one) => `${placeOf(one)}|${groupKey(one.group ?? ALL.key)}`),
    groupsOf: groupsIn(input.participants),
    leftOut: new Set(input.excluded.map((one) => `${one.institution}|${cellOf(one)}`)),
    withdrawn: firstOfEach(input.ungraded, cellOf),
    decided: firstOfEach(input.decisions, (one) => `${one.institution}|${cellOf(one)}`),
    peers: new Map(),
    targets: new Map(),
  };
  const scores = input.participants.flatMap((participant) =>
    input.items
      .filter(({ item }) => participant.items.includes(item))
      .map((item) => scoreItem(grading, participant, item)),
  );
  // Two groups that fall back on one share its target: it is told once.
  const told = [...grading.targets.values()].flatMap((one) =>
    one === null ? [] : [[`${placeOf(one)}|${one.group}`, one] as const],
  );
  return { targets: [...new Map(told).values()], scores };
}

type Results = ReadonlyMap<string, ParticipantResult>;

const partsOf = ({ method, instrument, reagent }: Means): readonly (string | null)[] => [method, instrument, reagent];

/** Tells the groups of a result; of what was measured alike they are made once. */
function groupsIn(participants: readonly Participant[]): Grading['groupsOf'] {
  const parts = participants.flatMap(({ results }) => results.flatMap(partsOf));
  const spelled = spellingsOf(parts.flatMap((part) => part ?? []));
  const made = new Map<string, readonly Group[]>();
  return (own) => {
    const name = own === undefined ? '' : JSON.stringify(partsOf(own));
    const before = made.get(name);
    if (before !== undefined) return before;
    const groups = groupsOf(own, spelled);
    made.set(name, groups);
    return groups;
  };
}

const cellOf = ({ item, sample }: { readonly item: string; readonly sample: string }): string => `${item}|${sample}`;
const placeOf = (cell: Cell): string => `${cellOf(cell)}|${cell.variant}`;

function firstOfEach<T>(all: readonly T[], keyOf: (one: T) => string): ReadonlyMap<string, T> {
  return new Map(all.map((one) => [keyOf(one), one] as const).reverse());
}

function resultsByCell({ results }: Participant): Results {
  return new Map(results.map((row) => [cellOf(row), row]));
}

function scoreItem(grading: Grading, participant: Participant, item: GradedItem): RoundScore {
  const { institution, variant } = participant;
  const isExcused = participant.excused.includes(item.item);
  const status = isExcused ? 'excused' : participant.status;
  const cells = grading.samples.map((sample): GradedCell => {
    const cell = { item: item.item, sample, variant };
    const own = grading.results.get(institution)?.get(cellOf(cell));
    const withdrawn = grading.withdrawn.get(cellOf(cell));
    if (withdrawn !== undefined) {
      const nothing = { target: null, passedOver: [], decided: undefined };
      return gradeCell({ sample, own, ...nothing, item, status, ungraded: withdrawn.reason });
    }
    const groups = grading.groupsOf(own);
    const target = targetOf(grading, cell, item, groups);
    const passedOver = passedOverOf(peersOf(grading, cell), groups, item, target);
    const decided = grading.decided.get(`${institution}|${cellOf(cell)}`);
    return gradeCell({ sample, own, target, passedOver, item, status, decided, ungraded: null });
  });
  const score = scoreOf(cells.map(({ verdict }) => verdict));
  const isAbsent = !isExcused && participant.status !== 'submitted';
  const verdict = judgeEvent(score.percent, item.passMark);
  const judged = verdict === 'satisfactory' ? 'PASS' : verdict === 'unsatisfactory' ? 'FAIL' : 'PENDING';
  return {
    institution,
    item: item.item,
    outcome: isAbsent ? 'ABSENT' : judged,
    percent: isAbsent ? 0 : score.percent,
    review: isAbsent ? 0 : score.review,
    cells,
  };
}

function targetOf(grading: Grading, cell: Cell, item: GradedItem, groups: readonly Group[]): RoundTarget | null {
  const place = placeOf(cell);
  const own = groups.find(({ key }) => grading.knownOf.has(`${place}|${key}`));
  const wanted = own === undefined ? groups : [own];
  const name = `${place}|${wanted.map(({ key }) => key).join('|')}`;
  const before = grading.targets.get(name);
  if (before !== undefined) return before;
  const known = own === undefined ? undefined : grading.knownOf.get(`${place}|${own.key}`);
  const made = makeTarget(peersOf(grading, cell), cell, item, wanted, known);
  grading.targets.set(name, made);
  return made;
}

function makeTarget(
  peers: Peers,
  cell: Cell,
  item: GradedItem,
  groups: readonly Group[],
  known: KnownTarget | undefined,
): RoundTarget | null {
  const [{ name: group }] = groups as readonly [Group];
  if (item.kind === 'qualitative') {
    const n = answersOf(peers).length;
    const response = n < item.minimumGroup ? null : consensusResponse(answersOf(peers));
    const accepted = known?.accepted ?? (response === null ? null : [response]);
    if (accepted === null) return null;
    const isKnown = (known?.accepted ?? null) !== null;
    return {
      ...{ ...cell, ...NO_VALUE, accepted, n: isKnown ? 0 : n },
      ...{ group: isKnown ? group : ALL.name, kind: isKnown ? (known?.kind ?? 'reference') : 'consensus' },
    };
  }
  const assigned = assignValue(
    { ...givenBy(known), groups: groups.map(({ key, name }) => ({ name, means: peers.means.get(key) ?? [] })) },
    { ...DEFAULT_ASSIGNMENT, minimumGroup: item.minimumGroup },
  );
  return assigned === null ? null : { ...cell, ...assigned, group: assigned.group ?? group, accepted: null };
}

function givenBy(known: KnownTarget | undefined): Omit<Parameters<typeof assignValue>[0], 'groups'> {
  if (known === undefined) return {};
  if (known.kind === 'experts' && known.experts !== null) return { experts: known.experts };
  const { value, uncertainty } = known;
  if (value === null) return {};
  return { [known.kind === 'formulation' ? 'formulation' : 'reference']: { value, uncertainty } };
}

const answersOf = ({ reported }: Peers): readonly string[] => reported.filter((text) => text.trim() !== '');

/** Which groups were too small, where the target came of participants or there is none. */
function passedOverOf(
  peers: Peers,
  groups: readonly Group[],
  { kind }: GradedItem,
  target: RoundTarget | null,
): GradedCell['passedOver'] {
  if (target !== null && target.kind !== 'consensus') return [];
  if (kind === 'qualitative') return target === null ? [{ group: ALL.name, n: answersOf(peers).length }] : [];
  const used = target === null ? groups.length : groups.findIndex(({ name }) => name === target.group);
  return groups.slice(0, used).map(({ key, name }) => ({ group: name, n: peers.means.get(key)?.length ?? 0 }));
}

const NO_VALUE = { value: null, uncertainty: null, sd: null } as const;

/** In time, of the same variant, and not left out. */
function peersOf({ participants, results, leftOut, peers, groupsOf: groupsOfRow }: Grading, cell: Cell): Peers {
  const place = placeOf(cell);
  const before = peers.get(place);
  if (before !== undefined) return before;
  const reported: string[] = [];
  const means = new Map<string, number[]>();
  for (const { institution, variant, status, items, excused } of participants) {
    if (status !== 'submitted' || variant !== cell.variant) continue;
    if (!items.includes(cell.item) || excused.includes(cell.item)) continue;
    const row = results.get(institution)?.get(cellOf(cell));
    if (row === undefined || leftOut.has(`${institution}|${cellOf(cell)}`)) continue;
    reported.push(row.reported);
    const read = parseReported(row.reported);
    if (read.kind !== 'number') continue;
    for (const { key } of groupsOfRow(row)) {
      const group = means.get(key);
      if (group === undefined) means.set(key, [read.value]);
      else group.push(read.value);
    }
  }
  const found = { reported, means };
  peers.set(place, found);
  return found;
}

interface ToGrade {
  readonly sample: string;
  readonly own: ParticipantResult | undefined;
  readonly target: RoundTarget | null;
  readonly passedOver: GradedCell['passedOver'];
  readonly item: GradedItem;
  readonly status: ReturnStatus;
  readonly decided: Decided | undefined;
  readonly ungraded: string | null;
}

function gradeCell({ sample, own, target, passedOver, item, status, decided, ungraded }: ToGrade): GradedCell {
  const reported = own?.reported ?? '';
  const { criterion } = item;
  const judged = judgeResult({ target: forJudging(target), reported, status, criterion });
  return {
    sample,
    reported,
    target: target?.value ?? null,
    accepted: target?.accepted ?? null,
    group: target?.group ?? null,
    ...{ kind: target?.kind ?? null, n: target?.n ?? null, passedOver },
    ...judged,
    ...performed(own, target, criterion),
    ungraded,
    verdict: judged.verdict === 'review' && decided !== undefined ? decided.verdict : judged.verdict,
  };
}

function forJudging(target: RoundTarget | null): Target {
  if (target === null) return null;
  if (target.value !== null) return { kind: 'value', value: target.value };
  return { kind: 'responses', accepted: target.accepted ?? [] };
}

const NO_FIGURES = { z: null, usesZPrime: false, allowablePercent: null, en: null } as const;

function performed(
  own: ParticipantResult | undefined,
  target: RoundTarget | null,
  criterion: Criterion,
): Pick<GradedCell, 'z' | 'usesZPrime' | 'allowablePercent' | 'en'> {
  const read = parseReported(own?.reported ?? '');
  const assigned = target?.value ?? null;
  if (read.kind !== 'number' || assigned === null) return NO_FIGURES;
  const allowable = allowableError(assigned, criterion);
  if (allowable === null) return NO_FIGURES;
  const uncertainty = target?.uncertainty ?? 0;
  // A consensus is made of the result itself, too; a target of which nobody says how uncertain it is may be worse than the laboratory.
  const isComparable = target?.kind !== 'consensus' && target?.uncertainty !== null;
  const stated = isComparable ? (own?.uncertaintyPercent ?? null) : null;
  const { z, zPrime, usesZPrime, allowablePercent, en } = performanceOf({
    ...{ x: read.value, assigned, assignedU: uncertainty, sigma: sigmaFromAllowable(allowable) },
    labExpandedU: stated === null ? null : (Math.abs(read.value) * stated) / 100,
    ...{ assignedExpandedU: 2 * uncertainty, allowable },
  });
  return { z: usesZPrime ? zPrime : z, usesZPrime, allowablePercent, en };
}
