/**
 * Asks institutions to have approved and registered what they test outside their licence 超出登记科目, and ends that once the registers show it
 * covered, or tested no more. Source: henan-2025.lab.3#02, #03.
 */
import { dayOf } from '@fujie/core/kernel';
import type { OutsideLicence } from '@fujie/core/laboratory';
import { itemsOutside, SUBJECTS } from '@fujie/core/laboratory';

import type { Deps } from '../platform/deps.ts';
import { loopOn } from '../platform/loops/definitions.ts';
import { findWaivedOf } from '../platform/loops/loops.query.ts';
import type { AskedLoop, Raised } from './asked.ts';
import { askedLoops, askFor, itemNames, sayDone } from './asked.ts';

const LOOP = 'licence/outside';

/** Opens and ends what institutions are asked for; how many of each. */
export async function raiseLicences(deps: Deps): Promise<Raised> {
  const now = deps.clock.now();
  const today = dayOf(now);
  const open = await askedLoops(deps, LOOP);
  const found = itemsOutside(deps.registers.current(), today).filter(
    ({ institution }) => loopOn(deps, LOOP, institution, today) !== null,
  );
  const covered = await askedLoops(deps, LOOP, (db, kind) => findWaivedOf(db, kind, found.map(prefixOf)));
  const outside = found.flatMap((one) => {
    // What the authority holds to be covered is.
    const held = new Set(covered.filter((loop) => isOf(one, loop)).flatMap(({ items }) => items));
    const items = one.items.filter((item) => !held.has(item));
    return items.length === 0 ? [] : [{ ...one, items }];
  });
  let [opened, closed] = [0, 0];
  for (const loop of open) {
    if (outside.some((one) => isOf(one, loop))) continue;
    const stage = loop.outcomes.includes('approved') ? 'register' : 'review';
    const key = `ended/${stage}/${String(now)}`;
    await sayDone(deps, loop.id, { key, stage, outcome: 'ended', fields: { doneOn: today } });
    closed += 1;
  }
  for (const one of outside) {
    // While one is open for the subject, further items of it are part of the same matter.
    if (open.some((loop) => isOf(one, loop))) continue;
    if (await ask(deps, one)) opened += 1;
  }
  return { opened, closed };
}

const prefixOf = ({ institution, subject }: OutsideLicence): string => `licence|${institution}|${subject}|`;
const isOf = (one: OutsideLicence, { subject }: AskedLoop): boolean => subject.startsWith(prefixOf(one));

async function ask(deps: Deps, one: OutsideLicence): Promise<boolean> {
  const { institution, subject, items } = one;
  const today = dayOf(deps.clock.now());
  const names = itemNames(deps.registers.current(), items, today);
  const named = SUBJECTS[subject];
  return askFor(deps, {
    ...{ definition: LOOP, subject: `${prefixOf(one)}${today}`, unit: institution },
    facts: {
      titleZh: `${named?.zh ?? subject}未登记，仍开展：${names.zh}`,
      titleEn: `${named?.en ?? subject} is not registered, and tested: ${names.en}`,
      ...{ subject: `${subject} ${named?.zh ?? ''}`.trim(), items: items.join(', ') },
    },
  });
}
