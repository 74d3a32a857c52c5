/** Which items lack control on a day on which they were reported 质控缺做: on a system that is in use, or on all where none is. */
import type { IqcOverviewResponse } from '@fujie/wire/contracts';

type System = IqcOverviewResponse['systems'][number];

export function gapsOf(systems: readonly System[]): readonly Pick<System, 'item' | 'released'>[] {
  const items = [...new Map(systems.map((system) => [system.item.code, system])).values()];
  return items.filter(({ item, released }) => {
    const own = systems.filter((system) => system.item.code === item.code);
    const used = own.filter(({ today }) => today !== 'not-begun');
    const isOpen = used.length === 0 || used.some(({ today }) => today === 'missing' || today === 'incomplete');
    return released > 0 && isOpen;
  });
}
