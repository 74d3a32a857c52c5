/**
 * Whether what is said of a loop stands in its records 独立核对: evidence, person, order and need of each stage, told from the records and
 * the definition alone. It shares nothing with `decideLoop`, so that a fault of the engine does not hide itself.
 */
import type { Instant } from '../kernel/day.ts';
import type {
  Condition,
  LoopDefinition,
  LoopRecord,
  LoopState,
  OutcomeDefinition,
  StageDefinition,
  StageState,
  Tries,
} from './types.ts';

type Said = Pick<LoopState, 'status' | 'stages'>;
type Act = Extract<LoopRecord, { kind: 'act' }>;

interface Case {
  readonly definition: LoopDefinition;
  /** Known by then, and neither corrected nor withdrawn. */
  readonly standing: readonly LoopRecord[];
  readonly stages: ReadonlyMap<string, StageState>;
}

/** Every fault, each a sentence; empty when everything that is said to be over was done, by whom it may be, in its turn. */
export function evidenceFaults(
  definition: LoopDefinition,
  records: readonly LoopRecord[],
  { status, stages }: Said,
  asOf: Instant,
): readonly string[] {
  const known = records.filter(({ recordedAt }) => recordedAt <= asOf);
  const replaced = new Set(known.map(({ corrects }) => corrects));
  const standing = known.filter(({ id }) => !replaced.has(id));
  const one = { definition, standing, stages: new Map(stages.map((stage) => [stage.id, stage])) };
  const faults = definition.stages.flatMap((stage) =>
    stageFaults(one, stage, status).map((it) => `${stage.id}: ${it}`),
  );
  return [...faults, ...endFaults(one, status, known)];
}

function stageFaults(one: Case, stage: StageDefinition, status: Said['status']): readonly string[] {
  const state = one.stages.get(stage.id);
  if (state === undefined) return ['nothing is said of it'];
  switch (state.status) {
    case 'waiting':
    case 'running':
    case 'overdue':
      return status === 'open' ? [] : ['is owed in a loop that is over'];
    case 'not-needed':
      return status === 'closed' && isAsked(one, stage) ? ['is left out though its case holds'] : [];
    case 'waived':
      return waiverFaults(one, state);
    case 'met':
    case 'met-late':
      return actFaults(one, stage, state);
  }
}

function waiverFaults({ definition: { waivers }, standing }: Case, { id, by }: StageState): readonly string[] {
  const record = standing.find((each) => each.id === by);
  if (record?.kind !== 'waived' || record.stage !== id) return ['no waiver stands for it'];
  return isWaiver(record, waivers) ? [] : ['was waived by another, or for no reason that counts'];
}

const isWaiver = (
  { by, reason }: Extract<LoopRecord, { kind: 'waived' }>,
  { roles, reasons }: LoopDefinition['waivers'],
): boolean => roles.includes(by.role) && Object.keys(reasons).includes(reason);

function actFaults(one: Case, stage: StageDefinition, state: StageState): readonly string[] {
  const act = one.standing.find(({ id }) => id === state.by);
  if (act?.kind !== 'act' || act.stage !== stage.id || act.outcome !== state.outcome) return ['no act stands for it'];
  const opening = one.standing.find(({ kind }) => kind === 'opened');
  const faults = [...evidenceMissing(one, stage, act)];
  const say = (isWrong: boolean, what: string): void => void (isWrong && faults.push(what));
  say(act.recordedAt < act.occurredAt, 'was recorded before it happened');
  say(opening === undefined || act.occurredAt < opening.occurredAt, 'was done before the loop opened');
  say(state.doneAt !== act.occurredAt, 'is dated otherwise than its act');
  say(
    state.dueAt !== null && act.occurredAt > state.dueAt !== (state.status === 'met-late'),
    'is late or in time wrongly',
  );
  say(!isAsked(one, stage), 'was asked for in no case that holds');
  for (const id of stage.after) {
    const before = one.stages.get(id);
    say(!isEnded(before), `came though ${id} is not over`);
    say((before?.doneAt ?? act.occurredAt) > act.occurredAt, `was done before ${id} was over`);
  }
  for (const id of stage.notBy ?? []) {
    const other = one.stages.get(id);
    const theirs = (other?.doneAt ?? act.occurredAt) < act.occurredAt ? recordOf(one, other) : undefined;
    say(personsIn(theirs).includes(act.by.id), `was done by who took part in ${id}`);
  }
  return faults;
}

function evidenceMissing(one: Case, stage: StageDefinition, act: Act): readonly string[] {
  const outcome = outcomeIn(stage, act);
  if (outcome === undefined || outcome.effect === 'attempt') return ['its act ends nothing'];
  const may = outcome.onlyBy ?? [stage.owner.role, ...(stage.alsoBy ?? [])];
  return [
    ...fieldsMissing(one, outcome, act).map((field) => `has no ${field}`),
    ...(may.includes(act.by.role) ? [] : [`was done by a ${act.by.role}`]),
    ...(isTriedEnough(one, stage, outcome, act) ? [] : ['was given up after too little was tried']),
  ];
}

