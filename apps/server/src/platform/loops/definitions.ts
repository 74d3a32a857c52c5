/** The loops 闭环 of the jurisdiction with the figures that hold for a unit on a day. */
import type { Day } from '@fujie/core/kernel';
import type { LoopDefinition } from '@fujie/core/loops';
import { withLocalFigures } from '@fujie/core/loops';
import type { RegisterSnapshot, WorkdayCalendar } from '@fujie/core/registers';
import { loopParameters, ownRules, workdayCalendar } from '@fujie/core/registers';
import { ownRuleLoops, resolveJurisdiction } from '@fujie/packs';

import type { Deps } from '../deps.ts';

type Needs = Pick<Deps, 'config' | 'registers'>;

/** The loop of a name as it holds for a unit on a day: the figures of the region, and over them those of the institution. */
export function loopOn({ config, registers }: Needs, id: string, unit: string, day: Day): LoopDefinition | null {
  const snapshot = registers.current();
  const declared = resolveJurisdiction(config.jurisdiction, day).loops.get(id) ?? ownRuleOf(snapshot, id, unit, day);
  if (declared === undefined) return null;
  return snapshot.memo(`loop|${id}|${unit}|${day}`, () => withLocalFigures(declared, figuresOf(snapshot, unit, day)));
}

function figuresOf(snapshot: RegisterSnapshot, unit: string, day: Day): Parameters<typeof withLocalFigures>[1] {
  const rows = snapshot.inForce(loopParameters, day);
  return [
    ...rows.filter(({ institution }) => institution === null),
    ...rows.filter(({ institution }) => institution === unit),
  ];
}

/** A loop that no document of the place declares and an institution took as its own rule 本院规定. */
function ownRuleOf(snapshot: RegisterSnapshot, id: string, unit: string, day: Day): LoopDefinition | undefined {
  const family = id.slice(0, id.indexOf('/'));
  if (snapshot.find(ownRules, `${unit}|${family}`, day) === null) return undefined;
  return ownRuleLoops(family, day).get(id);
}

/** Every loop that is declared on a day, and those that some institution took as its own rule. */
export function loopsOn({ config, registers }: Needs, day: Day): readonly LoopDefinition[] {
  const { loops } = resolveJurisdiction(config.jurisdiction, day);
  const families = new Set(
    registers
      .current()
      .inForce(ownRules, day)
      .map(({ rules }) => rules),
  );
  const own = [...families].flatMap((family) => [...ownRuleLoops(family, day).values()]);
  return [...loops.values(), ...own.filter(({ id }) => !loops.has(id))];
}

export function calendarOf({ registers }: Pick<Deps, 'registers'>): WorkdayCalendar {
  return workdayCalendar(registers.current());
}
