/**
 * Messages of HL7 v2 about control material 质控消息: read, mapped to the institution's items, test systems and units, and taken by the
 * laboratory in one transaction. Every other message is not taken yet. `docs/hl7-v2.md` is the profile.
 */
import type { Problem } from '@fujie/core/kernel';
import { dayOf } from '@fujie/core/kernel';
import { systemsMeasuring } from '@fujie/core/laboratory';
import type { RegisterSnapshot, TestSystemRow } from '@fujie/core/registers';
import type { ControlResult, Message } from '@fujie/wire/hl7-v2';
import { isOfControls, parseMessage, placeOf, readControls, valueOf } from '@fujie/wire/hl7-v2';

import type { Actor } from '../platform/auth/permissions.ts';
import { within } from '../platform/auth/scope.ts';
import type { Deps } from '../platform/deps.ts';
import type { ControlMeasured, ControlsOutcome } from '../platform/events/events.ts';
import { decodeHl7, readableHl7 } from './hl7-text.ts';
import { itemOf } from '../platform/items/items.ts';
import { convertUnit, ucumOf } from '../platform/items/units.ts';

export type ControlDeps = Pick<Deps, 'db' | 'scoped' | 'registers' | 'events' | 'audit'>;

/** What became of a message; `other`: it is not about control material. */
export type Hl7Outcome = { readonly kind: 'other' } | ({ readonly kind: 'controls' } & ControlsOutcome);

export const NOT_TAKEN: Problem = {
  code: 'not-taken-yet',
  path: 'MSH-9',
  message:
    'Of HL7 v2, only messages of control material are taken yet: send the report by FHIR, or wait; this message is kept and can be replayed',
  messageZh: '除质控消息外，暂不接收 HL7 v2 消息：请改用 FHIR 报送或等待接口开通；本消息已保存，可在开通后重放',
};

type Sender = Actor & { readonly institution: string };

/** Takes a message as it came, or as a person corrected it. What it brings is of the sender's institution and of no other. */
export async function takeHl7(deps: ControlDeps, sender: Sender, raw: Uint8Array | string): Promise<Hl7Outcome> {
  const text = typeof raw === 'string' ? ({ ok: true, value: raw } as const) : decodeHl7(raw);
  const message = parseMessage(text.ok ? text.value : (readableHl7(Buffer.from(raw)) ?? ''));
  if (message === null || !isOfControls(message)) return { kind: 'other' };
  const outcome = text.ok ? await takeControlsOf(deps, sender, message) : text;
  const { ok } = outcome;
  await deps.audit.record({
    ...{ actor: sender, action: 'iqc:record', subject: sender.institution, outcome: ok ? 'done' : 'refused' },
    detail: ok
      ? { taken: outcome.taken, known: outcome.known, held: outcome.held }
      : { codes: [...new Set(outcome.problems.map(({ code }) => code))] },
  });
  return { kind: 'controls', ...outcome };
}

async function takeControlsOf(deps: ControlDeps, sender: Sender, message: Message): Promise<ControlsOutcome> {
  const { institution } = sender;
  const snapshot = deps.registers.current();
  const mapped = mapControls(snapshot, institution, message);
  if (!mapped.ok) return mapped;
  let outcome: ControlsOutcome | null = null;
  await within(deps, sender).db.tx((tx) =>
    deps.events.emit(tx, 'controls-measured', {
      ...{ institution, by: sender, measurements: mapped.measurements.map(({ measurement }) => measurement) },
      settle: (settled) => {
        outcome = settled;
      },
    }),
  );
  const settled = outcome as ControlsOutcome | null;
  if (settled === null) throw new Error('nobody took the measurements');
  if (!settled.ok) return { ok: false, problems: settled.problems.map((one) => placed(one, mapped.measurements)) };
  if (settled.held > 0) await deps.registers.refresh();
  return settled;
}

interface Mapped {
  readonly measurement: ControlMeasured;
  readonly result: ControlResult;
}

type MappedControls =
  | { readonly ok: true; readonly measurements: readonly Mapped[] }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/** The measurements of a message in the terms of the registers. */
export function mapControls(snapshot: RegisterSnapshot, institution: string, message: Message): MappedControls {
  const [head] = message.segments;
  const processing = valueOf(message, head, 11);
  if (processing !== '' && processing !== 'P') return { ok: false, problems: [notProduction(processing)] };
  const facility = valueOf(message, head, 4);
  if (facility !== institution && snapshot.institution(facility) !== null)
    return { ok: false, problems: [ofAnother(facility, institution)] };
  const read = readControls(message);
  if (!read.ok) return read;
  const problems: Problem[] = [];
  const measurements: Mapped[] = [];
  for (const result of read.results) {
    const system = systemOf(snapshot, institution, result);
    if ('code' in system && 'path' in system) problems.push(system);
    else measurements.push({ measurement: measurementOf(result, system), result });
  }
  return problems.length > 0 ? { ok: false, problems } : { ok: true, measurements };
}

