/**
 * Targets 靶值 and corrections 更正 of internal quality control: set by a named person, computed from what is on record where it is not
 * given, in force from an instant on; whatever was judged by it is judged anew. Source: henan-2025.lab.7#01, lab.6#09.
 */
import type { Instant } from '@fujie/core/kernel';
import { dayOf, formatInstant, parseInstant } from '@fujie/core/kernel';
import { faultsOfReading } from '@fujie/core/laboratory';
import { controlMaterials } from '@fujie/core/registers';
import type { IqcCorrection, IqcEventEntry, IqcTargetEntry } from '@fujie/wire/contracts';

import type { Actor } from '../platform/auth/permissions.ts';
import { within } from '../platform/auth/scope.ts';
import type { Deps } from '../platform/deps.ts';
import { refuseFarDay, refuseFarYear } from '../platform/http/far-day.ts';
import { HttpProblem, unfitField } from '../platform/http/problems.ts';
import { firstUseOf } from './iqc-month.ts';
import { findResultsOut } from './iqc-month.query.ts';
import { loopActorOf } from '../platform/loops/visible.ts';
import { decideAndHold, impossible } from './iqc-record.ts';
import { resultSeals } from './iqc-seals.ts';
import { lockSystems } from './iqc-series.query.ts';
import { computeTarget } from './iqc-target-estimate.ts';
import type { NewResult, ResultRow, TargetRow } from './iqc.query.ts';
import {
  findLastJudged,
  findResults,
  findStanding,
  findTargets,
  insertEvent,
  insertResult,
  insertTarget,
} from './iqc.query.ts';

const LATE_MS = 86_400_000;

/** Sets a target; its number. */
export async function setTarget(deps: Deps, actor: Actor, institution: string, entry: IqcTargetEntry): Promise<number> {
  const now = deps.clock.now();
  const { system, product, lot, level, kind } = entry;
  const validFrom = entry.validFrom === undefined ? now : instantOf('validFrom', entry.validFrom);
  refuseFarDay('validFrom', dayOf(validFrom), dayOf(now));
  if (deps.registers.current().versions(controlMaterials, `${institution}|${product}|${lot}|${level}`).length === 0)
    throw unfitField(
      'lot',
      `product ${product}, lot ${lot}, level ${level} is in no register: enter it in the register of control material first`,
      `质控品 ${product} 批号 ${lot} 水平 ${level} 未登记：请先登记质控品批号目录`,
    );
  const { db } = within(deps, actor);
  const id = await db.tx(async (tx) => {
    await lockSystems(tx, [{ institution, system }]);
    const isOf = (row: { readonly product: string; readonly lot: string; readonly level: string }): boolean =>
      row.product === product && row.lot === lot && row.level === level;
    const from = firstUseOf(deps.registers.current(), institution, [{ product, lot, level }]);
    const measured = (await findResults(tx, { institution, system, from, to: null })).filter(isOf);
    const before = (await findTargets(tx, institution, [system])).filter(isOf);
    const [standing] = before;
    // Whatever the register says now of when the lot is in use.
    const judged = await findLastJudged(tx, { institution, system, from: validFrom }, { product, lot, level });
    mustNotRejudge(judged ?? lastBy(measured, standing, validFrom));
    const out = await findResultsOut(tx, { institution, system, from, to: null });
    const results = measured.flatMap(({ id: result, value, measuredMs, purpose, isVoid }) =>
      isVoid || value === null
        ? []
        : [{ id: result, value: Number(value), measuredAt: measuredMs as Instant, purpose, isOut: out.has(result) }],
    );
    // The laboratory's own: figures of the maker or of peers are there before its initial results.
    const own = before.find((target) => target.kind !== 'manufacturer' && target.kind !== 'peer');
    const since = (own?.validFromMs ?? null) as Instant | null;
    const computed = await computeTarget(tx, { institution, validFrom, results, since }, entry);
    const target = await insertTarget(tx, {
      ...{ institution, system, product, lot, level, kind, ...computed, validFrom },
      ...{ reason: entry.reason ?? null, approvedBy: actor.id, approvedName: actor.name, recordedAt: now },
    });
    await decideAndHold(deps, tx, { institution, system }, validFrom, {
      by: loopActorOf(actor),
      reason: entry.reason ?? '靶值已更换 Another target',
    });
    return target;
  });
  await deps.audit.record({
    actor,
    action: 'iqc:target',
    subject: `${system}|${lot}|${level}`,
    outcome: 'done',
    detail: { kind, target: id },
  });
  return id;
}

/** When the last result was measured that the first target, and this one, would judge; null: there is none. */
function lastBy(
  measured: readonly ResultRow[],
  standing: Pick<TargetRow, 'validFromMs'> | undefined,
  validFrom: Instant,
): Instant | null {
  const last = measured.at(-1);
  if (standing === undefined || last === undefined) return null;
  return last.measuredMs < Math.max(validFrom, standing.validFromMs) ? null : (last.measuredMs as Instant);
}

