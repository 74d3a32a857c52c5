/**
 * `/api/v1/wishes` 患者意愿: objections and consents that the quality office records on behalf of its patients, by the number
 * of the signed paper, and lifts. Source: personal information protection law, art. 29, 31, 44 and 45.
 */
import type { WishFault, WishScope } from '@fujie/core/access';
import { DEFAULT_ACCESS, wishFaults } from '@fujie/core/access';
import type { Day } from '@fujie/core/kernel';
import { dayOf, formatInstant, parseDay } from '@fujie/core/kernel';
import type { RegisterSnapshot } from '@fujie/core/registers';
import type {
  WishLift as Lifting,
  WishRequest as Wished,
  WishSearch as WishSearching,
  WishView,
} from '@fujie/wire/contracts';
import { WishesResponse, WishLift, WishRequest, WishSearch, WishView as WishViewSchema } from '@fujie/wire/contracts';
import type { FastifyInstance } from 'fastify';
import { Type } from 'typebox';

import { findMaskedNames } from '../platform/access/masked-names.query.ts';
import type { Actor } from '../platform/auth/permissions.ts';
import { within } from '../platform/auth/scope.ts';
import type { Deps } from '../platform/deps.ts';
import { namedInstitution } from '../platform/http/named-institution.ts';
import { HttpProblem, unfitField } from '../platform/http/problems.ts';
import { findByNumber } from './identity.ts';
import { instantOf } from './result-view.ts';
import type { WishRecordRow } from './wishes.query.ts';
import { findPatientsOf, findWishes, insertLift, insertWish } from './wishes.query.ts';

const MOST = 500;
const IdParams = Type.Object({ id: Type.String({ pattern: '^\\d{1,15}$' }) }, { additionalProperties: false });

export function registerWishRoutes(app: FastifyInstance, deps: Deps): void {
  app.get(
    '/api/v1/wishes',
    { config: { can: 'wish:read' }, schema: { response: { 200: WishesResponse } } },
    async ({ actor }) => {
      const rows = await findWishes(within(deps, actor).db, { institution: actor.institution ?? '' }, MOST);
      return { wishes: await viewsOf(deps, actor, rows) };
    },
  );

  // A number of a person belongs into no address.
  app.post<{ Body: WishSearching }>(
    '/api/v1/wishes/search',
    { config: { can: 'wish:read' }, schema: { body: WishSearch, response: { 200: WishesResponse } } },
    async ({ actor, body }) => {
      const patient = await patientOf(deps, actor, body.identifier);
      const persons = [patient.id];
      const rows = await findWishes(within(deps, actor, persons).db, { persons }, MOST);
      return { wishes: await viewsOf(deps, actor, rows, persons) };
    },
  );

  app.post<{ Body: Wished }>(
    '/api/v1/wishes',
    { config: { can: 'wish:write' }, schema: { body: WishRequest, response: { 201: WishViewSchema } } },
    async ({ actor, body }, reply) => {
      const patient = await patientOf(deps, actor, body.identifier);
      const from = dayIn('from', body.from) ?? dayOf(deps.clock.now());
      const to = dayIn('to', body.to);
      const { kind, speaker, guardianName = null, guardianRelation = null } = body;
      const faults = wishFaults(
        { kind, by: speaker, guardianName, guardianRelation, from, to },
        patient.birth_on,
        DEFAULT_ACCESS,
      );
      if (faults.length > 0) throw refusedBy(faults);
      const { db } = within(deps, actor, [patient.id]);
      const id = await insertWish(db, {
        personId: patient.id,
        kind,
        scope: scopeIn(deps.registers.current(), body),
        from,
        to,
        speaker,
        guardianName,
        guardianRelation,
        ...onPaper(deps, actor, body.reference),
      });
      await deps.audit.record({
        actor,
        action: 'wish:record',
        personId: patient.id,
        subject: String(id),
        outcome: 'done',
        detail: { kind, scope: body.scope },
      });
      const [view] = await viewsOf(deps, actor, await findWishes(db, { id }, 1));
      return reply.status(201).send(view);
    },
  );

  app.post<{ Params: { id: string }; Body: Lifting }>(
    '/api/v1/wishes/:id/lift',
    { config: { can: 'wish:write' }, schema: { params: IdParams, body: WishLift, response: { 204: Type.Null() } } },
    async ({ actor, body, params }, reply) => {
      const { db } = within(deps, actor);
      const [row] = await findWishes(db, { id: Number(params.id) }, 1);
      if (row === undefined)
        throw new HttpProblem('not-found', {
          en: 'Your institution recorded no such wish; its own quality office lifts it.',
          zh: '本机构没有该登记；请由登记机构的医务部门解除。',
        });
      const today = dayOf(deps.clock.now());
      const from = dayIn('from', body.from) ?? today;
      if (from < today) throw notPast();
      await insertLift(db, {
        wishId: row.id,
        personId: row.person_id,
        from,
        ...onPaper(deps, actor, body.reference),
      });
      await deps.audit.record({
        actor,
        action: 'wish:lift',
        personId: row.person_id,
        subject: params.id,
        outcome: 'done',
      });
      return reply.status(204).send(null);
    },
  );
}

