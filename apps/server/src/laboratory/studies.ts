/**
 * Studies of a laboratory 方法学评价: entered with their data, judged by the core, kept with their verdict; shown with what is made of them. Source:
 * WS/T 415-2013, WS/T 781-2021, CLSI EP09 and EP15.
 */
import { isDeepStrictEqual } from 'node:util';

import type { Instant } from '@fujie/core/kernel';
import { dayOf, formatInstant } from '@fujie/core/kernel';
import type { StudyData } from '@fujie/core/method';
import { judgeStudy } from '@fujie/core/method';
import type { StudiesResponse, StudyEntry, StudyResponse, StudySummary } from '@fujie/wire/contracts';

import type { Actor } from '../platform/auth/permissions.ts';
import { isOwnAccount } from '../platform/auth/persons.ts';
import type { Deps } from '../platform/deps.ts';
import { refuseFarYear } from '../platform/http/far-day.ts';
import { namedInstitution } from '../platform/http/named-institution.ts';
import { HttpProblem, otherUnderKey, unfitField } from '../platform/http/problems.ts';
import { bodyDay } from '../platform/http/query-day.ts';
import { keptUntilOf } from './documents.ts';
import { byOf, dbOf } from './eqa-access.ts';
import { institutionFor } from './iqc-institution.ts';
import type { NewStudy, StudyRow } from './studies.query.ts';
import { findStudies, insertSignature, insertStudy } from './studies.query.ts';

/** Keeps a study of the own laboratory. */
export async function recordStudy(deps: Deps, actor: Actor, entry: StudyEntry): Promise<number> {
  const institution = institutionFor(deps, actor, undefined);
  const { key = null, kind, item, title, reference, tested, data, unit = null, corrects = null, reason = null } = entry;
  const today = dayOf(deps.clock.now());
  const measuredOn = bodyDay('measuredOn', entry.measuredOn);
  if (deps.registers.current().item(item, today) === null)
    throw unfitField('item', 'No such item: take one of the register', '没有该项目：请使用项目目录中的编码');
  if (measuredOn > today) throw unfitField('measuredOn', 'The day is yet to come', '检测日不能晚于今天');
  refuseFarYear('measuredOn', measuredOn, today);
  const lacking = lackingOf(entry);
  if (lacking !== null) throw unfitField(`data.${lacking.field}`, lacking.en, lacking.zh);
  const db = dbOf(deps, actor);
  if ((corrects === null) !== (reason === null))
    throw unfitField('reason', 'A correction names the study and the reason', '更正须同时指明原评价与理由');
  if (corrects !== null) {
    const [known] = await findStudies(db, { id: corrects });
    if (known?.institution !== institution || known.kind !== kind || known.item !== item)
      throw unfitField('corrects', 'No such study of this kind and item', '没有该类型、该项目的原评价');
  }
  const { verdict } = judgeStudy(kind, dataOf(data));
  const made = { institution, kind, item, title, unit, reference, tested, measuredOn, data, verdict, corrects, reason };
  const by = byOf(deps, actor);
  const id = await insertStudy(db, { ...made, key }, by);
  if (id === null) {
    const [known] = key === null ? [] : await findStudies(db, { institution, enteredBy: by.id, key });
    if (known !== undefined && !isSame(known, made)) throw otherUnderKey();
    if (known !== undefined) return known.id;
    throw new HttpProblem('conflict', {
      en: 'That study was corrected already: correct its correction.',
      zh: '该评价已被更正：请更正其更正件。',
    });
  }
  await deps.audit.record({ actor, action: 'iqc:manage', subject: `study|${String(id)}`, outcome: 'done' });
  return id;
}

/** Whether a study says what another does that was sent under the same key. */
function isSame(known: NewStudy, made: NewStudy): boolean {
  return Object.entries(made).every(([name, value]) => isDeepStrictEqual(known[name as keyof NewStudy], value));
}

function dataOf({ pairs, days, allowedPercent, levels, claims, assigned }: StudyEntry['data']): StudyData {
  return {
    ...{ pairs: pairs ?? [], days: days ?? [], levels: levels ?? [] },
    ...{ allowedPercent: allowedPercent ?? null, claims: claims ?? null, assigned: assigned ?? null },
  };
}

