/**
 * Whether an act that a record system proves by an order or a note 医嘱、病程记录佐证 can be taken: at a stage that such a document proves, by
 * somebody of the institution who holds the role, at a time of its own. Source: henan-2025.mq.8#09, core-systems.14#05.
 */
import type { Instant } from '../kernel/day.ts';
import type { Problem } from '../kernel/result.ts';
import type { ProofKind, StageDefinition } from './types.ts';

/** What staff of the register of practitioners act as in loops. */
const STAFF_OF: Readonly<Record<string, readonly string[]>> = {
  doctor: ['physician'],
  'department-head': ['physician', 'nurse', 'technician'],
  nurse: ['nurse'],
  laboratory: ['technician', 'physician'],
};

export interface ProvenAct {
  readonly resource: ProofKind;
  readonly role: string;
  /** What the register says whoever is named was on that day; null: nobody of that staff number. */
  readonly staff: string | null;
  /** When it happened, as is said; null: it is not said. */
  readonly occurredAt: Instant | null;
}

/**
 * Whether the register of practitioners knows whoever a record system says did it, and as somebody who acts in that role 工号须在册、角色须相符;
 * `staff` as for a proven act.
 */
export function checkNamed({ role, staff }: Pick<ProvenAct, 'role' | 'staff'>): readonly Problem[] {
  if (staff === null)
    return [
      {
        code: 'invalid',
        path: 'by.practitioner',
        message: 'nobody of this staff number works here on that day: correct it, or the register of practitioners',
        messageZh: '当日本机构没有该工号的人员，请更正工号或医务人员登记',
      },
    ];
  if (Object.hasOwn(STAFF_OF, role) && STAFF_OF[role]?.includes(staff) === true) return [];
  return [
    {
      code: 'invalid',
      path: 'by.role',
      message: `the register of practitioners holds this one as ${staff}, who does not act as ${role}`,
      messageZh: `医务人员登记中此人为 ${staff}，不能以 ${role} 办理`,
    },
  ];
}

/** Everything for which such an act cannot be taken, each fault at its field; `latest` is the last instant that is not to come. */
export function checkProof(
  { provenBy = [], owner, alsoBy = [] }: StageDefinition,
  { resource, role, staff, occurredAt }: ProvenAct,
  latest: Instant,
): readonly Problem[] {
  const roles = [owner.role, ...alsoBy];
  const faults: Problem[] = [];
  const say = (path: string, message: string, messageZh: string): void =>
    void faults.push({ code: 'invalid', path, message, messageZh });
  if (!provenBy.includes(resource))
    say(
      'proof.resource',
      provenBy.length === 0 ? 'this stage is proven by no document' : `this stage is proven by ${provenBy.join(', ')}`,
      provenBy.length === 0 ? '该环节不以医嘱或病程记录佐证' : `该环节可用的佐证：${provenBy.join('、')}`,
    );
  if (!roles.includes(role))
    say('by.role', `this stage is done by ${roles.join(', ')}`, `该环节应由 ${roles.join('、')} 办理`);
  faults.push(...checkNamed({ role, staff }));
  if (occurredAt === null) say('occurredAt', 'say when the act itself took place', '请写明该处置或记录本身的时间');
  else if (occurredAt > latest) say('occurredAt', 'it is yet to come', '时间尚未到来');
  return faults;
}
