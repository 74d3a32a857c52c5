/** An adverse event is reported 主动上报: named or not, and its loop begins. Source: henan-2025.mq.11#01 and #04, core-systems.ae#14. */
import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';

import type { Instant } from '@fujie/core/kernel';
import { dayOf, formatInstant, parseInstant } from '@fujie/core/kernel';
import { normaliseNumber } from '@fujie/core/person';
import { departments } from '@fujie/core/registers';
import type { AdverseEventReceipt, AdverseEventReport } from '@fujie/wire/contracts';

import type { Actor } from '../platform/auth/permissions.ts';
import { within } from '../platform/auth/scope.ts';
import type { Queryable } from '../platform/db/database.ts';
import type { Deps } from '../platform/deps.ts';
import { refuseFarYear, YEARS_OF_LIFE } from '../platform/http/far-day.ts';
import { HttpProblem, otherUnderKey, unfitField } from '../platform/http/problems.ts';
import { openLoop } from '../platform/loops/loops.ts';
import { findRecords } from '../platform/loops/loops.query.ts';
import type { Place } from './events.query.ts';
import { findEvents, findOwn, findPatient, findSent, insertEvent, insertReporter } from './events.query.ts';
import { newReceipt, ownTokens, receiptOf, REPORTER, reporterOf } from './reporters.ts';
import { findNaming } from './unsealing.query.ts';
import { refuseUnwatched } from './watched.ts';

/** Takes a report; the audit names a pseudonym that is another for each. */
export async function reportEvent(deps: Deps, actor: Actor, body: AdverseEventReport): Promise<AdverseEventReceipt> {
  const institution = actor.institution ?? '';
  const now = deps.clock.now();
  const times = timesOf(body, now);
  const department = knownDepartment(deps, institution, body.department);
  if (body.kind !== undefined)
    refuseUnwatched(deps, { institution, kind: body.kind, occurredAt: times.occurredAt }, 'kind');
  const receipt = body.key === undefined ? newReceipt() : receiptOf(deps.seal, institution, body.key);
  const reporter = reporterOf(deps.seal, actor, receipt, now, body.anonymous);
  const { event, isAgain } = await within(deps, actor).db.tx(async (tx) => {
    const known = body.key === undefined ? null : await findSent(tx, reporter.receipt);
    if (known !== null) {
      await refuseOther(deps, tx, { actor, body, known, times, department });
      return { event: known.event, isAgain: true };
    }
    const personId = await patientOf(deps, tx, institution, body.patient);
    const { class: type, harm, kind, place, serviceStage, illness } = body;
    const loop = await openLoop(deps, tx, {
      definition: 'adverse-event/report',
      subject: randomUUID(),
      unit: institution,
      department,
      personId,
      occurredAt: now,
      by: REPORTER,
      facts: factsOf(body, times),
    });
    if (loop === null)
      throw new HttpProblem('unavailable', {
        en: 'No document in force here declares how adverse events are followed; ask the administrator for the jurisdiction.',
        zh: '当前适用范围内没有规定不良事件处理流程的文件，请联系管理员核对适用范围。',
      });
    const id = await insertEvent(tx, {
      institution,
      loopId: loop.id,
      department,
      personId,
      ...times,
      reportedAt: now,
      class: type,
      harm,
      kind: kind ?? null,
      place: place ?? null,
      serviceStage: serviceStage ?? null,
      illness: illness ?? null,
      ...productOf(body),
    });
    await insertReporter(tx, id, institution, reporter);
    return { event: id, isAgain: false };
  });
  const { pseudonym: shieldedAs } = isAgain
    ? reporterOf(deps.seal, actor, newReceipt(), now, body.anonymous)
    : reporter;
  await deps.audit.record({
    actor,
    action: 'adverse-event:report',
    subject: String(event),
    outcome: 'done',
    shieldedAs,
  });
  return { event, receipt };
}

interface Sent {
  readonly actor: Actor;
  readonly body: AdverseEventReport;
  readonly known: Place;
  readonly times: Times;
  readonly department: string;
}

