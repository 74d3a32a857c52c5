/** A loop 闭环 as pages and systems read it. */
import { OWN_KIND } from '@fujie/core/adverse-events';
import type { Instant } from '@fujie/core/kernel';
import { formatInstant } from '@fujie/core/kernel';
import type {
  FieldDefinition,
  LoopDefinition,
  LoopRecord,
  LoopState,
  StageDefinition,
  StageState,
} from '@fujie/core/loops';
import { barredFrom, inALine, neededIf, outcomeOf, pageWith, requiredOf, triesOf } from '@fujie/core/loops';
import type { RegisterSnapshot } from '@fujie/core/registers';
import { departments, instruments, qcOrganisations, watchedEvents } from '@fujie/core/registers';
import type {
  Bilingual,
  LoopField,
  LoopOutcome,
  LoopResponse,
  LoopStageView,
  LoopSummary,
} from '@fujie/wire/contracts';

import type { Actor } from '../platform/auth/permissions.ts';
import type { Deps } from '../platform/deps.ts';
import { namedDepartment, namedInstitution, namedRegion } from '../platform/http/named-institution.ts';
import { isAbove, loopActorOf, mayAssign, ownerKey, ownerKeys, ownUnit } from '../platform/loops/visible.ts';
import type { AlertRow } from './alerts.query.ts';
import { nameOfStage } from './definition-view.ts';
import type { ListedLoop } from './loops.query.ts';
import type { NameOfCode } from './record-view.ts';
import { recordOf } from './record-view.ts';

const timeOf = (ms: number | null): string | null => (ms === null ? null : formatInstant(ms as Instant));
const REGION = 'region.';

export interface Shown {
  readonly definition: LoopDefinition;
  readonly records: readonly LoopRecord[];
  readonly actor: Actor;
  readonly nameOf: (person: number) => string;
  /** Stages of its own role that are waited for and that the reader may not do. */
  readonly barred: readonly string[];
  /** Alerts of the loop as they were sent. */
  readonly alerts?: readonly AlertRow[];
  /** By stage the years that the workday calendar lacks for its limit. */
  readonly gaps?: ReadonlyMap<string, readonly number[]>;
  /** By stage the parameter that limits it as the loop stands. */
  readonly limits?: ReadonlyMap<string, string>;
}

export function summaryOf(
  deps: Pick<Deps, 'clock' | 'registers' | 'seal'>,
  row: ListedLoop,
  { definition, records, actor, nameOf, barred }: Shown,
): LoopSummary {
  const snapshot = deps.registers.current();
  const now = deps.clock.now();
  const { unit, department, personId } = row;
  return {
    id: row.id,
    definition: { id: definition.id, title: { ...definition.title } },
    title: titleOf(definition, records),
    ...placesOf(snapshot, unit, department),
    person: personId === null ? null : deps.seal.handleOf(personId),
    nameMasked: personId === null ? null : nameOf(personId),
    harm: row.harm,
    status: row.status,
    waiting: row.stages.flatMap((id) => {
      const stage = definition.stages.find((one) => one.id === id);
      const dueAt = row.state.stages.find((one) => one.id === id)?.dueAt ?? null;
      if (stage === undefined) return [];
      const overdue = dueAt !== null && dueAt < now;
      return [{ id, title: nameOfStage(stage), overdue, isBarred: barred.includes(id) }];
    }),
    isMine: isMine(row, definition, actor) && !isForOthers(row, definition, actor, barred),
    assignee: nameOfAssignee(row, records),
    openedAt: formatInstant(row.openedMs as Instant),
    dueAt: timeOf(row.dueMs),
    closedAt: timeOf(row.closedMs),
    flaws: [...row.flaws],
  };
}

/** Who owes it, by name: an institution or a region, and the department if it is one. */
export function placesOf(
  snapshot: RegisterSnapshot,
  unit: string,
  department: string | null,
): Pick<LoopSummary, 'unit' | 'department'> {
  return {
    unit: unit.startsWith(REGION) ? namedRegion(snapshot, unit.slice(REGION.length)) : namedInstitution(snapshot, unit),
    department: department === null ? null : namedDepartment(snapshot, unit, department),
  };
}

