/**
 * Asks organisers of EQA for answers to requests that wait 待受理的报名, and tells laboratories of refusals, until they say with what they take part instead
 * or take part after all. Source: national-2022.art.25#01.
 */
import type { Instant } from '@fujie/core/kernel';
import { dayOf } from '@fujie/core/kernel';
import { qcOrganisations } from '@fujie/core/registers';

import type { Deps } from '../platform/deps.ts';
import { namedInstitution } from '../platform/http/named-institution.ts';
import { findSubjects } from '../platform/loops/loops.query.ts';
import type { Raised } from './asked.ts';
import { askedLoops, askFor, itemNames, sayDone } from './asked.ts';
import type { RequestRow } from './eqa-requests.query.ts';
import { findRequests } from './eqa-requests.query.ts';
import { findEnrolments, findRounds } from './eqa.query.ts';

const ASKED = 'eqa/enrolment-request';
const REFUSED = 'eqa/enrolment-refused';
/** Nobody is told of what lies further back. */
const LOOK_BACK_MS = 200 * 86_400_000;

const subjectOf = (number: number): string => `eqa-request|${String(number)}`;

/** Opens and ends what is asked because of requests; how many of each. */
export async function raiseRequests(deps: Deps): Promise<Raised> {
  const now = deps.clock.now();
  const requests = await findRequests(deps.worker, { sinceMs: now - LOOK_BACK_MS });
  let [opened, closed] = [0, 0];
  for (const row of await untold(deps, ASKED, requests, 'waiting')) if (await ask(deps, row)) opened += 1;
  for (const row of await untold(deps, REFUSED, requests, 'refused')) if (await tell(deps, row)) opened += 1;
  const fields = { doneOn: dayOf(now) };
  for (const { id, subject } of await askedLoops(deps, ASKED)) {
    const state = (await requestOf(deps, requests, subject))?.state ?? 'waiting';
    if (state === 'waiting') continue;
    const outcome = state === 'withdrawn' ? 'withdrawn' : 'answered';
    await sayDone(deps, id, { key: outcome, stage: 'answer', outcome, fields });
    closed += 1;
  }
  for (const { id, subject } of await askedLoops(deps, REFUSED)) {
    const row = await requestOf(deps, requests, subject);
    const [enrolment] = row === undefined ? [] : await findEnrolments(deps.worker, row.id, row.institution);
    if ((enrolment?.items.length ?? 0) === 0) continue;
    await sayDone(deps, id, { key: 'joined', stage: 'settle', outcome: 'joined', fields });
    closed += 1;
  }
  return { opened, closed };
}

/** What a loop is about: one of the last days, or one from before that is open all the same. */
async function requestOf(
  { worker }: Pick<Deps, 'worker'>,
  known: readonly RequestRow[],
  subject: string,
): Promise<RequestRow | undefined> {
  const recent = known.find(({ number }) => subjectOf(number) === subject);
  if (recent !== undefined) return recent;
  const [row] = await findRequests(worker, { number: Number(subject.split('|')[1]) });
  return row;
}

async function untold(
  deps: Deps,
  loop: string,
  requests: readonly RequestRow[],
  state: RequestRow['state'],
): Promise<readonly RequestRow[]> {
  const wanted = requests.filter((row) => row.state === state);
  const known = await findSubjects(
    deps.worker,
    [loop],
    wanted.map(({ number }) => subjectOf(number)),
  );
  return wanted.filter(({ number }) => !known.has(subjectOf(number)));
}

/** What both loops say of a request. */
async function factsOf(deps: Deps, { id, institution, items }: RequestRow) {
  const snapshot = deps.registers.current();
  const [round] = await findRounds(deps.worker, { id });
  const organiser = snapshot.nameOf(qcOrganisations, round?.organiser ?? '');
  return {
    round: { zh: round?.nameZh ?? '', en: round?.nameEn ?? round?.nameZh ?? '' },
    organiser: { zh: organiser?.nameZh ?? '', en: organiser?.nameEn ?? organiser?.nameZh ?? '' },
    institution: namedInstitution(snapshot, institution),
    items: itemNames(snapshot, items, dayOf(deps.clock.now())),
    facts: { organiser: round?.organiser ?? '', institution, items: items.join(', '), round: String(id) },
  };
}

async function ask(deps: Deps, row: RequestRow): Promise<boolean> {
  const { round, institution, items, facts } = await factsOf(deps, row);
  return askFor(deps, {
    ...{ definition: ASKED, subject: subjectOf(row.number), unit: row.unit, occurredAt: row.atMs as Instant },
    facts: {
      ...facts,
      titleZh: `${institution.nameZh}：报名${round.zh}待受理（${items.zh}）`,
      titleEn: `${institution.nameEn ?? institution.nameZh} asks to take part in ${round.en} (${items.en})`,
    },
  });
}

async function tell(deps: Deps, row: RequestRow): Promise<boolean> {
  const { round, organiser, facts } = await factsOf(deps, row);
  const occurredAt = (row.answeredMs ?? row.atMs) as Instant;
  return askFor(deps, {
    ...{ definition: REFUSED, subject: subjectOf(row.number), unit: row.institution, occurredAt },
    facts: {
      ...facts,
      titleZh: `${organiser.zh} 未受理报名：${round.zh}（${row.reason ?? ''}）`,
      titleEn: `${organiser.en} refused enrolment in ${round.en}: ${row.reason ?? ''}`,
    },
  });
}
