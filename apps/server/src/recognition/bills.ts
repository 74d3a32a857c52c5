/** A bill 收费 judged by what was accepted and repeated in its visit (Articles 18 and 28, recognition decision 5.2 and 5.3). */
import type { Day } from '@fujie/core/kernel';
import { dayOf } from '@fujie/core/kernel';
import { assessFee, assessPanel, feeCaseOf } from '@fujie/core/recognition';
import type { RegisterSnapshot } from '@fujie/core/registers';
import type { BillRequest, BillResponse } from '@fujie/wire/contracts';

import type { Actor } from '../platform/auth/permissions.ts';
import { within } from '../platform/auth/scope.ts';
import type { Deps } from '../platform/deps.ts';
import { HttpProblem } from '../platform/http/problems.ts';
import type { BilledAct } from './bills.query.ts';
import { findBilledActs } from './bills.query.ts';
import { visitNumber } from './cds-request.ts';
import { reasonOf } from './jurisdiction.ts';

type Line = BillRequest['lines'][number];
type Violation = BillResponse['violations'][number];

const IN_HOUSE = 'in-house-consultation';
/** Lines that stand for no item and are judged all the same; medicine and the like are none of recognition's business. */
const GENERAL: readonly string[] = [
  'consultation',
  IN_HOUSE,
  'reading',
  'recognition',
  'transmission',
  'transfer',
  'storage',
  'calling-up',
  'retrieval',
];

export async function checkBill(deps: Deps, actor: Actor, request: BillRequest): Promise<BillResponse> {
  const { encounter, decision } = request;
  if (encounter === undefined && decision === undefined) {
    throw new HttpProblem('invalid-request', {
      en: 'Name the visit by `encounter`, or the orders by `decision`.',
      zh: '请以 encounter 指明就诊，或以 decision 指明判定。',
    });
  }
  const acts = await findBilledActs(within(deps, actor).db, actor.institution ?? '', {
    encounter: encounter === undefined ? null : visitNumber(encounter),
    decision: decision ?? null,
  });
  await deps.audit.record({
    actor,
    action: 'recognition:bill',
    personId: acts[0]?.person_id ?? null,
    subject: encounter ?? decision ?? '',
    outcome: 'done',
  });
  return judgeBill(deps.registers.current(), dayOf(deps.clock.now()), acts, request);
}

export function judgeBill(
  snapshot: RegisterSnapshot,
  day: Day,
  acts: readonly BilledAct[],
  request: BillRequest,
): BillResponse {
  const { setting, lines, departmentRecords = [] } = request;
  const isRecorded = ({ item }: BilledAct): boolean => departmentRecords.includes(item);
  const ofItems = lines.filter((line) => line.kind !== 'panel');
  const violations = acts.flatMap((act): Violation[] => {
    const { violations: codes } = assessFee({
      setting,
      class: act.class,
      choice: act.choice,
      code: act.code,
      departmentRecord: isRecorded(act),
      lines: ofItems.filter((line) => line.item === act.item),
    });
    return codes.map((code) => ({ item: act.item, reason: reasonOf(code) }));
  });
  const general = ofItems.filter((line) => line.item === undefined && GENERAL.includes(line.kind));
  const panels = lines.filter((line) => line.kind === 'panel' && line.item !== undefined);
  const judged = panels.map((line) => panelOf(snapshot, day, acts, line));
  return {
    items: acts.map((act) => ({
      item: act.item,
      nameZh: snapshot.item(act.item)?.nameZh ?? act.item,
      nameEn: snapshot.item(act.item)?.nameEn ?? act.item,
      choice: act.choice,
      case: feeCaseOf({ ...act, departmentRecord: isRecorded(act) }),
    })),
    panels: judged.map(({ panel, charged, maxCharge }) => ({ panel, charged, maxCharge })),
    violations: [
      ...violations,
      ...generalViolations(request, acts, general),
      ...judged.flatMap(({ panel, violation }) =>
        violation === null ? [] : [{ item: panel, reason: reasonOf(violation) }],
      ),
    ],
  };
}

/** Lines of the visit as a whole: each finding once, and a consultation is right when any department's record exists. */
function generalViolations(
  { setting, departmentRecords = [] }: BillRequest,
  acts: readonly BilledAct[],
  general: readonly Line[],
): readonly Violation[] {
  if (general.length === 0) return [];
  const codes = new Set<string>();
  for (const act of acts) {
    const departmentRecord = acts.some(({ item }) => departmentRecords.includes(item));
    const { violations } = assessFee({
      setting,
      class: act.class,
      choice: act.choice,
      departmentRecord,
      lines: general,
    });
    for (const code of violations) codes.add(code);
  }
  // What the code of a repeat is worth is judged with the item itself.
  codes.delete('REPEAT_CHARGE_WITHOUT_CODE');
  return [...codes].map((code) => ({ item: null, reason: reasonOf(code) }));
}

function panelOf(
  snapshot: RegisterSnapshot,
  day: Day,
  acts: readonly BilledAct[],
  { item: panel = '', amount }: Line,
): {
  readonly panel: string;
  readonly charged: string;
  readonly maxCharge: string | null;
  readonly violation: string | null;
} {
  const registered = snapshot.panel(panel, day);
  const panelPrice = registered[0]?.panelPrice ?? null;
  if (panelPrice === null) return { panel, charged: amount, maxCharge: null, violation: null };
  const components = registered.map(({ item }) => ({
    item,
    price: snapshot.item(item)?.price ?? null,
    accepted: acts.some((act) => act.item === item && act.choice === 'ACCEPT'),
  }));
  return { panel, charged: amount, ...assessPanel({ panelPrice, charged: amount, components }) };
}