function isMine({ status, assignee, owners, unit }: ListedLoop, definition: LoopDefinition, actor: Actor): boolean {
  if (status !== 'open') return false;
  if (assignee !== null) return assignee === loopActorOf(actor).id;
  if (owners.includes(ownerKey({ role: actor.role, at: 'institution' })) && unit !== ownUnit(actor)) return false;
  return (
    (unit === ownUnit(actor) || !isAbove(actor, definition)) && owners.some((key) => ownerKeys(actor).includes(key))
  );
}

/** Stages that are waited for and that an actor, whose role they are, may not do 双人; of the whole loop, also where less of it is shown. */
export function barredIn(
  { stages, state }: Pick<ListedLoop, 'stages' | 'state'>,
  definition: LoopDefinition,
  records: readonly LoopRecord[],
  actor: Actor,
): readonly string[] {
  const { id } = loopActorOf(actor);
  return definition.stages
    .filter((stage) => stages.includes(stage.id) && isOfRole(stage, actor))
    .filter((stage) => barredFrom(stage, state, records).includes(id))
    .map((stage) => stage.id);
}

const isOfRole = ({ owner, alsoBy = [] }: StageDefinition, { role }: Actor): boolean =>
  [owner.role, ...alsoBy].includes(role);

/** Whether what is waited for of the actor's role is all for somebody else. */
function isForOthers(
  { stages }: ListedLoop,
  definition: LoopDefinition,
  actor: Actor,
  barred: readonly string[],
): boolean {
  const own = definition.stages.filter((stage) => stages.includes(stage.id) && isOfRole(stage, actor));
  return own.length > 0 && own.every(({ id }) => barred.includes(id));
}

function nameOfAssignee({ assignee }: ListedLoop, records: readonly LoopRecord[]): string | null {
  if (assignee === null) return null;
  const last = records.findLast((record) => record.kind === 'assigned' && record.to.id === assignee);
  return last?.kind === 'assigned' ? last.to.name : assignee;
}

/** The facts of its opening as they stand. */
function openingOf(records: readonly LoopRecord[]): Readonly<Record<string, unknown>> {
  return records.findLast((record) => record.kind === 'opened')?.facts ?? {};
}

/** What a page of it may name. */
function factsFor({ id, unit }: ListedLoop, records: readonly LoopRecord[]): Readonly<Record<string, unknown>> {
  return { ...openingOf(records), unit, loop: id };
}

/** What the loop is about in a line, as its facts say; otherwise the name of its kind. */
function titleOf({ title }: LoopDefinition, records: readonly LoopRecord[]): Bilingual {
  const { titleZh, titleEn } = openingOf(records);
  return {
    zh: inALine(typeof titleZh === 'string' ? titleZh : title.zh, 'zh'),
    en: inALine(typeof titleEn === 'string' ? titleEn : title.en, 'en'),
  };
}

/** Loops in which the cause of this one is followed up, as its facts say. */
function followsOf(records: readonly LoopRecord[]): number[] {
  const follows: unknown = records.findLast((record) => record.kind === 'opened')?.facts['follows'];
  return Array.isArray(follows) ? follows.flatMap((id: unknown) => (typeof id === 'number' ? id : [])) : [];
}

