/**
 * The draw 双随机抽取 on the platform: lists are frozen and committed to, two custodians reveal their shares, and whoever is drawn follows
 * from these alone. Nothing is drawn twice without the first draw standing there as given up, with its reason. Source:
 * national-2022.art.26#02.
 */
import { createHash } from 'node:crypto';

import type { DrawLists, DrawnTeam, Replacement } from '@fujie/core/inspection';
import {
  commitmentOf,
  conflictsOn,
  drawTeams,
  listsText,
  quotasOf,
  seedOf,
  stratumOf,
  ticketsOf,
} from '@fujie/core/inspection';
import type { Day, Instant } from '@fujie/core/kernel';
import { addDays, dayOf, startOfDay } from '@fujie/core/kernel';
import { inspectorConflicts, inspectors, institutions } from '@fujie/core/registers';
import type { DrawReplacement, DrawRequest } from '@fujie/wire/contracts';

import type { Actor } from '../platform/auth/permissions.ts';
import { covers } from '../platform/auth/scope.ts';
import type { Queryable } from '../platform/db/database.ts';
import type { Deps } from '../platform/deps.ts';
import { HttpProblem, unfitField } from '../platform/http/problems.ts';
import { loopOn } from '../platform/loops/definitions.ts';
import type { DrawRow, PlanRow } from './draws.query.ts';
import {
  findHistory,
  insertDraw,
  insertReplacement,
  insertShare,
  lockDraw,
  putPublicValue,
  putSeed,
  revealShare,
  voidDraw,
} from './draws.query.ts';
import { dropInspections, findInspections, insertInspection, putInspectors } from './inspections.query.ts';

export const RECTIFICATION = 'inspection/rectification';
export const PUBLICATION = 'inspection/publication';

const HISTORY_DAYS = 730;
const FORMER_YEARS = 3;
const MOST = 10_000;

export const sha256 = (text: string): Promise<string> =>
  Promise.resolve(createHash('sha256').update(text).digest('hex'));

/** The state of a draw as pages name it. */
export function stateOfDraw({ voidedMs, drawnMs, shares }: DrawRow): 'frozen' | 'committed' | 'drawn' | 'void' {
  if (voidedMs !== null) return 'void';
  if (drawnMs !== null) return 'drawn';
  return shares.length === 2 ? 'committed' : 'frozen';
}

/** Who was drawn, with the replacements since; null before the draw. */
export async function teamsOf({ lists, seed, replacements }: DrawRow): Promise<readonly DrawnTeam[] | null> {
  if (seed === null) return null;
  return (await drawTeams(sha256, lists, seed, replacements)).teams;
}

/** Freezes the lists of a plan as the registers hold them today. */
export async function freeze(
  deps: Deps,
  db: Queryable,
  actor: Actor,
  plan: PlanRow,
  earlier: readonly DrawRow[],
  { publicSource, publicOn }: DrawRequest,
): Promise<number> {
  const standing = earlier.find(({ voidedMs }) => voidedMs === null);
  if (standing !== undefined)
    throw new HttpProblem('conflict', {
      en: 'This plan has a draw: give it up with a reason before there is another one.',
      zh: '该计划已有抽取，须先说明理由作废，才能重新抽取。',
    });
  const now = deps.clock.now();
  const today = dayOf(now);
  if ((publicSource === undefined) !== (publicOn === undefined))
    throw unfitField('publicOn', 'name the source and its day together', '公共随机数来源与日期须同时填写');
  if (publicOn !== undefined && publicOn <= today)
    throw unfitField(
      'publicOn',
      'it must lie after today: nobody may know the value yet',
      '须晚于今天，冻结时任何人不得知道该数',
    );
  const number = earlier.length + 1;
  const lists = await listsFor(deps, db, actor, plan, `plan/${String(plan.id)}/draw/${String(number)}`);
  if (lists.parties.length === 0) throw unfitField('levels', 'no institution of the region fits', '没有符合条件的机构');
  if (lists.inspectors.length < plan.terms.teamSize)
    throw unfitField('teamSize', 'there are not as many inspectors', '检查人员名录中的可用人员不足');
  const listsDigest = await sha256(listsText(lists));
  return insertDraw(db, {
    ...{ plan: plan.id, unit: plan.unit, number, lists, listsDigest, at: now, by: actor.id },
    ...{ publicSource: publicSource ?? null, publicOn: (publicOn as Day | undefined) ?? null },
  });
}

