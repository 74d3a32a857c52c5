/** Lines of tests that are stopped 暂停开展: refused where the document says so (henan-2025.lab.8#02, henan-2025.lab.6#05). */
import type { Problem } from '@fujie/core/kernel';
import { dayOf } from '@fujie/core/kernel';
import type { Stop } from '@fujie/core/laboratory';
import { STOP_TEXTS, stopsOf } from '@fujie/core/laboratory';
import { resolveJurisdiction } from '@fujie/packs';

import type { Deps } from '../platform/deps.ts';
import { placeOf, problem } from './message.ts';
import type { PreparedResult } from './prepared.ts';
import { voidOf } from './prepared.ts';

const REMEDIES: Readonly<Record<Stop, { readonly zh: string; readonly en: string }>> = {
  'item-suspended': {
    zh: '请完成整改并经质控中心确认后发出，或由开展该项目的其他机构检测',
    en: 'release it once the centre has confirmed the rectification, or let another laboratory measure it',
  },
  'instrument-overdue': {
    zh: '请登记完成的检定、校准或保养后发出，或换用有效期内的仪器检测',
    en: 'register what was due as done and release it then, or measure it on an instrument in date',
  },
};

/** What was reported before a test was stopped goes out: the day of the report counts. */
export function stoppedLines(
  { clock, config, registers }: Pick<Deps, 'clock' | 'config' | 'registers'>,
  institution: string,
  results: readonly PreparedResult[],
  entryOf: (ix: number) => number,
): readonly Problem[] {
  const now = clock.now();
  const { parameters } = resolveJurisdiction(config.jurisdiction, dayOf(now));
  const snapshot = registers.current();
  return results.flatMap(({ item, device, status, reportedAt, ix, sourceType }) => {
    if (item === null || voidOf(status) !== null) return [];
    const day = dayOf(reportedAt === null || reportedAt > now ? now : reportedAt);
    return stopsOf(snapshot, { institution, item, device }, day, parameters).map((stop) => {
      const { zh, en } = STOP_TEXTS[stop];
      const path = placeOf(entryOf(ix), `${sourceType}.code`);
      return problem(stop, path, `${item}: ${en}; ${REMEDIES[stop].en}`, `${item}：${zh}；${REMEDIES[stop].zh}`);
    });
  });
}
