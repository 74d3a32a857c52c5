/**
 * Worked examples of loops 闭环演算示例: what is recorded until a stage begins, and one question of the case, answered on both sides of its
 * edge: the last instant that is in time and the next, each step of the ladder and the instant before it, what proves an end and what does
 * not, who may say it and who may not, who may release.
 */
import type { Instant } from '@fujie/core/kernel';
import { formatInstant, parseInstant } from '@fujie/core/kernel';
import type { Finding, LoopDefinition, LoopRecord, LoopState } from '@fujie/core/loops';
import { decideLoop } from '@fujie/core/loops';
import type { WorkdayCalendar } from '@fujie/core/registers';

import { PACKS, resolveJurisdiction } from '../jurisdiction.ts';
import type { Json } from './read-json.ts';
import { InputFault, isJson, objectAt, optionalTextAt, textAt, textsAt, wordAt } from './read-json.ts';
import { workdays2026 } from './workdays-2026.ts';

/** What a case of a loop asks. */
export const LOOP_QUESTIONS = ['limit', 'ladder', 'evidence', 'persons', 'waivers'] as const;

/** By what a case is judged in place of what the packs and the State Council say; to see whether it tells the two apart. */
export interface LoopChange {
  readonly definition?: LoopDefinition;
  readonly calendar?: WorkdayCalendar;
}

type Act = Extract<LoopRecord, { kind: 'act' }>;

/** Everything that a question is asked of. */
interface Scene extends Required<LoopChange> {
  readonly json: Json;
  readonly openedAt: Instant;
  readonly before: readonly LoopRecord[];
}

const LATER = 20 * 365 * 86_400_000;

/** The loop that an example is of: as its own document declares it, or as it stands `in` a jurisdiction with what others add. */
export function loopOfExample(base: Json): LoopDefinition {
  const id = textAt(base, 'loop');
  const place = optionalTextAt(base, 'in');
  const found =
    place === null
      ? PACKS.flatMap(({ loops = [] }) => loops).find((loop) => loop.id === id)
      : resolveJurisdiction(place, textAt(base, 'opened').slice(0, 10)).loops.get(id);
  if (found === undefined) throw new InputFault(`no pack declares the loop \`${id}\``);
  return found;
}

/** The verdict of a case of a loop. */
export function loopVerdict(json: Json, change: LoopChange = {}): Json {
  const scene = sceneOf(json, {
    definition: change.definition ?? loopOfExample(json),
    calendar: workdays2026,
    ...change,
  });
  switch (wordAt(json, 'ask', LOOP_QUESTIONS)) {
    case 'limit':
      return limitVerdict(scene);
    case 'ladder':
      return ladderVerdict(scene);
    case 'evidence':
      return evidenceVerdict(scene);
    case 'persons':
      return personsVerdict(scene);
    case 'waivers':
      return waiversVerdict(scene);
  }
}

function sceneOf(json: Json, judged: Required<LoopChange>): Scene {
  const openedAt = instantAt(json, 'opened');
  const opened: LoopRecord = {
    ...{ id: '0', kind: 'opened', facts: objectAt(json, 'facts'), occurredAt: openedAt, recordedAt: openedAt },
    by: { id: 'platform', name: '', role: 'platform' },
  };
  const acts = textsAt(json, 'after').map((name, index) => {
    const written = objectAt(json, 'acts')[name];
    if (!isJson(written)) throw new InputFault(`\`acts\` holds no act \`${name}\``);
    return actOf(written, { id: String(index + 1), stage: name, person: name });
  });
  return { json, openedAt, before: [opened, ...acts], ...judged };
}

function actOf(written: Json, { id, stage, person }: { id: string; stage: string; person: string }): Act {
  const at = instantAt(written, 'at');
  const role = textAt(written, 'by');
  return {
    ...{ id, kind: 'act', stage: textAt(written, 'stage', stage), outcome: textAt(written, 'outcome') },
    ...{ fields: objectAt(written, 'fields'), occurredAt: at, recordedAt: at },
    by: { id: `${role}/${person}`, name: '', role },
  };
}

/** The act with which the case ends its stage: the example's own of that stage, with what the case says otherwise. */
function closingAct({ json, before }: Scene): Act {
  const stage = textAt(json, 'stage');
  const usual = objectAt(json, 'acts')[stage];
  const own = Object.fromEntries(
    ['at', 'by', 'outcome', 'fields'].flatMap((field) => (json[field] === undefined ? [] : [[field, json[field]]])),
  );
  const act = actOf(
    { ...(isJson(usual) ? usual : {}), ...own, stage },
    { id: String(before.length), stage, person: '' },
  );
  return { ...act, by: { ...act.by, id: 'who closes it' } };
}

function decide({ definition, calendar }: Scene, records: readonly LoopRecord[], asOf: number): LoopState {
  return decideLoop(definition, records, { asOf: asOf as Instant, calendar });
}