async function listsFor(deps: Deps, db: Queryable, actor: Actor, { terms }: PlanRow, draw: string): Promise<DrawLists> {
  const now = deps.clock.now();
  const today = dayOf(now);
  const snapshot = deps.registers.current();
  const { levels, strataBy, quota, teamSize, specialties, mutual = false } = terms;
  const history = await findHistory(db, RECTIFICATION, startOfDay(addDays(today, -HISTORY_DAYS)), now);
  const known = snapshot
    .inForce(institutions, today)
    .filter(({ region, level }) => covers(actor.region, region) && (levels.length === 0 || levels.includes(level)));
  const parties = known.map((row) => ({
    code: row.code,
    name: row.nameZh,
    stratum: stratumOf(row, strataBy),
    weight: ticketsOf(history.find(({ institution }) => institution === row.code) ?? { nonconforming: 0, overdue: 0 }),
  }));
  const available = snapshot
    .inForce(inspectors, today)
    .filter((row) => row.available && covers(actor.region, row.region) && (!mutual || row.institution !== null));
  const years = loopOn(deps, PUBLICATION, '', today)?.parameters['former']?.value ?? FORMER_YEARS;
  const conflicts = conflictsOn(available, snapshot.inForce(inspectorConflicts, today), { today, years });
  const isIn = (code: string): boolean => parties.some((party) => party.code === code);
  return {
    draw,
    quotas: quotasOf(
      parties.map(({ stratum }) => stratum),
      quota,
    ),
    parties,
    inspectors: available.map(({ code, nameZh, specialties: own }) => ({ code, name: nameZh, specialties: own })),
    conflicts: conflicts.filter(
      ({ inspector, party }) => isIn(party) && available.some(({ code }) => code === inspector),
    ),
    team: { size: teamSize, specialties },
  };
}

/** A custodian commits to a share 承诺: two different persons, so that one of them is not who ordered the plan. */
export async function commit(
  deps: Deps,
  tx: Queryable,
  actor: Actor,
  draw: DrawRow,
  { place, commitment }: { readonly place: number; readonly commitment: string },
): Promise<void> {
  refuseOver(draw);
  // Shares that are chosen once the value is known can be chosen to fit it.
  if (draw.publicOn !== null && dayOf(deps.clock.now()) >= draw.publicOn)
    throw new HttpProblem('refused', {
      en: `The public value may be known since ${draw.publicOn}: give this draw up and freeze the lists again with a later day.`,
      zh: `公共随机数自 ${draw.publicOn} 起可能已公布：请作废本次抽取，另定较晚日期重新冻结名录。`,
    });
  const other = draw.shares.find((share) => share.place !== place);
  if (other?.custodian === actor.id)
    throw new HttpProblem('refused', {
      en: 'The other share is yours already: somebody else keeps this one.',
      zh: '另一份已由您保管，本份须由他人保管。',
    });
  if (other?.commitment === commitment)
    throw unfitField('commitment', 'it is the other custodian’s', '与另一保管人的承诺相同');
  const added = await insertShare(tx, draw, {
    place: place === 1 ? 1 : 2,
    commitment,
    custodian: actor.id,
    custodianName: actor.name,
    at: deps.clock.now(),
  });
  if (!added)
    throw new HttpProblem('conflict', {
      en: 'This place is taken. A commitment cannot be changed.',
      zh: '该份承诺已提交，不能更改。',
    });
}

/** A custodian reveals the share that was committed to 揭示. */
export async function reveal(
  deps: Deps,
  tx: Queryable,
  actor: Actor,
  draw: DrawRow,
  { place, share }: { readonly place: number; readonly share: string },
): Promise<void> {
  refuseOver(draw);
  const own = draw.shares.find((one) => one.place === place);
  if (own?.custodian !== actor.id)
    throw new HttpProblem('refused', { en: 'Only its custodian reveals a share.', zh: '只能由保管人本人揭示。' });
  if (draw.shares.length < 2)
    throw new HttpProblem('refused', {
      en: 'Wait until both shares are committed to.',
      zh: '须两份承诺都已提交后才能揭示。',
    });
  // Whoever knew both shares could try how to write it.
  if (draw.publicSource !== null && draw.publicValue === null)
    throw new HttpProblem('refused', {
      en: 'Wait until the public value is entered: no share is known before it.',
      zh: '须先录入公共随机数：此前任何一份都不得揭示。',
    });
  if ((await commitmentOf(sha256, draw.listsDigest, place, share)) !== own.commitment)
    throw unfitField('share', 'it is not what was committed to', '与已提交的承诺不符');
  await revealShare(tx, draw.id, place, share, deps.clock.now());
}

/** The value that the whole world knows by now 公共随机数. */
export async function enterPublicValue(deps: Deps, tx: Queryable, draw: DrawRow, value: string): Promise<void> {
  refuseOver(draw);
  if (draw.publicSource === null || draw.publicOn === null)
    throw new HttpProblem('refused', { en: 'No public value was announced.', zh: '未预先公布公共随机数来源。' });
  if (dayOf(deps.clock.now()) < draw.publicOn)
    throw unfitField('value', `it is not known before ${draw.publicOn}`, `${draw.publicOn} 之前不可能知道该数`);
  if (draw.publicValue !== null)
    throw new HttpProblem('conflict', { en: 'It has been entered before.', zh: '已经录入，不能更改。' });
  await putPublicValue(tx, draw.id, value);
}

