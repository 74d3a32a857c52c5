/**
 * How loops are closed in ordinary life 日常闭环: by several people, in time, mostly recorded at once, sometimes at the end of a shift
 * in a row, often from a template. Nothing in it is faked; some of it looks like it. What a plant does otherwise, it says.
 */
import type { Instant } from '@fujie/core/kernel';
import { dayOf } from '@fujie/core/kernel';
import type {
  LoopActor,
  LoopDefinition,
  LoopRecord,
  LoopState,
  OutcomeDefinition,
  StageState,
} from '@fujie/core/loops';
import { decideLoop } from '@fujie/core/loops';

import type { Random } from '../simulate/random.ts';

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
const NO_LIMIT_MS = 8 * HOUR;
/** No loop of the demonstration has more stages, with all that is done again. */
const MOST_STEPS = 40;
/** After everything that happens. */
const LATER = Date.parse('2030-01-01T00:00:00+08:00') as Instant;
const WEEKDAYS_ONLY = (): null => null;

/** A stage that waits for its act. */
export interface Step {
  readonly stage: StageState;
  readonly role: string;
  readonly roles: readonly string[];
  /** Who may not do it, having done another. */
  readonly not: readonly string[];
  readonly startedAt: Instant;
  readonly dueAt: Instant | null;
}

/** What is done at a step. */
export interface Deed {
  readonly by: LoopActor;
  readonly occurredAt: number;
  readonly recordedAt: number;
  /** Fields that are left empty or say something else. */
  readonly fields?: Readonly<Record<string, unknown>>;
}

/** What is done otherwise than in ordinary life: null leaves it for ever, undefined is ordinary. A list is done one after the other. */
export type Otherwise = (step: Step, ordinary: Deed) => readonly Deed[] | null | undefined;

export interface Place {
  readonly unit: string;
  readonly people: ReadonlyMap<string, readonly LoopActor[]>;
  /** Writes from a template into which only figures are put. */
  readonly hasTemplate: boolean;
}

/** The people of an institution, and of the authority above it. */
export function placeOf(random: Random, unit: string): Place {
  const counts = { doctor: 6, nurse: 6, laboratory: 4, 'department-head': 3, 'quality-office': 3 };
  const people = new Map<string, readonly LoopActor[]>();
  for (const [role, count] of Object.entries({ ...counts, commission: 3, 'qc-centre': 3 })) {
    const at = role in counts ? unit : 'region';
    const named = (n: number): LoopActor => ({ id: `${at}/${role}-${String(n)}`, name: role, role });
    people.set(
      role,
      Array.from({ length: count }, (_, n) => named(n)),
    );
  }
  return { unit, people, hasTemplate: random.chance(0.4) };
}

export interface Lived {
  readonly number: number;
  readonly place: Place;
  readonly definition: LoopDefinition;
  readonly records: readonly LoopRecord[];
  readonly state: LoopState;
  /** Something was done in time and honestly, and written down when the time was up. */
  readonly isWrittenLate: boolean;
}

/** Lets one loop be opened and closed. */
export function liveLoop(
  random: Random,
  {
    number,
    definition,
    place,
    openedAt,
  }: { number: number; definition: LoopDefinition; place: Place; openedAt: Instant },
  otherwise: Otherwise = () => undefined,
): Lived {
  const by = { id: 'platform', name: '平台', role: 'platform' };
  const facts = {
    harm: random.pick(['none', 'mild', 'moderate']),
    // At once is within the days in which it may be received: ordinarily late, and no plant.
    severity: random.pick(['within-15', 'within-30']),
    change: random.pick(['corrected', 'withdrawn']),
    ...{ reader: 'physician', ownerKind: 'department' },
    dueAt: new Date(openedAt + 72 * HOUR).toISOString(),
  };
  const records: LoopRecord[] = [
    { id: `${String(number)}/0`, kind: 'opened', occurredAt: openedAt, recordedAt: openedAt, by, facts },
  ];
  const decide = (): LoopState => decideLoop(definition, records, { asOf: LATER, calendar: WEEKDAYS_ONLY });
  let state = decide();
  let isWrittenLate = false;
  for (let steps = 0; steps < MOST_STEPS; steps += 1) {
    const step = nextStep(definition, state, records);
    if (step === null) break;
    const [outcome, named] = outcomeAt(random, definition, step.stage.id);
    const ordinary = ordinarily(random, place, step);
    const chosen = otherwise(step, ordinary);
    if (chosen === null) break;
    isWrittenLate ||= chosen === undefined && step.dueAt !== null && ordinary.recordedAt > step.dueAt;
    for (const deed of chosen ?? [ordinary]) {
      const fields = { ...fieldsOf(random, definition, named, place, deed), ...deed.fields };
      records.push({
        id: `${String(number)}/${String(records.length)}`,
        kind: 'act',
        stage: step.stage.id,
        outcome,
        occurredAt: Math.round(deed.occurredAt) as Instant,
        recordedAt: Math.round(deed.recordedAt) as Instant,
        by: deed.by,
        fields,
      });
    }
    state = decide();
  }
  return { number, place, definition, records, state, isWrittenLate };
}