const at = (act: Act, instant: number): Act => ({
  ...act,
  occurredAt: instant as Instant,
  recordedAt: instant as Instant,
});

function limitVerdict(scene: Scene): Json {
  const act = closingAct(scene);
  const until = instantAt(scene.json, 'until');
  const side = (instant: number): string => {
    const [done, open] = [[at(act, instant)], []].map((own) =>
      decide(scene, [...scene.before, ...own], instant).stages.find(({ id }) => id === act.stage),
    );
    return `${done?.status ?? 'none'}, else ${open?.status ?? 'none'}`;
  };
  return { at: side(until), after: side(until + 1) };
}

function ladderVerdict(scene: Scene): Json {
  const stage = textAt(scene.json, 'stage');
  const told = (asOf: number) => decide(scene, scene.before, asOf).alerts.filter((alert) => alert.stage === stage);
  const isTold = (id: string, asOf: number): boolean => told(asOf).some((alert) => alert.id === id);
  return {
    ladder: told(scene.openedAt + LATER)
      .filter(({ percent, isAtOnce }) => percent > 0 || isAtOnce === true)
      // Of what is told at the very opening there is no instant before.
      .filter(({ id, at: when }) => isTold(id, when) && (when === scene.openedAt || !isTold(id, when - 1)))
      .map(({ percent, to, at: when }) => `${String(percent)}% ${to.role}@${to.at} ${written(when)}`),
  };
}

/** What is wrong with an act, beside that it is late; null: nothing. */
function findingOf(scene: Scene, act: Act): Finding | null {
  const { findings } = decide(scene, [...scene.before, act], act.occurredAt);
  return findings.find(({ record, flaw }) => record === act.id && flaw !== 'late') ?? null;
}

/** Whether an act is taken: nothing is wrong with it, and it changes where the loop stands. */
function isTaken(scene: Scene, act: Act): boolean {
  if (findingOf(scene, act) !== null) return false;
  const [after, before] = [[act], []].map((own) =>
    JSON.stringify(decide(scene, [...scene.before, ...own], act.occurredAt).stages),
  );
  return after !== before;
}

/** `needs`: of the fields of the act those without which, or with nothing in which, it is refused. */
function evidenceVerdict(scene: Scene): Json {
  const act = closingAct(scene);
  const needs = Object.keys(act.fields).filter((name) => {
    const { [name]: value, ...rest } = act.fields;
    const nothing = { ...rest, [name]: typeof value === 'boolean' ? false : typeof value === 'string' ? ' ' : null };
    return [rest, nothing].every((fields) => {
      const without = findingOf(scene, { ...act, fields });
      return without?.flaw === 'no-evidence' && without.fields?.includes(name) === true;
    });
  });
  return { accepted: isTaken(scene, act), needs, flaw: findingOf(scene, act)?.flaw ?? null };
}

/** `may`: of the roles those that may say it; `barred`: of the acts before it those of which nobody who did one may. */
function personsVerdict(scene: Scene): Json {
  const act = closingAct(scene);
  const may = textsAt(scene.json, 'roles').filter((role) => isTaken(scene, { ...act, by: { ...act.by, role } }));
  const barred = textsAt(scene.json, 'sameAs').filter((name) => {
    const who = scene.before[textsAt(scene.json, 'after').indexOf(name) + 1]?.by.id ?? '';
    return findingOf(scene, { ...act, by: { ...act.by, id: who } })?.flaw === 'same-person';
  });
  return { may, barred };
}

/** `may`: of the roles those that may release from the whole; `grounds`: the reasons that are taken. */
function waiversVerdict(scene: Scene): Json {
  const { json, openedAt, before } = scene;
  const [roles, reasons] = [textsAt(json, 'roles'), textsAt(json, 'reasons')];
  const isReleased = (role: string, reason: string): boolean => {
    const when = { occurredAt: (openedAt + 1) as Instant, recordedAt: (openedAt + 1) as Instant };
    const by = { id: role, name: '', role };
    const waived: LoopRecord = { id: '1', kind: 'waived', stage: null, note: '', reason, by, ...when };
    return decide(scene, [...before, waived], openedAt + 1).status === 'waived';
  };
  return {
    may: roles.filter((role) => reasons.some((reason) => isReleased(role, reason))),
    grounds: reasons.filter((reason) => roles.some((role) => isReleased(role, reason))),
  };
}

function instantAt(json: Json, field: string): Instant {
  const text = textAt(json, field);
  const instant = parseInstant(text);
  if (!instant.ok) throw new InputFault(`\`${field}\` is \`${text}\`, not a date and time such as 2026-03-02T09:00`);
  return instant.value;
}

const MINUTE_MS = 60_000;

/** An instant of China as examples write it: to the minute, or to the millisecond where it is not whole. */
function written(instant: Instant): string {
  const text = formatInstant(instant);
  const rest = instant % MINUTE_MS;
  return rest === 0 ? text.slice(0, 16) : `${text.slice(0, 19)}.${String(instant % 1000).padStart(3, '0')}`;
}
