/**
 * Asks institutions to have approved and registered what they test outside their licence 超出登记科目, and ends that once the registers show it
 * covered, or tested no more. Source: henan-2025.lab.3#02, #03.
 */
import type { Instant } from '@fujie/core/kernel';
import { dayOf, startOfDay } from '@fujie/core/kernel';
import type { OutsideLicence } from '@fujie/core/laboratory';
import { itemsOutside, SUBJECTS } from '@fujie/core/laboratory';

import type { Deps } from '../platform/deps.ts';
import { loopOn } from '../platform/loops/definitions.ts';
import { openLoop, recordInLoop } from '../platform/loops/loops.ts';
import { findOpenOf, findRecords, findSubjects } from '../platform/loops/loops.query.ts';

const LOOP = 'licence/outside';
const PLATFORM = { id: 'platform', name: '平台', role: 'platform' } as const;

/** Opens and ends what institutions are asked for; how many of each. */
export async function raiseLicences(deps: Deps): Promise<{ readonly opened: number; readonly closed: number }> {
  const now = deps.clock.now();
  const today = dayOf(now);
  const outside = itemsOutside(deps.registers.current(), today).filter(
    ({ institution }) => loopOn(deps, LOOP, institution, today) !== null,
  );
  const open = await findOpenOf(deps.worker, LOOP);
  const records = await findRecords(
    deps.worker,
    open.map(({ id }) => id),
  );
  const known = await findSubjects(deps.worker, [LOOP], outside.map(subjectOf));
  let [opened, closed] = [0, 0];
  for (const { id, subject } of open) {
    if (outside.some((one) => subject.startsWith(prefixOf(one)))) continue;
    const isApproved = (records.get(id) ?? []).some((one) => one.kind === 'act' && one.outcome === 'approved');
    await end(deps, id, isApproved ? 'register' : 'review', now);
    closed += 1;
  }
  for (const one of outside) {
    // While one is open for the subject, further items of it are part of the same matter; what the authority holds to be covered is.
    const before = known.get(subjectOf(one))?.status;
    if (open.some(({ subject }) => subject.startsWith(prefixOf(one))) || before === 'waived') continue;
    const again = before === undefined ? '' : `|${today}`;
    if (await ask(deps, one, `${subjectOf(one)}${again}`, now)) opened += 1;
  }
  return { opened, closed };
}

const prefixOf = ({ institution, subject }: OutsideLicence): string => `licence|${institution}|${subject}|`;
const subjectOf = (one: OutsideLicence): string => `${prefixOf(one)}${one.items.join(',')}`;

async function ask(
  deps: Deps,
  { institution, subject, items }: OutsideLicence,
  name: string,
  now: Instant,
): Promise<boolean> {
  const today = dayOf(now);
  const snapshot = deps.registers.current();
  const names = (language: 'nameZh' | 'nameEn'): string =>
    items.map((item) => snapshot.item(item, today)?.[language] ?? item).join(language === 'nameZh' ? '、' : ', ');
  const named = SUBJECTS[subject];
  const facts = {
    titleZh: `${named?.zh ?? subject}未登记，仍开展：${names('nameZh')}`,
    titleEn: `${named?.en ?? subject} is not registered, and tested: ${names('nameEn')}`,
    ...{ subject: `${subject} ${named?.zh ?? ''}`.trim(), items: items.join(', ') },
  };
  const row = await deps.worker.tx((tx) =>
    openLoop(deps, tx, {
      ...{ definition: LOOP, subject: name, unit: institution, department: null },
      ...{ personId: null, by: PLATFORM, facts, occurredAt: startOfDay(today) },
    }),
  );
  return row !== null;
}

async function end(deps: Deps, loop: number, stage: string, now: Instant): Promise<void> {
  await deps.worker.tx((tx) =>
    recordInLoop(deps, tx, loop, {
      ...{ key: `ended/${stage}/${String(now)}`, kind: 'act', stage, outcome: 'ended', by: PLATFORM },
      ...{ occurredAt: now, recordedAt: now, fields: { doneOn: dayOf(now) } },
    }),
  );
}