/** Draws as soon as everything that was committed to is known 抽取. */
export async function drawIfComplete(deps: Deps, tx: Queryable, draw: DrawRow): Promise<boolean> {
  const [first, second] = draw.shares.map(({ share }) => share);
  if (!first || !second || draw.seed !== null) return false;
  if (draw.publicSource !== null && draw.publicValue === null) return false;
  const seed = await seedOf(sha256, draw.listsDigest, [first, second], draw.publicValue ?? '');
  const { teams } = await drawTeams(sha256, draw.lists, seed);
  await putSeed(tx, draw.id, seed, deps.clock.now());
  for (const { party, inspectors: team } of teams)
    await insertInspection(tx, {
      plan: draw.plan,
      draw: draw.id,
      unit: draw.unit,
      institution: party,
      inspectors: team,
      accounts: accountsOf(deps, team),
    });
  return true;
}

/** Gives a draw up 作废, on record for everybody; not once somebody has learned of it by a visit. */
export async function giveUp(deps: Deps, tx: Queryable, actor: Actor, draw: DrawRow, reason: string): Promise<void> {
  if (draw.voidedMs !== null) throw new HttpProblem('conflict', { en: 'It was given up before.', zh: '已作废。' });
  const known = await findInspections(tx, { plans: [draw.plan], inspector: null }, MOST);
  if (known.some(({ draw: of, notifiedMs }) => of === draw.id && notifiedMs !== null))
    throw new HttpProblem('refused', {
      en: 'Inspections of it have begun: replace single parties or inspectors instead.',
      zh: '检查已经开始，不能整体作废，只能按序更换。',
    });
  const now = deps.clock.now();
  await voidDraw(tx, draw.id, actor.id, reason, now);
  await dropInspections(tx, draw.id, null, now);
}

/** Replaces a party or an inspector by the next in the ranking 更换, with the reason. */
export async function replace(
  deps: Deps,
  tx: Queryable,
  actor: Pick<Actor, 'name'>,
  draw: DrawRow,
  { party, inspector, reason, note }: DrawReplacement,
): Promise<void> {
  if (draw.voidedMs !== null || draw.seed === null)
    throw new HttpProblem('refused', { en: 'Nothing stands drawn.', zh: '没有有效的抽取结果。' });
  const before = await teamsOf(draw);
  const team = before?.find((one) => one.party === party);
  if (team === undefined) throw unfitField('party', 'it was not drawn', '该机构未被抽中');
  if (inspector !== null && !team.inspectors.includes(inspector))
    throw unfitField('inspector', 'is not of this team', '不在该检查组内');
  const known = await findInspections(tx, { plans: [draw.plan], inspector: null }, MOST);
  const standing = known.find((one) => one.draw === draw.id && one.institution === party);
  if (standing?.concludedMs !== null || (inspector === null && standing.notifiedMs !== null))
    throw new HttpProblem('refused', {
      en: 'It is too late: the visit has begun.',
      zh: '检查已开始或已结束，不能更换。',
    });
  const now: Instant = deps.clock.now();
  const added: Replacement = { party, inspector };
  const { teams } = await drawTeams(sha256, draw.lists, draw.seed, [...draw.replacements, added]);
  await insertReplacement(tx, draw, { party, inspector, reason, note, byName: actor.name, at: now });
  if (inspector !== null) {
    const team = teams.find((one) => one.party === party)?.inspectors ?? [];
    await putInspectors(tx, draw.id, party, team, accountsOf(deps, team));
    return;
  }
  await dropInspections(tx, draw.id, party, now);
  const next = teams.find((one) => !before?.some((known_) => known_.party === one.party));
  if (next !== undefined)
    await insertInspection(tx, {
      ...{ plan: draw.plan, draw: draw.id, unit: draw.unit },
      ...{ institution: next.party, inspectors: next.inspectors, accounts: accountsOf(deps, next.inspectors) },
    });
}

/** The accounts of inspectors as they are bound at this moment. */
function accountsOf({ registers, clock }: Pick<Deps, 'registers' | 'clock'>, team: readonly string[]) {
  const known = registers.current().inForce(inspectors, dayOf(clock.now()));
  return team.map((code) => known.find((row) => row.code === code)?.account ?? null);
}

/** The draw as the transaction holds it. */
export async function held(tx: Queryable, id: number): Promise<DrawRow> {
  const draw = await lockDraw(tx, id);
  if (draw === null)
    throw new HttpProblem('not-found', { en: 'No such draw within your reach.', zh: '权限范围内没有该抽取。' });
  return draw;
}

function refuseOver({ voidedMs, drawnMs }: DrawRow): void {
  if (voidedMs !== null || drawnMs !== null)
    throw new HttpProblem('conflict', { en: 'This draw is over.', zh: '该抽取已完成或已作废。' });
}
