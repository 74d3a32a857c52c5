/**
 * What is known of a complaint 监督举报 by its loop: how it is taken in, its category, the day of its answer, what it waits for. Source:
 * taiyuan-2024.7.1#03, 7.3#03.
 */
import { randomBytes } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';

import { sectionFor } from '@fujie/core/complaints';
import type { Instant } from '@fujie/core/kernel';
import { dayOf, formatInstant } from '@fujie/core/kernel';
import type { LoopDefinition } from '@fujie/core/loops';
import { deadline } from '@fujie/core/loops';
import type {
  Bilingual,
  ComplaintReceived as Received,
  ComplaintRequest as Wanted,
  ComplaintStatus as Status,
} from '@fujie/wire/contracts';
import { digest } from '../platform/auth/digest.ts';
import type { Actor } from '../platform/auth/permissions.ts';
import { unitOfRegion } from '../platform/auth/scope.ts';
import type { Queryable } from '../platform/db/database.ts';
import type { Deps } from '../platform/deps.ts';
import { HttpProblem, otherUnderKey, unfitField } from '../platform/http/problems.ts';
import { calendarOf, loopOn } from '../platform/loops/definitions.ts';
import { openLoop } from '../platform/loops/loops.ts';
import type { ComplaintRow } from './complaints.query.ts';
import { findByCode, insertComplaint } from './complaints.query.ts';

export const LOOP = 'complaint/handling';

type Taken = Wanted & { readonly channel: 'page' | 'telephone' | 'letter' };

/** Takes a complaint in: its loop and what was said, in one transaction; the code leads to the answer. */
export async function receive(deps: Deps, actor: Actor, body: Taken): Promise<Received> {
  const now = deps.clock.now();
  const today = dayOf(now);
  const institution = deps.registers.current().institution(body.institution, today);
  if (institution === null) throw unfitField('institution', 'no such institution', '没有该机构');
  const definition = loopOn(deps, LOOP, institution.code, today);
  if (definition === null)
    throw new HttpProblem('unavailable', {
      en: 'Complaints are not handled here: call the telephone of the authority.',
      zh: '本平台暂不受理该地区的反映，请拨打主管部门电话。',
    });
  const categories = categoriesOf(definition);
  const category = Object.hasOwn(categories, body.category) ? categories[body.category] : undefined;
  if (category === undefined) throw unfitField('category', 'it is none of the categories', '不在可选类别之内');
  const unit = unitOfRegion(institution.region.slice(0, 4));
  const section = sectionFor(institution.kind);
  // Kept nowhere: whoever sends the same again gets it again, because it is made of what only the sender knows.
  const code = codeOf(body.key === undefined ? randomBytes(20) : deps.seal.token('complaint-code', actor.id, body.key));
  const hash = digest(code);
  const receivedAt = await deps.scoped({ institutions: [institution.code, unit], persons: [] }).tx(async (tx) => {
    const loop = await openLoop(deps, tx, {
      definition: LOOP,
      subject: hash.toString('hex'),
      unit: institution.code,
      department: null,
      personId: null,
      occurredAt: now,
      by: { id: 'complainant', name: '反映人', role: 'complainant' },
      facts: { titleZh: category.zh, titleEn: category.en, category: body.category, section },
    });
    if (loop === null) return sentBefore(tx, hash, body);
    const { content, name = null, contact = null, channel } = body;
    await insertComplaint(tx, {
      loop: loop.id,
      institution: institution.code,
      unit,
      channel,
      category: body.category,
      section,
      content,
      name,
      contact,
      codeHash: hash,
      receivedAt: now,
      enteredBy: actor.id,
    });
    return now;
  });
  const action = body.channel === 'page' ? 'complaint:submit' : 'complaint:enter';
  await deps.audit.record({ actor, action, outcome: 'done', detail: { channel: body.channel } });
  const by = answerBy(deps, { institution: institution.code, receivedMs: receivedAt });
  return { code, receivedAt: formatInstant(receivedAt), answerBy: by === null ? null : formatInstant(by) };
}

/** When a complaint came that was sent under the same key before, and must be the same one. */
async function sentBefore(tx: Queryable, codeHash: Buffer, body: Taken): Promise<Instant> {
  const known = await findByCode(tx, codeHash);
  if (known === null) throw otherUnderKey();
  const { institution, category, channel, content, name = null, contact = null } = body;
  const said = {
    ...{ institution: known.institution, category: known.category, channel: known.channel },
    ...{ content: known.content.toString(), name: known.name?.toString() ?? null },
    contact: known.contact?.toString() ?? null,
  };
  if (!isDeepStrictEqual(said, { institution, category, channel, content, name, contact })) throw otherUnderKey();
  return Math.round(known.receivedMs) as Instant;
}

/** Without letters and digits that are mistaken for each other. */
const ALPHABET = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ';

/** A code that nobody guesses: a hundred bits. */
function codeOf(bytes: Buffer): string {
  const letters = Array.from(bytes.subarray(0, 20), (byte) => ALPHABET[byte % ALPHABET.length]).join('');
  return letters.replace(/(.{4})(?=.)/g, '$1-');
}

export function answerBy(
  deps: Deps,
  { institution, receivedMs }: Pick<ComplaintRow, 'institution' | 'receivedMs'>,
): Instant | null {
  const limit = loopOn(deps, LOOP, institution, dayOf(receivedMs as Instant))?.parameters['answer'];
  if (limit === undefined || limit.unit === 'percent' || limit.unit === 'count') return null;
  return deadline(receivedMs as Instant, limit.value, limit.unit, calendarOf(deps));
}

export function categoriesOf(definition: LoopDefinition | null): Readonly<Record<string, Bilingual>> {
  return definition?.fields['category']?.options ?? {};
}

export function categoryOf(deps: Deps, code: string): Bilingual {
  const known = categoriesOf(loopOn(deps, LOOP, '', dayOf(deps.clock.now())))[code];
  return known === undefined ? { zh: code, en: code } : { ...known };
}

/** The stage of a name, while it is waited for. */
export function waitedOf({ state, status }: ComplaintRow, id: string) {
  if (status !== 'open') return null;
  return (
    state.stages.find((stage) => stage.id === id && (stage.status === 'running' || stage.status === 'overdue')) ?? null
  );
}

/** What who complained said of the answer 回访; null: not asked yet, or nobody could be. */
export function ratingOf({ state }: ComplaintRow): Status['rating'] {
  const said = state.stages.find(({ id }) => id === 'visit')?.outcome ?? null;
  return said === 'satisfied' || said === 'dissatisfied' ? said : null;
}