function nextStep(definition: LoopDefinition, state: LoopState, records: readonly LoopRecord[]): Step | null {
  const [stage] = state.stages
    .filter(({ status }) => status === 'running' || status === 'overdue')
    .sort((a, b) => (a.startedAt ?? 0) - (b.startedAt ?? 0));
  const declared = definition.stages.find(({ id }) => id === stage?.id);
  if (stage === undefined || declared === undefined || stage.startedAt === null) return null;
  const doers = state.stages.flatMap(({ id, by }) =>
    (declared.notBy ?? []).includes(id) ? (records.find((record) => record.id === by)?.by.id ?? []) : [],
  );
  const { role } = declared.owner;
  return {
    stage,
    role,
    roles: [role, ...(declared.alsoBy ?? [])],
    not: doers,
    startedAt: stage.startedAt,
    dueAt: stage.dueAt,
  };
}

/** The outcome that a stage mostly has: it is over, and nothing is done again. */
function outcomeAt(random: Random, definition: LoopDefinition, stage: string): readonly [string, OutcomeDefinition] {
  const declared = definition.stages.find(({ id }) => id === stage);
  const outcomes = Object.entries(declared?.outcomes ?? {}).filter(
    ([, { effect, again, onlyBy }]) =>
      effect === 'done' && again === undefined && onlyBy?.includes(declared?.owner.role ?? '') !== false,
  );
  // What must be told to the authority within hours is rare, and then often late: no part of ordinary life here.
  const chosen = stage === 'statutory' || random.chance(0.8) ? outcomes[0] : random.pick(outcomes);
  if (chosen === undefined) throw new Error(`stage ${stage} of ${definition.id} cannot be ended`);
  return chosen;
}

/** Somebody of the role does it in good time, and records it soon after; at the end of a shift one thing after the other. */
function ordinarily(random: Random, place: Place, { role, not, startedAt, dueAt }: Step): Deed {
  const people = place.people.get(role) ?? [];
  const free = people.filter(({ id }) => !not.includes(id));
  const limit = dueAt === null ? NO_LIMIT_MS : dueAt - startedAt;
  const part = Math.min(0.97, 0.35 * Math.exp(0.6 * random.gaussian()));
  const occurredAt = startedAt + Math.max(MINUTE / 2, part * limit);
  const soon = Math.min(40 * MINUTE, -4 * MINUTE * Math.log(1 - random.next()));
  const inARow = random.chance(0.1) ? random.int(20, 55) * MINUTE : soon;
  return { by: random.pick(free), occurredAt, recordedAt: occurredAt + Math.max(1000, inARow) };
}

const BEGINNINGS = [
  '经核对',
  '接通知后',
  '会同科室',
  '查阅记录后',
  '与当班人员沟通',
  '复核原始数据',
  '现场查看后',
  '组织讨论后',
];
const MIDDLES = [
  '发现流程衔接不畅',
  '确认操作未按规程',
  '考虑标本因素影响',
  '认为提醒方式不足',
  '确认系统设置有误',
  '考虑人员不熟悉',
];
const ENDS = ['已调整并培训', '已重新安排值守', '已联系工程师处理', '已纳入下月检查', '已向患者说明', '继续观察变化'];

function fieldsOf(
  random: Random,
  definition: LoopDefinition,
  { requires }: OutcomeDefinition,
  place: Place,
  { by, occurredAt }: Deed,
): Readonly<Record<string, unknown>> {
  return Object.fromEntries(requires.map((name) => [name, valueOf(name)] as const));

  function valueOf(name: string): unknown {
    const field = definition.fields[name];
    switch (field?.kind) {
      case 'boolean':
        return true;
      case 'number':
        return random.int(1, 20);
      case 'instant':
        return new Date(occurredAt).toISOString();
      case 'day':
        return dayOf((occurredAt + (name.endsWith('Due') ? 20 * 24 * HOUR : 0)) as Instant);
      case 'choice':
        return random.pick(Object.keys(field.options ?? {}));
      case 'long-text':
        return textOf(random, place, by);
      case 'counts':
        return '身份核对遗漏 12\n交接不清 5';
      case 'text':
      case undefined:
        return random.pick(['已核对无误', '护士站值班', '电话告知']);
    }
  }
}

function textOf(random: Random, { hasTemplate }: Place, { id }: LoopActor): string {
  // Many say hardly anything, and some have a phrase of their own.
  if (random.chance(0.15)) return random.pick(['已处理', '无特殊', '已告知患者']);
  if (id.endsWith('-0') && random.chance(0.2)) return '已按规定处理并告知当事人，请继续观察并及时反馈';
  const figure = `${String(random.int(1, 99))}.${String(random.int(0, 9))}`;
  if (hasTemplate) return `患者本次结果为${figure}，已按科室规定流程处理并记录在案`;
  return `${random.pick(BEGINNINGS)}${random.pick(MIDDLES)}，数值${figure}，${random.pick(ENDS)}`;
}