const outcomeIn = ({ outcomes }: StageDefinition, act: Act): OutcomeDefinition | undefined =>
  Object.entries(outcomes).find(([name]) => name === act.outcome)?.[1];

function fieldsMissing(one: Case, { requires, further = [] }: OutcomeDefinition, { fields }: Act): readonly string[] {
  const more = further.flatMap((asked) => (isSo(one, asked.if) ? (asked.requires ?? []) : []));
  return [...requires, ...more].filter((field) => isBlank(fields[field]));
}

const isBlank = (given: unknown): boolean =>
  given === undefined ||
  given === null ||
  given === false ||
  (typeof given === 'string' && /^[\s\u2800\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}]*$/u.test(given));

/** At least as many attempts stand before an act as it needs, of as many kinds: since the stage began, each with what it needs itself. */
function isTriedEnough(one: Case, stage: StageDefinition, { further = [] }: OutcomeDefinition, act: Act): boolean {
  const tries = further.flatMap((asked) => (isSo(one, asked.if) ? (asked.tried ?? []) : []));
  return tries.every((tried) => isTriedSo(one, stage, tried, act));
}

function isTriedSo(one: Case, stage: StageDefinition, { parameter, field, kinds }: Tries, act: Act): boolean {
  const began = one.stages.get(stage.id)?.startedAt ?? 0;
  const ways = one.standing.flatMap((record) => {
    if (record.kind !== 'act' || record.stage !== stage.id) return [];
    const outcome = outcomeIn(stage, record);
    const isInTime = record.occurredAt >= began && record.occurredAt <= act.occurredAt;
    const isAttempt = outcome?.effect === 'attempt' && fieldsMissing(one, outcome, record).length === 0;
    return isInTime && isAttempt ? [record.fields[field]] : [];
  });
  const different = new Set(ways.filter((way) => !isBlank(way)));
  return ways.length >= (one.definition.parameters[parameter]?.value ?? 0) && different.size >= kinds;
}

const recordOf = ({ standing }: Case, state: StageState | undefined): LoopRecord | undefined =>
  standing.find(({ id }) => id === state?.by);

const personsIn = (record: LoopRecord | undefined): readonly string[] =>
  record === undefined ? [] : [record.by.id, ...(record.kind === 'act' ? (record.takenPart ?? []) : [])];

const isEnded = (state: StageState | undefined): boolean =>
  state !== undefined && ['met', 'met-late', 'waived', 'not-needed'].includes(state.status);

function isAsked(one: Case, { when = [] }: StageDefinition): boolean {
  return when.every((condition) => isSo(one, condition));
}

function isSo({ standing, stages }: Case, condition: Condition): boolean {
  if ('fact' in condition) {
    const opening = standing.find(({ kind }) => kind === 'opened');
    const fact: unknown = opening?.kind === 'opened' ? opening.facts[condition.fact] : undefined;
    return condition.in.includes(typeof fact === 'string' ? fact : isUnsaid(fact) ? '' : JSON.stringify(fact));
  }
  if ('field' in condition) {
    const act = standing.find(({ id }) => id === stages.get(condition.stage)?.by);
    const said = act?.kind === 'act' ? act.fields[condition.field] : undefined;
    return typeof said === 'string' && condition.in.includes(said);
  }
  const ended = stages.get(condition.stage)?.outcome ?? null;
  if ('not' in condition) return ended === null || !condition.not.includes(ended);
  return ended !== null && condition.outcome.includes(ended);
}

const isUnsaid = (fact: unknown): boolean => fact === undefined || fact === null;

/** Why the whole is over. */
function endFaults(one: Case, status: Said['status'], known: readonly LoopRecord[]): readonly string[] {
  const { definition, standing, stages } = one;
  const isOwed = [...stages.values()].some((stage) => !isEnded(stage));
  switch (status) {
    case 'open':
      return isOwed ? [] : ['it is open though nothing is owed'];
    case 'closed':
      return [];
    case 'waived':
      return standing.some(
        (record) => record.kind === 'waived' && record.stage === null && isWaiver(record, definition.waivers),
      )
        ? []
        : ['no waiver of the whole stands'];
    case 'void': {
      const openings = known.filter(({ kind }) => kind === 'opened').map(({ id }) => id);
      const isWithdrawn = standing.some(
        ({ kind, corrects }) => kind === 'withdrawn' && (corrects === undefined || openings.includes(corrects)),
      );
      const isFalse = standing.some((record) => {
        if (record.kind !== 'act') return false;
        const stage = definition.stages.find(({ id }) => id === record.stage);
        return stage?.outcomes[record.outcome]?.effect === 'void' && evidenceMissing(one, stage, record).length === 0;
      });
      return isWithdrawn || isFalse ? [] : ['nothing says that there was nothing to do'];
    }
  }
}
