/**
 * `/api/v1/dispatch-meetings` 调度会: entered by the authority of a region; each decision and each naming is a loop of who is asked. A decision
 * is seen by that one alone, a naming 通报 by every unit of the region. Source: taiyuan-2024.7.4#02, 3.2#04.
 */
import { isDeepStrictEqual } from 'node:util';

import type { Day, Instant } from '@fujie/core/kernel';
import { dayOf, formatInstant } from '@fujie/core/kernel';
import { personalIn } from '@fujie/core/privacy';
import { institutions, regions } from '@fujie/core/registers';
import type { RegisterSnapshot } from '@fujie/core/registers';
import type {
  DispatchMeetingRequest as Request,
  DispatchMeetingsResponse as Answer,
  DispatchMeetingView as View,
} from '@fujie/wire/contracts';
import { DispatchMeetingRequest, DispatchMeetingsResponse } from '@fujie/wire/contracts';
import type { FastifyInstance } from 'fastify';

import type { Actor } from '../platform/auth/permissions.ts';
import { covers, unitOfRegion, within } from '../platform/auth/scope.ts';
import type { Queryable } from '../platform/db/database.ts';
import type { Deps } from '../platform/deps.ts';
import { refuseFarDay, refuseFarYear } from '../platform/http/far-day.ts';
import { HttpProblem, otherUnderKey, unfitField } from '../platform/http/problems.ts';
import { namedInstitution, namedRegion } from '../platform/http/named-institution.ts';
import { bodyDay } from '../platform/http/query-day.ts';
import { openLoop } from '../platform/loops/loops.ts';
import { loopActorOf } from '../platform/loops/visible.ts';
import { endDispatch } from './dispatch-due.ts';
import type { MeetingRow, PointRow } from './dispatch.query.ts';
import {
  findMeetings,
  findPoints,
  findSentMeeting,
  findStandings,
  insertMeeting,
  insertPoint,
} from './dispatch.query.ts';
import { countyOfUnit } from './return-units.ts';

export function registerDispatchRoutes(app: FastifyInstance, deps: Deps): void {
  app.get(
    '/api/v1/dispatch-meetings',
    { config: { can: 'dispatch:read' }, schema: { response: { 200: DispatchMeetingsResponse } } },
    async ({ actor }) => {
      await deps.audit.record({ actor, action: 'dispatch:read', outcome: 'done' });
      return meetingsFor(deps, actor);
    },
  );

  app.post<{ Body: Request }>(
    '/api/v1/dispatch-meetings',
    {
      config: { can: 'dispatch:enter' },
      schema: { body: DispatchMeetingRequest, response: { 200: DispatchMeetingsResponse } },
    },
    async ({ actor, body }) => {
      await enterMeeting(deps, actor, body);
      return meetingsFor(deps, actor);
    },
  );
}

async function meetingsFor(deps: Deps, actor: Actor): Promise<Answer> {
  const { db } = within(deps, actor);
  const rows = await findMeetings(db);
  const found = await findPoints(
    db,
    rows.map(({ id }) => id),
  );
  // How far who was named has come is said to all; what it does is not.
  const others = found.filter(({ isOwn }) => !isOwn).map(({ loop }) => loop);
  const standings = others.length === 0 ? new Map<number, never>() : await findStandings(deps.worker, others);
  const points = found.map((point) => ({ ...point, ...standings.get(point.loop) }));
  const snapshot = deps.registers.current();
  const now = deps.clock.now();
  const mayEnter = actor.role === 'commission' && actor.region !== null;
  return {
    meetings: rows.map((row) => viewOf(snapshot, actor, row, points, now)),
    units: mayEnter
      ? unitsBelow(snapshot, actor.region, dayOf(now)).map((unit) => ({ unit, name: nameOf(snapshot, unit) }))
      : [],
    mayEnter,
  };
}

function viewOf(
  snapshot: RegisterSnapshot,
  { role, region }: Actor,
  row: MeetingRow,
  points: readonly PointRow[],
  now: Instant,
): View {
  const code = countyOfUnit(row.unit) ?? '';
  const isAuthority = role === 'commission' && covers(region, code);
  return {
    ...{ id: row.id, heldOn: row.heldOn, title: row.title.toString(), region: namedRegion(snapshot, code) },
    enteredAt: formatInstant(row.enteredMs as Instant),
    present: isAuthority ? row.present.toString() : '',
    minutes: isAuthority ? row.minutes.toString() : '',
    points: points
      .filter(({ meeting }) => meeting === row.id)
      .map(({ number, kind, asked, text, dueOn, loop, isOwn, status, dueMs }) => ({
        ...{ number, kind, unit: nameOf(snapshot, asked), text: text.toString(), dueOn, loop: isOwn ? loop : null },
        status: status === 'open' && dueMs !== null && dueMs < now ? 'overdue' : (status ?? 'open'),
      })),
  };
}

function nameOf(snapshot: RegisterSnapshot, unit: string): View['region'] {
  const county = countyOfUnit(unit);
  return county === null ? namedInstitution(snapshot, unit) : namedRegion(snapshot, county);
}