/** What a kind of study cannot be judged without; null: nothing. */
function lackingOf({
  kind,
  data,
}: StudyEntry): { readonly field: string; readonly en: string; readonly zh: string } | null {
  if (kind === 'precision') {
    if ((data.days ?? []).length === 0)
      return { field: 'days', en: 'Give the results of each day', zh: '请填写每日结果' };
    return data.claims === undefined && data.assigned === undefined
      ? { field: 'claims', en: 'Give the claims, or an assigned value', zh: '请填写声明的精密度或定值' }
      : null;
  }
  if ((data.pairs ?? []).length < 2) return { field: 'pairs', en: 'Give two pairs at least', zh: '请至少填写两对结果' };
  if (kind === 'glucose-meter') return null;
  if (data.allowedPercent === undefined)
    return { field: 'allowedPercent', en: 'Give the allowable total error in percent', zh: '请填写允许总误差（%）' };
  return kind === 'comparison' && (data.levels ?? []).length === 0
    ? { field: 'levels', en: 'Give a decision level at least', zh: '请至少填写一个医学决定水平' }
    : null;
}

export async function studiesOf(
  deps: Deps,
  actor: Actor,
  wanted: string | undefined,
  item: string | undefined,
): Promise<StudiesResponse> {
  const institution = institutionFor(deps, actor, wanted);
  const rows = await findStudies(dbOf(deps, actor), { institution, item: item ?? null });
  await deps.audit.record({ actor, action: 'iqc:read', subject: `studies|${institution}`, outcome: 'done' });
  return {
    institution: namedInstitution(deps.registers.current(), institution),
    studies: rows.map((row) => summary(deps, row)),
  };
}

function summary(
  { registers }: Deps,
  { data: _data, by, recordedMs, enteredId: _enteredId, isUnsignedKind, signedMs, ...row }: StudyRow,
): StudySummary {
  const snapshot = registers.current();
  const item = snapshot.item(row.item);
  return {
    ...row,
    institution: namedInstitution(snapshot, row.institution),
    item: { code: row.item, nameZh: item?.nameZh ?? row.item, nameEn: item?.nameEn ?? null },
    enteredBy: by,
    recordedAt: formatInstant(recordedMs as Instant),
    keptUntil: keptUntilOf({ recordedMs }),
    awaitsSignature: !isUnsignedKind && row.signedBy === null && row.correctedBy === null,
    signedAt: signedMs === null ? null : formatInstant(signedMs as Instant),
  };
}

/** A second person of the laboratory has looked through a study and signs it 复核签字; until then it is no alternative assessment. */
export async function signStudy(deps: Deps, actor: Actor, id: number): Promise<StudyResponse> {
  const db = dbOf(deps, actor);
  const [row] = await findStudies(db, { id });
  if (row === undefined || row.institution !== actor.institution)
    throw new HttpProblem('not-found', { en: 'No such study of your laboratory.', zh: '本实验室没有该评价。' });
  const refuse = async (text: { readonly en: string; readonly zh: string }): Promise<never> => {
    await deps.audit.record({ actor, action: 'iqc:manage', subject: `study|${String(id)}`, outcome: 'refused' });
    throw new HttpProblem('conflict', text);
  };
  if (await isOwnAccount(deps.db, actor, row.enteredId))
    return refuse({
      en: 'A second person signs what one has entered: ask a colleague of the laboratory.',
      zh: '录入者不能复核签字：请由本实验室另一人签字。',
    });
  if (row.correctedBy !== null || row.isUnsignedKind)
    return refuse({ en: 'This study needs no signature.', zh: '该评价无需签字（已被更正，或为签字制度之前的记录）。' });
  if (!(await insertSignature(db, row, byOf(deps, actor))))
    return refuse({ en: 'This study is signed already.', zh: '该评价已签字。' });
  const detail = { part: 'signature' };
  await deps.audit.record({ actor, action: 'iqc:manage', subject: `study|${String(id)}`, outcome: 'done', detail });
  return studyOf(deps, actor, id);
}

export async function studyOf(deps: Deps, actor: Actor, id: number): Promise<StudyResponse> {
  const [row] = await findStudies(dbOf(deps, actor), { id });
  if (row === undefined)
    throw new HttpProblem('not-found', { en: 'No such study within your reach.', zh: '权限范围内没有该评价。' });
  await deps.audit.record({ actor, action: 'iqc:read', subject: `study|${String(id)}`, outcome: 'done' });
  const { checks, inside, lines, differences, precision } = judgeStudy(row.kind, dataOf(row.data));
  return {
    ...summary(deps, row),
    isOwnEntry: await isOwnAccount(deps.db, actor, row.enteredId),
    ...{ data: row.data, checks: [...checks], inside: [...inside], lines: [...lines] },
    differences:
      differences === null
        ? null
        : { ...differences, limits: differences.limits === null ? null : [...differences.limits] },
    precision:
      precision === null
        ? null
        : {
            ...{ days: precision.days, mean: precision.mean, repeatability: precision.repeatability },
            ...{ withinLaboratory: precision.withinLaboratory, repeatabilityCv: precision.repeatabilityCv },
            withinLaboratoryCv: precision.withinLaboratoryCv,
          },
  };
}