/** Everything of a loop that whoever may read it is shown. */
export function loopOf(
  deps: Pick<Deps, 'clock' | 'registers' | 'seal'>,
  row: ListedLoop,
  state: LoopState,
  shown: Shown,
): LoopResponse {
  const { definition, records, actor } = shown;
  const nameOfId = (id: string): Bilingual | null => {
    const stage = definition.stages.find((one) => one.id === id);
    return stage === undefined ? null : nameOfStage(stage);
  };
  const { waivers, reopening } = definition;
  const isOpen = state.status === 'open';
  const facts = factsFor(row, records);
  const nameOfCode = namesIn(deps.registers.current(), row.unit);
  return {
    loop: summaryOf(deps, row, shown),
    clauses: [...definition.clauses],
    about: definition.about === undefined ? null : pageWith(definition.about, facts),
    follows: followsOf(records),
    stages: definition.stages.map((stage) => stageOf(shown, stage, state, facts)),
    records: records.map((record) => recordOf(record, { definition, records, state, nameOfCode })),
    alerts: state.alerts.map(({ id, at, stage, percent, to }) => ({
      ...dismissedOf(shown.alerts ?? [], id, isOpen && to.role === actor.role),
      key: id,
      at: formatInstant(at),
      stage: nameOfId(stage) ?? { zh: stage, en: stage },
      percent,
      to: { ...to },
    })),
    may: {
      waive: isOpen && waivers.roles.includes(actor.role),
      reopen: (state.status === 'closed' || state.status === 'waived') && reopening.includes(actor.role),
      assign: isOpen && mayAssign(actor, row, definition),
      reasons: Object.entries(waivers.reasons).map(([code, { zh, en }]) => ({ code, title: { zh, en } })),
    },
  };
}

/** Names of the codes that facts of a unit's loops hold; a code without a name stands for itself. */
function namesIn(snapshot: RegisterSnapshot, unit: string): NameOfCode {
  const known = {
    department: (code: string) => snapshot.nameOf(departments, `${unit}|${code}`),
    institution: (code: string) => snapshot.institution(code),
    item: (code: string) => snapshot.item(code),
    instrument: (code: string) => snapshot.nameOf(instruments, `${unit}|${code}`),
    practitioner: (code: string) => snapshot.practitioner(unit, code),
    'qc-organisation': (code: string) => snapshot.nameOf(qcOrganisations, code),
    'watched-event': (code: string) => snapshot.nameOf(watchedEvents, `${unit}|${code.slice(OWN_KIND.length)}`),
  };
  return (register, code) => {
    const named = known[register](code);
    const zh = named?.nameZh ?? code;
    return { zh, en: (named !== null && 'nameEn' in named ? named.nameEn : null) ?? zh };
  };
}

/** Whether it was dismissed, and whether the reader may say so: of a loop that is open, what was sent to the own role, once. */
function dismissedOf(
  alerts: readonly AlertRow[],
  id: string,
  isOwn: boolean,
): Pick<LoopResponse['alerts'][number], 'dismissed' | 'mayDismiss'> {
  const sent = alerts.find(({ key }) => key === id);
  if (sent === undefined || sent.reason === null) return { dismissed: null, mayDismiss: isOwn && sent !== undefined };
  const at = timeOf(Math.round(sent.dismissedMs ?? 0)) ?? '';
  return { dismissed: { reason: sent.reason, by: sent.dismissedBy ?? '', at }, mayDismiss: false };
}

const NOT_BEGUN = {
  status: 'waiting',
  startedAt: null,
  dueAt: null,
  doneAt: null,
  outcome: null,
  by: null,
  attempts: 0,
} as const;

