/**
 * Requests for correction 更正申请: a person says what is wrong in a record, and the institution that issued it answers. The
 * correction itself arrives as a corrected result, as every other. Source: personal information protection law, art. 46.
 */
import { answerDue, correctionState, DEFAULT_ACCESS } from '@fujie/core/access';
import { dayOf, formatInstant } from '@fujie/core/kernel';
import type { RegisterSnapshot } from '@fujie/core/registers';
import type {
  CorrectionRequest,
  NamedCode,
  OwnCorrectionsResponse,
  OwnCorrectionView,
  OwnRecordsResponse,
} from '@fujie/wire/contracts';

import type { Actor } from '../../platform/auth/permissions.ts';
import type { Deps } from '../../platform/deps.ts';
import { namedInstitution } from '../../platform/http/named-institution.ts';
import { HttpProblem, unfitField } from '../../platform/http/problems.ts';
import { instantOf, timestampOf } from '../result-view.ts';
import type { CorrectionRow, OwnResultRow } from './corrections.query.ts';
import {
  countOpenCorrections,
  findCorrections,
  findOwnResults,
  findRecorders,
  insertCorrection,
} from './corrections.query.ts';
import { ownPageOf } from './own-page.ts';

const MOST = 200;
/** Requests of one person that wait for an answer at a time. */
const MOST_OPEN = 20;

export async function ownRecords(deps: Deps, actor: Actor): Promise<OwnRecordsResponse> {
  const { page, db } = ownPageOf(deps, actor);
  const [institutions, results] = await Promise.all([
    findRecorders(db, page.person),
    findOwnResults(db, page.person, MOST),
  ]);
  await deps.audit.record({ actor, action: 'patient:records', personId: page.person, outcome: 'done' });
  const snapshot = deps.registers.current();
  return {
    institutions: institutions.map((code) => namedInstitution(snapshot, code)),
    results: results.map((row) => ({
      id: row.id,
      institution: namedInstitution(snapshot, row.institution),
      ...namesOf(snapshot, row),
    })),
  };
}

export async function ownCorrections(deps: Deps, actor: Actor): Promise<OwnCorrectionsResponse> {
  const { page, db } = ownPageOf(deps, actor);
  const rows = await findCorrections(db, { person: page.person }, MOST);
  await deps.audit.record({ actor, action: 'correction:read', personId: page.person, outcome: 'done' });
  return { corrections: rows.map((row) => correctionView(deps.registers.current(), row)) };
}

export async function askCorrection(deps: Deps, actor: Actor, asked: CorrectionRequest): Promise<OwnCorrectionView> {
  const { page, db } = ownPageOf(deps, actor);
  const { institution, result: wanted } = asked;
  const [recorders, results, open] = await Promise.all([
    findRecorders(db, page.person),
    wanted === undefined ? [] : findOwnResults(db, page.person, 1, wanted),
    countOpenCorrections(db, page.person),
  ]);
  if (!recorders.includes(institution))
    throw unfitField(
      'institution',
      'this institution holds no record of you; choose one of your list',
      '该机构没有您的记录，请从列表中选择',
    );
  const [result] = results;
  if (wanted !== undefined && result?.institution !== institution)
    throw unfitField(
      'result',
      'this is no result of yours of that institution; choose one of your list',
      '不是您在该机构的结果，请从列表中选择',
    );
  if (open >= MOST_OPEN)
    throw new HttpProblem('conflict', {
      en: `${String(open)} of your requests wait for an answer; ask again when some are answered.`,
      zh: `您有 ${String(open)} 项申请尚待答复，请待答复后再申请。`,
    });
  const at = deps.clock.now();
  const id = await insertCorrection(db, {
    person: page.person,
    institution,
    result: result ?? null,
    wrong: asked.wrong.trim(),
    wanted: asked.wanted.trim(),
    guardian: page.guardian,
    dueOn: answerDue(dayOf(at), DEFAULT_ACCESS),
    at,
    by: actor.id,
  });
  const detail = { institution };
  const subject = String(id);
  await deps.audit.record({
    actor,
    action: 'correction:request',
    personId: page.person,
    subject,
    outcome: 'done',
    detail,
  });
  const row = (await findCorrections(db, { person: page.person }, MOST)).find((known) => known.id === id);
  if (row === undefined) throw new Error('the request that was just stored is not there');
  return correctionView(deps.registers.current(), row);
}

/** A request as the person reads it. */
export function correctionView(snapshot: RegisterSnapshot, row: CorrectionRow): OwnCorrectionView {
  const { id, verdict, asked_version: askedVersion, current_version: currentVersion } = row;
  return {
    id,
    institution: namedInstitution(snapshot, row.institution),
    result: row.result_id === null ? null : { id: row.result_id, ...namesOf(snapshot, row) },
    wrong: row.wrong,
    wanted: row.wanted,
    guardian: row.guardian_name === null ? null : `${row.guardian_name}（${row.guardian_relation ?? ''}）`,
    askedAt: formatInstant(instantOf(row.asked_ms)),
    dueOn: row.due_on,
    state: correctionState({ verdict, askedVersion, currentVersion }),
    reason: row.reason,
    answeredAt: timestampOf(row.answered_ms),
  };
}

function namesOf(
  snapshot: RegisterSnapshot,
  row: Pick<OwnResultRow, 'item' | 'name' | 'reported_ms'>,
): { readonly item: NamedCode | null; readonly name: string | null; readonly reportedAt: string | null } {
  const item = row.item === null ? null : snapshot.item(row.item);
  return {
    item: item === null ? null : { code: item.code, nameZh: item.nameZh, nameEn: item.nameEn },
    name: row.name,
    reportedAt: timestampOf(row.reported_ms),
  };
}