/** Institutions and bureaus that an authority may ask: those of its region, itself not among them. */
function unitsBelow(snapshot: RegisterSnapshot, region: string, on: Day): readonly string[] {
  return [
    ...snapshot
      .inForce(regions, on)
      .filter(({ code, kind }) => kind === 'district' && code !== region && covers(region, code))
      .map(({ code }) => unitOfRegion(code)),
    ...snapshot
      .inForce(institutions, on)
      .filter((row) => covers(region, row.region))
      .map(({ code }) => code),
  ];
}

/** Keeps a meeting and opens what it asks, all or nothing. */
export async function enterMeeting(deps: Deps, actor: Actor, body: Request): Promise<void> {
  const now = deps.clock.now();
  if (actor.region === null)
    throw new HttpProblem('not-permitted', { en: 'Your account has no region.', zh: '您的账号没有辖区。' });
  const heldOn = bodyDay('heldOn', body.heldOn);
  if (heldOn > dayOf(now)) throw unfitField('heldOn', 'it lies in the future', '会议日期不能晚于今天');
  refuseFarYear('heldOn', heldOn, dayOf(now));
  const below = unitsBelow(deps.registers.current(), actor.region, dayOf(now));
  for (const [index, { unit, dueOn }] of body.points.entries()) {
    if (!below.includes(unit))
      throw unfitField(`points.${String(index)}.unit`, 'no unit of your region', '不是本辖区的单位');
    const field = `points.${String(index)}.dueOn`;
    const day = bodyDay(field, dueOn);
    if (day < heldOn) throw unfitField(field, 'it lies before the meeting', '期限不能早于会议日期');
    refuseFarDay(field, day, heldOn);
  }
  for (const [index, { kind, text }] of body.points.entries())
    if (kind === 'naming') refusePersonal(`points.${String(index)}.text`, text);
  if (body.points.some(({ kind }) => kind === 'naming')) refusePersonal('title', body.title);
  const unit = unitOfRegion(actor.region);
  const id = await within(deps, actor).db.tx(async (tx) => {
    const { key = null, title, present, minutes } = body;
    const meeting = await insertMeeting(tx, {
      ...{ unit, heldOn, title, present, minutes, enteredAt: now, enteredBy: actor.id, key },
      shownTo: body.points.some(({ kind }) => kind === 'naming')
        ? below
        : [...new Set(body.points.map((point) => point.unit))],
    });
    if (meeting === null) return sentBefore(tx, { unit, enteredBy: actor.id, key }, body);
    for (const [index, point] of body.points.entries())
      await openPoint(deps, tx, { actor, meeting, heldOn, unit, number: index + 1, point });
    await endDispatch(deps, tx, unit);
    return meeting;
  });
  await deps.audit.record({
    actor,
    action: 'dispatch:enter',
    subject: String(id),
    outcome: 'done',
    detail: { points: body.points.length },
  });
}

/** What every unit of the region reads of a naming says nothing of a person. */
function refusePersonal(field: string, text: string): void {
  if (personalIn(text).length > 0)
    throw unfitField(
      field,
      'it tells of a person, and every unit of the region reads it: leave out numbers of persons and telephones',
      '含有个人信息，而通报由辖区各单位阅读：请删去证件号、电话等内容',
    );
}

/** The meeting that was sent under a key before, which must be the same one. */
async function sentBefore(tx: Queryable, of: Parameters<typeof findSentMeeting>[1], body: Request): Promise<number> {
  const known = await findSentMeeting(tx, of);
  if (known === null) throw otherUnderKey();
  const points = (await findPoints(tx, [known.id])).map(({ kind, asked, text, dueOn }) => ({
    ...{ kind, unit: asked, text: text.toString(), dueOn },
  }));
  const { heldOn, title, present, minutes } = known;
  const { key: _key, ...sent } = body;
  const said = { heldOn, title: title.toString(), present: present.toString(), minutes: minutes.toString(), points };
  if (!isDeepStrictEqual(said, sent)) throw otherUnderKey();
  return known.id;
}

interface Opened {
  readonly actor: Actor;
  readonly meeting: number;
  readonly heldOn: Day;
  readonly unit: string;
  readonly number: number;
  readonly point: Request['points'][number];
}

async function openPoint(
  deps: Deps,
  tx: Queryable,
  { actor, meeting, heldOn, unit, number, point }: Opened,
): Promise<void> {
  const { kind, text } = point;
  const dueOn = point.dueOn as Day;
  const head = kind === 'naming' ? { zh: '通报', en: 'Named' } : { zh: '调度决定', en: 'Decision' };
  const loop = await openLoop(deps, tx, {
    definition: countyOfUnit(point.unit) === null ? 'dispatch/institution' : 'dispatch/county',
    ...{ subject: `${String(meeting)}|${String(number)}`, unit: point.unit, department: null, personId: null },
    ...{ occurredAt: deps.clock.now(), by: loopActorOf(actor) },
    facts: { titleZh: `${head.zh}：${text}`, titleEn: `${head.en}: ${text}`, kind, heldOn, text, dueOn },
  });
  if (loop === null)
    throw new HttpProblem('refused', {
      en: 'No document in force here declares dispatch meetings.',
      zh: '本地区没有规定调度会的文件。',
    });
  await insertPoint(tx, { meeting, number, unit, asked: point.unit, kind, text, dueOn, loop: loop.id });
}