/** By whom and on what paper something is recorded now. */
function onPaper({ clock }: Pick<Deps, 'clock'>, actor: Actor, reference: string) {
  const paper = { channel: 'paper', reference: reference.trim(), institution: actor.institution ?? '' } as const;
  return { ...paper, at: clock.now(), by: actor.id };
}

/** Records as the office reads them; each person looked at, or looked for, is on record. */
async function viewsOf(
  deps: Deps,
  actor: Actor,
  rows: readonly WishRecordRow[],
  lookedFor: readonly number[] = [],
): Promise<WishView[]> {
  const persons = [...new Set([...lookedFor, ...rows.map((row) => row.person_id)])];
  await Promise.all(
    persons.map((personId) => deps.audit.record({ actor, action: 'wish:read', personId, outcome: 'done' })),
  );
  const nameOf = await findMaskedNames(within(deps, actor, persons).db, persons);
  return rows.map((row) => wishView(deps, row, nameOf(row.person_id)));
}

/** The patient of the own institution whose number this is. */
export async function patientOf(
  deps: Deps,
  actor: Actor,
  identifier: string,
): Promise<{ readonly id: number; readonly birth_on: Day | null }> {
  const ids = await findByNumber(deps, actor, identifier);
  const found = await findPatientsOf(within(deps, actor, ids).db, ids, actor.institution ?? '');
  const [patient, another] = found;
  if (patient === undefined || another !== undefined) {
    throw new HttpProblem('not-found', {
      en: 'No patient of your institution has this number: enter an identity document, a health card or your own patient number.',
      zh: '本机构没有该号码的患者：请输入证件号、健康卡号或本机构病案号。',
    });
  }
  return patient;
}

function dayIn(field: string, text: string | undefined): Day | null {
  if (text === undefined) return null;
  const day = parseDay(text);
  if (day.ok) return day.value;
  throw unfitField(field, `\`${text}\` is not a day that exists`, `“${text}”不是真实存在的日期`);
}

function notPast(): HttpProblem {
  return unfitField(
    'from',
    'what held in the past cannot be lifted afterwards',
    '不能追溯解除，请填写今天或以后的日期',
  );
}

/** What a wish is about, when it names something that there is. */
export function scopeIn(
  snapshot: RegisterSnapshot,
  { scope, institution, sensitiveClass }: Pick<Wished, 'scope' | 'institution' | 'sensitiveClass'>,
): WishScope {
  if (scope === 'all') return { kind: 'all' };
  if (scope === 'class') {
    if (sensitiveClass === undefined) throw unfitField('sensitiveClass', 'name the sensitive class', '请选择敏感类别');
    return { kind: 'class', class: sensitiveClass };
  }
  if (institution === undefined || snapshot.institution(institution) === null)
    throw unfitField('institution', 'name an institution of the register', '请选择已登记的医疗机构');
  return { kind: 'institution', institution };
}

const FAULTS: Readonly<Record<WishFault, readonly [field: string, en: string, zh: string]>> = {
  GUARDIAN_NEEDED: [
    'speaker',
    `below ${String(DEFAULT_ACCESS.guardianAge)} a guardian consents (personal information protection law, art. 31)`,
    `不满${String(DEFAULT_ACCESS.guardianAge)}周岁应由监护人同意（个人信息保护法第三十一条）`,
  ],
  GUARDIAN_UNNAMED: ['guardianName', 'name the guardian and the relation', '请填写监护人姓名及与患者的关系'],
  ENDS_BEFORE_IT_BEGINS: ['to', 'it ends before it begins', '终止日期须晚于起始日期'],
};

export function refusedBy(faults: readonly WishFault[]): HttpProblem {
  return new HttpProblem(
    'refused',
    { en: 'The record is not complete.', zh: '登记内容不完整。' },
    faults.map((code) => {
      const [field, message, messageZh] = FAULTS[code];
      return { code, path: `body.${field}`, message, messageZh };
    }),
  );
}

/** A wish as pages show it. */
export function wishView(deps: Deps, row: WishRecordRow, nameMasked: string): WishView {
  const snapshot = deps.registers.current();
  const today = dayOf(deps.clock.now());
  return {
    id: row.id,
    person: deps.seal.handleOf(row.person_id),
    nameMasked,
    kind: row.kind,
    scope: row.scope,
    institution: row.institution === null ? null : namedInstitution(snapshot, row.institution),
    sensitiveClass: row.sensitive,
    from: row.from_day,
    to: row.to_day,
    standing: row.from_day <= today && (row.to_day === null || today < row.to_day),
    speaker: row.speaker,
    guardianName: row.guardian_name,
    guardianRelation: row.guardian_relation,
    channel: row.channel,
    reference: row.reference,
    recordedAt: formatInstant(instantOf(row.recorded_ms)),
    recordedBy: row.recorded_by,
  };
}