/** What was sent under this key before must be the same report, of the same person or again of nobody. */
async function refuseOther(deps: Deps, tx: Queryable, { actor, body, known, times, department }: Sent): Promise<void> {
  const own = await findOwn(tx, ownTokens(deps.seal, actor, deps.clock.now()));
  const isOwn = own.some(({ event }) => event === known.event);
  const isOfSender = body.anonymous ? (await findNaming(tx, known.event)) === false : isOwn;
  const [row] = await findEvents(tx, [known.event]);
  const records = row === undefined ? [] : ((await findRecords(tx, [row.loop_id])).get(row.loop_id) ?? []);
  const opened = records.find((record) => record.kind === 'opened');
  const { discoveredAt, ...facts } = factsOf(body, times);
  const said = { ...facts, ...(body.discoveredAt === undefined ? {} : { discoveredAt }) };
  const isSame =
    row?.department === department &&
    Object.entries(said).every(([name, value]) => isDeepStrictEqual(opened?.facts[name], value));
  if (!isOfSender || !isSame) throw otherUnderKey();
}

/** What is written of it where its loop begins. */
function factsOf(body: AdverseEventReport, { occurredAt, discoveredAt }: Times) {
  const { what, class: type, harm, kind, place, serviceStage, illness, patient, measuresTaken } = body;
  return {
    ...{ class: type, kind, harm, place, serviceStage, illness },
    ...{ what: what.trim(), measuresTaken, patient, ...productOf(body) },
    occurredAt: formatInstant(occurredAt),
    discoveredAt: formatInstant(discoveredAt),
  };
}

/** The drug or device that it names 药品器械; what is left blank is not said. */
function productOf({ product, approval, lot, udi }: AdverseEventReport) {
  const said = (given: string | undefined) => (given?.trim() ?? '') || undefined;
  return { product: said(product), approval: said(approval), lot: said(lot), udi: said(udi) };
}

interface Times {
  readonly occurredAt: Instant;
  readonly discoveredAt: Instant;
}

/** When it happened and was discovered: in this order, and not in the future. */
function timesOf({ occurredAt, discoveredAt }: AdverseEventReport, now: Instant): Times {
  const occurred = instantIn('occurredAt', occurredAt);
  const discovered = discoveredAt === undefined ? now : instantIn('discoveredAt', discoveredAt);
  if (occurred > now) throw unfitField('occurredAt', 'lies in the future', '晚于当前时间');
  if (discovered > now) throw unfitField('discoveredAt', 'lies in the future', '晚于当前时间');
  refuseFarYear('occurredAt', dayOf(occurred), dayOf(now), YEARS_OF_LIFE);
  if (discovered < occurred)
    throw unfitField(
      'discoveredAt',
      'it was found before it happened: correct one of the times',
      '发现时间早于发生时间：请更正其一',
    );
  return { occurredAt: occurred, discoveredAt: discovered };
}

function instantIn(field: string, text: string): Instant {
  const parsed = parseInstant(text);
  if (parsed.ok) return parsed.value;
  throw unfitField(field, `\`${text}\` is no date and time that exists`, `“${text}”不是真实存在的日期时间`);
}

/** The code of a department of the institution. */
export function knownDepartment({ registers }: Pick<Deps, 'registers'>, institution: string, code: string): string {
  if (registers.current().nameOf(departments, `${institution}|${code}`) !== null) return code;
  throw unfitField('department', `\`${code}\` is no department of the institution`, `“${code}”不是本机构的科室代码`);
}

/** The person of a number at the institution; null: none is named, or nobody here has it. */
export async function patientOf(
  { seal }: Pick<Deps, 'seal'>,
  tx: Queryable,
  institution: string,
  number: string | undefined,
): Promise<number | null> {
  if (number === undefined || number.trim() === '') return null;
  return findPatient(tx, institution, seal.token('mrn', institution, normaliseNumber(number)));
}
