/** Who enters control measurements without being authorised for the item 无授权录入: refused where the document says so (henan-2025.lab.6#03). */
import type { Instant, Problem } from '@fujie/core/kernel';
import { dayOf } from '@fujie/core/kernel';
import { isUnauthorised } from '@fujie/core/laboratory';
import { testSystems } from '@fujie/core/registers';
import { resolveJurisdiction } from '@fujie/packs';

import type { Deps } from '../platform/deps.ts';
import type { Channel } from './iqc.query.ts';

interface Entered {
  readonly at: string;
  readonly operator: string | null;
  readonly system: string;
  readonly measuredAt: Instant;
}

/** Names of operators that come from an analyser are its own and no staff numbers. */
export function unauthorisedOperators(
  { clock, config, registers }: Pick<Deps, 'clock' | 'config' | 'registers'>,
  sent: readonly Entered[],
  { institution, channel }: { readonly institution: string; readonly channel: Channel },
): readonly Problem[] {
  const { unauthorisedStaff } = resolveJurisdiction(config.jurisdiction, dayOf(clock.now())).parameters;
  if (unauthorisedStaff !== 'refuse' || channel === 'mllp') return [];
  const snapshot = registers.current();
  return sent.flatMap(({ at, operator, system, measuredAt }) => {
    const day = dayOf(measuredAt);
    const item = snapshot.nameOf(testSystems, `${institution}|${system}`, day)?.item ?? '';
    const staff = { testers: operator === null ? [] : [operator], reviewers: [] };
    if (!isUnauthorised(snapshot, { institution, item, staff }, day)) return [];
    return [
      {
        code: 'unauthorised-staff',
        path: `${at}.operator`,
        message: `\`${operator ?? ''}\` was not authorised for this group of items on ${day}: let somebody who is measure it, or register the authorisation`,
        messageZh: `工号“${operator ?? ''}”在 ${day} 没有该项目组的授权：请由有授权人员检测，或先登记授权`,
      },
    ];
  });
}