/** What one target has judged no later one judges anew: a rejected run would be none any more, and nobody the wiser. */
function mustNotRejudge(last: Instant | null): void {
  if (last === null) return;
  const time = formatInstant(last);
  throw unfitField(
    'validFrom',
    `results until ${time} were judged by the target in force: let the new one begin after them`,
    `${time} 及以前的结果已按现行靶值判定：新靶值须晚于该时间生效`,
  );
}

/** Corrects a measurement, or takes it out of the series; the earlier one stays on record. Its number. */
export async function correctResult(
  deps: Deps,
  actor: Actor,
  id: number,
  { value, void: isVoid, reason }: IqcCorrection,
): Promise<number> {
  if (value === undefined && isVoid === undefined)
    throw unfitField('value', 'give a value, or void', '请填写结果，或选择作废');
  const now = deps.clock.now();
  const { db } = within(deps, actor);
  const corrected = await db.tx(async (tx) => {
    const found = await findStanding(tx, id);
    if (found === null || found.institution !== actor.institution) throw noSuch();
    await lockSystems(tx, [found]);
    const row = await findStanding(tx, id);
    if (row === null) throw noSuch();
    if (row.id !== id)
      throw new HttpProblem('conflict', {
        en: `It was corrected already, by result ${String(row.id)}: correct that one.`,
        zh: `该结果已被结果 ${String(row.id)} 更正：请更正后者。`,
      });
    const reading = value?.trim() ?? row.reading;
    const isMeasured = row.value !== null;
    const given = { ...row, at: 'body', reading, value: isMeasured ? reading.replace('+', '') : null };
    const faults = faultsOfReading(isMeasured ? 'quantitative' : 'qualitative', reading, given.at);
    const problems =
      faults.length > 0 ? faults : impossible([given], await findTargets(tx, row.institution, [row.system]));
    if (problems.length > 0)
      throw new HttpProblem(
        'refused',
        { en: 'It is not corrected, for the reasons listed.', zh: '未更正，原因如所列。' },
        problems,
      );
    const measuredAt = row.measuredMs as Instant;
    const corrected: NewResult = {
      ...{ institution: row.institution, system: row.system, product: row.product, lot: row.lot, level: row.level },
      ...{ value: given.value, reading, measuredAt, run: row.run, purpose: row.purpose },
      ...{
        operator: row.operator,
        reagentLot: row.reagentLot,
        calibratorLot: row.calibratorLot,
        channel: 'hand',
      },
      ...{ key: `corrects/${String(id)}`, repeatOf: row.repeatOf, corrects: id, isVoid: isVoid ?? row.isVoid, reason },
      ...{ isLate: now - measuredAt > LATE_MS, enteredBy: actor.id, enteredName: actor.name, recordedAt: now },
    };
    const number = await insertResult(tx, corrected, resultSeals(deps.config));
    const { institution, system } = row;
    await decideAndHold(deps, tx, { institution, system }, measuredAt, { by: loopActorOf(actor), reason });
    return number;
  });
  await deps.audit.record({
    actor,
    action: 'iqc:correct',
    subject: String(id),
    outcome: 'done',
    detail: { by: corrected, void: isVoid ?? false },
  });
  return corrected;
}

/** Records what happened to a system; its number. */
export async function addEvent(
  deps: Deps,
  actor: Actor,
  institution: string,
  { system, kind, at, text }: IqcEventEntry,
): Promise<number> {
  const now = deps.clock.now();
  const happened = instantOf('at', at);
  if (happened > now)
    throw unfitField('at', 'it lies ahead of now: enter what has happened', '时间晚于当前时间：请填写已发生的事件');
  refuseFarYear('at', dayOf(happened), dayOf(now));
  const { db } = within(deps, actor);
  const id = await insertEvent(db, {
    ...{ institution, system, kind, at: happened, text, loop: null },
    ...{ enteredBy: actor.id, enteredName: actor.name, recordedAt: now },
  });
  await deps.audit.record({
    actor,
    action: 'iqc:event',
    subject: system,
    outcome: 'done',
    detail: { kind, event: id },
  });
  return id;
}

export function instantOf(field: string, text: string): Instant {
  const parsed = parseInstant(text);
  if (parsed.ok) return parsed.value;
  throw unfitField(field, parsed.problems[0]?.message ?? 'no time', parsed.problems[0]?.messageZh ?? '时间无效');
}

const noSuch = (): HttpProblem =>
  new HttpProblem('not-found', { en: 'No such measurement within your reach.', zh: '权限范围内没有该结果。' });