function systemOf(snapshot: RegisterSnapshot, institution: string, result: ControlResult): TestSystemRow | Problem {
  const { codings, instrument, unit } = result;
  const day = dayOf(result.measuredAt);
  const item = itemOf(snapshot, institution, codings, day, unit)?.item.code;
  if (item === undefined)
    return unknownItem(
      placeOf(result, 'item'),
      codings.map(({ system, code }) => `${code ?? ''}^${system ?? ''}`).join(' '),
    );
  const [system, another] = systemsMeasuring(snapshot, { institution, item, instrument }, day);
  if (system === undefined) return noSystem(placeOf(result, 'system'), item, instrument);
  return another === undefined ? system : severalSystems(placeOf(result, 'system'), [system.code, another.code]);
}

const PLAIN = /^[+-]?\d{1,12}(?:\.\d{1,12})?$/;

/** In the unit of the test system, where there is a way; else as it is, to be refused with its reason. */
function measurementOf(result: ControlResult, { code, unit: wanted, kind }: TestSystemRow): ControlMeasured {
  const { reading, unit } = result;
  const as = (written: string, of: string | null): ControlMeasured => ({
    at: result.place,
    system: code,
    product: result.product,
    lot: result.lot,
    level: result.level,
    reading: written,
    unit: of,
    measuredAt: result.measuredAt,
    run: result.run,
    operator: result.operator,
    reagentLot: result.reagentLot,
    calibratorLot: result.calibratorLot,
  });
  if (unit === null || wanted === null || unit === wanted || kind !== 'quantitative' || !PLAIN.test(reading))
    return as(reading, unit);
  // Another spelling of the same unit leaves the figures as they were written.
  if (ucumOf(unit) === ucumOf(wanted)) return as(reading, wanted);
  const converted = String(convertUnit(Number(reading), unit, wanted, null) ?? '');
  return PLAIN.test(converted) ? as(converted, wanted) : as(reading, unit);
}

/** What is said of a measurement, at its place in the message. */
function placed(problem: Problem, measurements: readonly Mapped[]): Problem {
  const [row = '', part = ''] = problem.path.split('.');
  const found = measurements.find(({ measurement }) => measurement.at === row);
  return found === undefined ? problem : { ...problem, path: placeOf(found.result, part) };
}

const notProduction = (processing: string): Problem => ({
  code: 'not-production',
  path: 'MSH-11',
  message: `MSH-11 says ${processing.slice(0, 3)}: what is sent for trial or training is not taken; send it with P if it was measured`,
  messageZh: `MSH-11 为 ${processing.slice(0, 3)}：调试或培训消息不予接收；如为实际检测，请改为 P`,
});

const ofAnother = (facility: string, institution: string): Problem => ({
  code: 'other-institution',
  path: 'MSH-4',
  message: `MSH-4 names ${facility}, and this connection is registered for ${institution}: send it by the connection of ${facility}`,
  messageZh: `MSH-4 为 ${facility}，而本接入端登记于 ${institution}：请由 ${facility} 的接入端发送`,
});

const unknownItem = (path: string, codes: string): Problem => ({
  code: 'unknown-item',
  path,
  message: `\`${codes}\` is mapped to no item: enter it in the register of code mappings, under this system, and have it approved`,
  messageZh: `“${codes}”未对照到项目：请在编码对照目录中以该编码系统登记并经批准`,
});

const noSystem = (path: string, item: string, instrument: string): Problem => ({
  code: 'unknown-system',
  path,
  message: `No test system measures ${item} on instrument ${instrument}: enter it in the register of test systems, or correct the instrument`,
  messageZh: `没有以仪器 ${instrument} 检测 ${item} 的检测系统：请登记检测系统目录，或更正仪器编号`,
});

const severalSystems = (path: string, codes: readonly string[]): Problem => ({
  code: 'several-systems',
  path,
  message: `Test systems ${codes.join(' and ')} measure this item on this instrument: end one of them, or enter the result on the page`,
  messageZh: `检测系统 ${codes.join('、')} 以同一仪器检测该项目：请终止其一，或在页面录入`,
});