function stageOf(
  shown: Shown,
  stage: StageDefinition,
  { stages, status, findings }: LoopState,
  facts: Readonly<Record<string, unknown>>,
): LoopStageView {
  const { definition, records, actor, barred } = shown;
  const found: Omit<StageState, 'id'> = stages.find(({ id }) => id === stage.id) ?? NOT_BEGUN;
  const isWaited = status === 'open' && (found.status === 'running' || found.status === 'overdue');
  const isBarred = isWaited && barred.includes(stage.id);
  const mayAct = isWaited && isOfRole(stage, actor) && !isBarred;
  const outcome = found.outcome === null ? undefined : outcomeOf(stage, found.outcome);
  const parameter =
    stage.limit !== null && 'parameter' in stage.limit
      ? definition.parameters[shown.limits?.get(stage.id) ?? stage.limit.parameter]
      : undefined;
  return {
    id: stage.id,
    title: nameOfStage(stage),
    clauses: [...stage.clauses],
    owner: { ...stage.owner },
    status: found.status,
    startedAt: timeOf(found.startedAt),
    dueAt: timeOf(found.dueAt),
    doneAt: timeOf(found.doneAt),
    outcome: outcome === undefined ? null : { zh: outcome.zh, en: outcome.en },
    by: records.find(({ id }) => id === found.by)?.by.name ?? null,
    neededIf: found.status === 'waiting' ? neededIf(definition, stage, stages) : null,
    attempts: found.attempts,
    tries: triesIn(stage, definition, facts),
    flaws: [...new Set(findings.filter((finding) => finding.stage === stage.id).map(({ flaw }) => flaw))],
    limit:
      parameter === undefined
        ? null
        : {
            value: parameter.value,
            unit: parameter.unit,
            source: parameter.source,
            title: { zh: parameter.zh, en: parameter.en },
          },
    onWeekendsAlone: [...(found.dueAt === null ? [] : (shown.gaps?.get(stage.id) ?? []))],
    outcomes: mayAct ? outcomesOf(shown, stage, facts) : [],
    isBarred,
  };
}

/** How often, and how many different ones, have to be tried before the stage may be given up; null: it is not asked. */
function triesIn(
  { outcomes }: StageDefinition,
  { parameters, fields }: LoopDefinition,
  facts: Readonly<Record<string, unknown>>,
): LoopStageView['tries'] {
  const [asked] = Object.values(outcomes).flatMap((outcome) => triesOf(outcome, facts) ?? []);
  const least = asked === undefined ? undefined : parameters[asked.parameter];
  const field = asked === undefined ? undefined : fields[asked.field];
  if (asked === undefined || least === undefined || field === undefined) return null;
  return {
    least: least.value,
    source: least.source,
    kinds: asked.kinds,
    of: { zh: field.zh, en: field.en },
  };
}

function outcomesOf(
  { definition: { fields }, actor }: Shown,
  { outcomes }: StageDefinition,
  facts: Readonly<Record<string, unknown>>,
): LoopOutcome[] {
  // What the platform alone says is no button, but whoever owes the stage is shown the page on which it comes about.
  const own = Object.entries(outcomes).filter(
    ([, { onlyBy, page }]) => onlyBy?.includes(actor.role) !== false || page !== undefined,
  );
  return own.map(([id, outcome]) => {
    const { zh, en, effect, means, asks = [], page = null } = outcome;
    const required = requiredOf(outcome, facts);
    return {
      id,
      title: { zh, en },
      effect,
      means: means === undefined ? null : { ...means },
      page: page === null ? null : (pageWith(page, facts) ?? page),
      fields: [
        ...required.flatMap((name) => fieldOf(name, fields[name], { required: true, fact: facts[name] })),
        ...asks
          .filter((name) => !required.includes(name))
          .flatMap((name) => fieldOf(name, fields[name], { required: false, fact: facts[name] })),
      ],
    };
  });
}

function fieldOf(
  name: string,
  field: FieldDefinition | undefined,
  { required, fact }: { readonly required: boolean; readonly fact: unknown },
): LoopField[] {
  if (field === undefined) return [];
  const { zh, en, kind, options = {} } = field;
  const choices = Object.entries(options).map(([value, title]) => ({ value, title: { zh: title.zh, en: title.en } }));
  const proposed = field.fromOpening === true ? proposedOf(kind, fact) : null;
  return [{ name, title: { zh, en }, kind, options: choices, required, proposed }];
}

/** A fact as it is typed into a field: a time to the minute. */
function proposedOf(kind: FieldDefinition['kind'], fact: unknown): string | number | null {
  if (kind === 'number') return typeof fact === 'number' ? fact : null;
  if (typeof fact !== 'string') return null;
  return kind === 'text' && /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}/.test(fact) ? fact.slice(0, 16).replace('T', ' ') : fact;
}
