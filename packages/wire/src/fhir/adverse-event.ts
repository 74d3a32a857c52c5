/** An adverse event 不良事件 that a connected system found in its data. Source: FHIR R4, AdverseEvent; henan-2023.sa4.2.4#02. */
import type { Instant, Problem, Result } from '@fujie/core/kernel';
import { fault, ok, parseInstant } from '@fujie/core/kernel';

import { DEPARTMENT_SYSTEM, mrnSystem } from './systems.ts';
import type { JsonObject } from './types.ts';

/** Events that are watched for by name 监测事件. */
export const EVENT_KIND_SYSTEM = 'urn:fujie:adverse-event-kind';

export interface FoundEvent {
  /** Names it where it was found: system and value of its identifier. */
  readonly key: string;
  readonly kind: string;
  readonly department: string;
  readonly occurredAt: Instant;
  /** The patient's number at the institution. */
  readonly patient: string;
}

const MAX_KEY = 200;
const MAX_NUMBER = 64;

/** Reads what is asked of one, of a kind that the institution watches for; every fault is named at its place. Whatever else it carries, what was suspected and by whom, is not read. */
export function parseAdverseEvent(body: unknown, institution: string, kinds: readonly string[]): Result<FoundEvent> {
  const event = objectIn(body);
  const problems: Problem[] = [];
  const say = (path: string, message: string, messageZh: string): void =>
    void problems.push({ code: 'invalid', path: `AdverseEvent.${path}`, message, messageZh });
  if (event['resourceType'] !== 'AdverseEvent')
    say('resourceType', 'send a resource AdverseEvent', '请发送 AdverseEvent 资源');
  const identifier = objectIn(event['identifier']);
  const key = [identifier['system'], identifier['value']].map(textIn).join('|');
  if (textIn(identifier['system']) === '' || textIn(identifier['value']) === '' || key.length > MAX_KEY)
    say(
      'identifier',
      `give it an identifier of system and value, together below ${String(MAX_KEY)} characters: by it an event is taken once`,
      `请填写含 system 与 value 的 identifier（合计少于 ${String(MAX_KEY)} 字），同一事件据此只收一次`,
    );
  if (!['actual', 'potential'].includes(textIn(event['actuality'])))
    say('actuality', 'is actual or potential', '应为 actual 或 potential');
  const codings = listIn(objectIn(event['event'])['coding']).map(objectIn);
  const kind = textIn(codings.find(({ system }) => system === EVENT_KIND_SYSTEM)?.['code']);
  if (!kinds.includes(kind))
    say(
      'event',
      `code it in ${EVENT_KIND_SYSTEM} as one of ${kinds.join(', ')}`,
      `请以 ${EVENT_KIND_SYSTEM} 编码，可用代码：${kinds.join('、')}`,
    );
  const patient = numberedIn(event['subject'], mrnSystem(institution));
  if (patient === '')
    say(
      'subject.identifier',
      `name the patient by the identifier of your institution, in ${mrnSystem(institution)}`,
      `请以本机构患者号（${mrnSystem(institution)}）写明患者`,
    );
  const department = numberedIn(event['location'], DEPARTMENT_SYSTEM);
  if (department === '')
    say(
      'location.identifier',
      `name the department where it occurred by its code, in ${DEPARTMENT_SYSTEM}`,
      `请以科室代码（${DEPARTMENT_SYSTEM}）写明发生科室`,
    );
  const date = parseInstant(textIn(event['date']));
  if (!date.ok)
    say(
      'date',
      'say when it occurred, to the minute and with the offset: 2026-03-02T09:00:00+08:00',
      '请写明发生时间，精确到分并带时区：2026-03-02T09:00:00+08:00',
    );
  return date.ok && problems.length === 0
    ? ok({ key, kind, department, occurredAt: date.value, patient })
    : fault(...problems);
}

/** The value of a logical reference in a system; empty: it has none. */
function numberedIn(reference: unknown, wanted: string): string {
  const { system, value } = objectIn(objectIn(reference)['identifier']);
  const number = system === wanted ? textIn(value).trim() : '';
  return number.length > MAX_NUMBER ? '' : number;
}

function objectIn(value: unknown): JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : {};
}

function listIn(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function textIn(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
