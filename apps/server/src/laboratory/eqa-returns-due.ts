/**
 * Tells laboratories of returns of EQA 室间质评回报 that they owe before a round closes, and ends that once they have returned, or the round was
 * moved or is not theirs any more. Source: national-2022.art.25#01, henan-2025.lab.8#01.
 */
import type { Instant } from '@fujie/core/kernel';
import { dayOf, formatInstant } from '@fujie/core/kernel';
import { qcOrganisations } from '@fujie/core/registers';

import type { Deps } from '../platform/deps.ts';
import { loopOn } from '../platform/loops/definitions.ts';
import { findRecords, findSubjects } from '../platform/loops/loops.query.ts';
import type { Raised } from './asked.ts';
import { askedLoops, askFor, sayDone } from './asked.ts';
import type { OwedReturn } from './eqa-owed.query.ts';
import { findOwedReturns } from './eqa-owed.query.ts';

const LOOP = 'eqa/return-due';
const DAY_MS = 86_400_000;
/** The longest notice that an owner may set. */
const LONGEST_DAYS = 60;

/** Opens and ends what laboratories are told of; how many of each. */
export async function raiseReturnsDue(deps: Deps): Promise<Raised> {
  const now = deps.clock.now();
  const owed = await findOwedReturns(deps.worker, now, (now + LONGEST_DAYS * DAY_MS) as Instant);
  const bySubject = new Map(owed.map((one) => [subjectOf(one), one]));
  let [opened, closed] = [0, 0];
  const fields = { doneOn: dayOf(now) };
  for (const { id, subject, outcomes } of await askedLoops(deps, LOOP)) {
    const [kind = '', round = '', institution = '', closesMs = ''] = subject.split('|');
    const standing = owed.find((one) => String(one.round) === round && one.institution === institution);
    const same = bySubject.get([kind, round, institution, closesMs].join('|'));
    const outcome = outcomeOf(standing, same, Number(closesMs) <= now);
    if (outcome === null) continue;
    await sayDone(deps, id, { key: `${outcome}/${String(outcomes.length)}`, stage: 'return', outcome, fields });
    closed += 1;
  }
  const near = owed.filter((one) => !one.isReturned && one.closesMs > now && isNear(deps, one, now));
  for (const [one, subject] of await untold(deps, near)) if (await tell(deps, one, subject, now)) opened += 1;
  return { opened, closed };
}

/** A round that is moved is told of anew. */
const subjectOf = ({ round, institution, closesMs }: OwedReturn): string =>
  `eqa-return|${String(round)}|${institution}|${String(closesMs)}`;

/**
 * What nobody was told of yet, with its subject. Told of and over only because the round was moved, or was not taken part in for a while, it is told of
 * another time as the round stands so again.
 */
async function untold(deps: Deps, near: readonly OwedReturn[]): Promise<readonly (readonly [OwedReturn, string])[]> {
  const found: (readonly [OwedReturn, string])[] = [];
  let asked = near.map((one) => [one, subjectOf(one)] as const);
  for (let times = 2; asked.length > 0; times += 1) {
    const known = await findSubjects(
      deps.worker,
      [LOOP],
      asked.map(([, subject]) => subject),
    );
    const records = await findRecords(
      deps.worker,
      asked.flatMap(([, subject]) => known.get(subject)?.id ?? []),
    );
    found.push(...asked.filter(([, subject]) => !known.has(subject)));
    asked = asked.flatMap(([one, subject]) => {
      const loop = known.get(subject);
      const last = loop?.status === 'closed' ? records.get(loop.id)?.findLast(({ kind }) => kind === 'act') : undefined;
      const wasMoved = last?.kind === 'act' && last.outcome === 'moved';
      return wasMoved ? [[one, `${subjectOf(one)}|${String(times)}`] as const] : [];
    });
  }
  return found;
}

/** How what was told of ended; null: it stands. What closed without a return stays until the laboratory says why. */
function outcomeOf(
  standing: OwedReturn | undefined,
  same: OwedReturn | undefined,
  isClosed: boolean,
): 'returned' | 'moved' | null {
  if (standing?.isReturned === true) return 'returned';
  if (same === undefined && (standing !== undefined || !isClosed)) return 'moved';
  return null;
}

function isNear(deps: Deps, { institution, closesMs }: OwedReturn, now: Instant): boolean {
  const ahead = loopOn(deps, LOOP, institution, dayOf(now))?.parameters['ahead']?.value;
  return ahead !== undefined && closesMs - Math.min(ahead, LONGEST_DAYS) * DAY_MS <= now;
}

async function tell(deps: Deps, one: OwedReturn, subject: string, now: Instant): Promise<boolean> {
  const snapshot = deps.registers.current();
  const organiser = snapshot.nameOf(qcOrganisations, one.organiser);
  const closes = formatInstant(one.closesMs as Instant)
    .slice(0, 16)
    .replace('T', ' ');
  const facts = {
    titleZh: `${organiser?.nameZh ?? one.organiser} ${one.name}：${closes} 截止，尚未回报`,
    titleEn: `${organiser?.nameEn ?? organiser?.nameZh ?? one.organiser}, round ${one.name}: closes ${closes}, nothing returned yet`,
    ...{ organiser: one.organiser, round: one.name, items: one.items.join(', ') },
    dueAt: formatInstant(one.closesMs as Instant),
  };
  return askFor(deps, { definition: LOOP, subject, unit: one.institution, facts, occurredAt: now });
}
