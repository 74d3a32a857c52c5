/** The loops 闭环 of the jurisdiction with the figures that hold for a unit on a day. */
import type { Day } from '@fujie/core/kernel';
import type { LoopDefinition } from '@fujie/core/loops';
import { withLocalFigures } from '@fujie/core/loops';
import type { RegisterSnapshot, WorkdayCalendar } from '@fujie/core/registers';
import { loopParameters, workdayCalendar } from '@fujie/core/registers';
import { resolveJurisdiction } from '@fujie/packs';

import type { Deps } from '../deps.ts';

type Needs = Pick<Deps, 'config' | 'registers'>;

/** The loop of a name as it holds for a unit on a day: the figures of the region, and over them those of the institution. */
export function loopOn({ config, registers }: Needs, id: string, unit: string, day: Day): LoopDefinition | null {
  const declared = resolveJurisdiction(config.jurisdiction, day).loops.get(id);
  if (declared === undefined) return null;
  const snapshot = registers.current();
  return snapshot.memo(`loop|${id}|${unit}|${day}`, () => withLocalFigures(declared, figuresOf(snapshot, unit, day)));
}

function figuresOf(snapshot: RegisterSnapshot, unit: string, day: Day): Parameters<typeof withLocalFigures>[1] {
  const rows = snapshot.inForce(loopParameters, day);
  return [
    ...rows.filter(({ institution }) => institution === null),
    ...rows.filter(({ institution }) => institution === unit),
  ];
}

/** Every loop that is declared on a day. */
export function loopsOn({ config }: Pick<Deps, 'config'>, day: Day): readonly LoopDefinition[] {
  return [...resolveJurisdiction(config.jurisdiction, day).loops.values()];
}

export function calendarOf({ registers }: Pick<Deps, 'registers'>): WorkdayCalendar {
  return workdayCalendar(registers.current());
}
