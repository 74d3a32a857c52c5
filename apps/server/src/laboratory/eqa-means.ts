/** With what laboratories measure 检测系统, as their registers say: by model, so that those of several laboratories are one group. */
import { meansKey, spellingsOf } from '@fujie/core/eqa';
import { dayOf } from '@fujie/core/kernel';
import { instruments, reagentLots, testSystems } from '@fujie/core/registers';
import type { EqaOwnRound } from '@fujie/wire/contracts';

import type { Deps } from '../platform/deps.ts';

type Needs = Pick<Deps, 'clock' | 'registers'>;

/** What a laboratory measures items with. */
export function usualOf(
  { clock, registers }: Needs,
  institution: string,
  items: readonly string[],
): EqaOwnRound['usual'] {
  const snapshot = registers.current();
  const today = dayOf(clock.now());
  const systems = snapshot.inForce(testSystems, today).filter((row) => row.institution === institution);
  const devices = snapshot.inForce(instruments, today).filter((row) => row.institution === institution);
  return items.flatMap((item) => {
    const system = systems.find((row) => row.item === item);
    const device = devices.find((row) =>
      system === undefined ? row.items.includes(item) : row.code === system.instrument,
    );
    if (device === undefined) return [];
    const { model, nameZh } = device;
    return [{ item, method: system?.method ?? null, instrument: model ?? nameZh, reagent: null, calibrator: null }];
  });
}

/** The names that registers know of methods, instruments and reagents, each as it is spelled most often. */
export function choicesOf({ clock, registers }: Needs): EqaOwnRound['choices'] {
  const snapshot = registers.current();
  const today = dayOf(clock.now());
  const lots = snapshot.inForce(reagentLots, today).filter(({ kind }) => kind === 'reagent');
  return {
    method: spelled(snapshot.inForce(testSystems, today).flatMap(({ method }) => method ?? [])),
    instrument: spelled(snapshot.inForce(instruments, today).flatMap(({ model }) => model ?? [])),
    reagent: spelled(lots.map(({ nameZh }) => nameZh)),
  };
}

function spelled(names: readonly string[]): string[] {
  return [...spellingsOf(names).values()].sort((a, b) => a.localeCompare(b, 'zh'));
}

/** Names by their key, to spell what is typed as the registers do. */
export function byKey(names: readonly string[]): ReadonlyMap<string, string> {
  return new Map(names.map((name) => [meansKey(name), name]));
}
