/**
 * Who is in charge of quality in the city hospital of a demonstration region, which follows the duties of organisation as its own
 * rule. Planted: no rules on rewards of officers, a department without officer and group, an officer who left early without a reason, a committee in which two kinds of
 * member are missing.
 */
import type { Day } from '@fujie/core/kernel';
import { addDays } from '@fujie/core/kernel';
import type {
  EmergencyPlanRow,
  PractitionerRow,
  QualityBodyMemberRow,
  QualityBodyRow,
  QualityOfficerRow,
} from '@fujie/core/registers';
import { MEMBER_KINDS } from '@fujie/core/registers';

import { day, monthStart } from './calendar.ts';
import type { RegionRegisters, TypedEntry } from './entries.ts';
import { since } from './entries.ts';
import type { World } from './world.ts';

type Organisation = Pick<
  RegionRegisters,
  | 'institution-head'
  | 'quality-body'
  | 'quality-body-member'
  | 'quality-officer'
  | 'officer-rule'
  | 'own-rule'
  | 'emergency-plan'
>;

const FOUNDED = day('2023-03-01');
/** Stands in no body and has no officer. */
const WITHOUT = 'CSK';
/** Where an officer left early and another came. */
export const CHANGED = 'NFM';
const MISSING_KINDS: readonly string[] = ['medical-engineering', 'logistics'];

/** Staff number of the head of a demonstration hospital: the last that is given. */
export const headOf = (institution: string): string => `${institution}-P18`;

/** Staff numbers of the officers of that department: who left and who came, its first and its second physician. */
export const officersOf = (institution: string) => ({ outgoing: `${institution}-P05`, incoming: `${institution}-P06` });

export function makeOrganisation(
  world: World,
  today: Day,
  practitioners: readonly TypedEntry<PractitionerRow>[],
): Organisation {
  const institution = world.code('central');
  const head = headOf(institution);
  const staff = practitioners.map(({ row }) => row).filter((row) => row.institution === institution);
  const departments = [...new Set(staff.flatMap(({ code, department }) => (code === head ? [] : (department ?? []))))];
  const inDepartment = (department: string) =>
    staff.filter((row) => row.department === department && row.code !== head);
  const member = (
    body: string,
    practitioner: string,
    role: QualityBodyMemberRow['role'],
    represents: QualityBodyMemberRow['represents'],
  ): QualityBodyMemberRow => ({ institution, body, practitioner, role, represents });
  const officer = (department: string, practitioner: string): QualityOfficerRow => ({
    ...{ institution, department, practitioner, level: 'department', title: 'intermediate' },
    ...{ fullTime: false, endReason: null },
  });
  const kinds = MEMBER_KINDS.filter((kind) => !MISSING_KINDS.includes(kind));
  const group = (department: string): QualityBodyRow => ({
    ...{ institution, code: `ZK-${department}`, nameZh: '科室质量管理小组', nameEn: 'Department quality group' },
    ...{ kind: 'department', department, parent: 'ZGW', foundedBy: null },
  });
  const changedOn = addDays(monthStart(today), -20);
  const { outgoing, incoming } = officersOf(institution);
  return {
    'institution-head': since(FOUNDED, [{ institution, practitioner: head }]),
    'quality-body': since(FOUNDED, [
      {
        ...{ institution, code: 'ZGW', nameZh: '医疗质量管理委员会', nameEn: 'Quality management committee' },
        ...{ kind: 'committee', department: 'YWK', parent: null, foundedBy: '院发〔2023〕12号（演示）' },
      },
      {
        ...{ institution, code: 'YGZ', nameZh: '医院感染管理专业组', nameEn: 'Infection control group' },
        ...{ kind: 'specialised', department: null, parent: 'ZGW', foundedBy: '院发〔2023〕13号（演示）' },
      },
      ...departments.filter((department) => department !== WITHOUT).map(group),
    ]),
    'quality-body-member': since(FOUNDED, [
      member('ZGW', head, 'chair', 'medical-affairs'),
      ...kinds.slice(1).map((kind, index) => member('ZGW', staff[index * 2]?.code ?? head, 'member', kind)),
      ...departments.flatMap((department) =>
        inDepartment(department).map(({ code }, index) =>
          member(`ZK-${department}`, code, index === 0 ? 'chair' : 'member', null),
        ),
      ),
    ]),
    'quality-officer': [
      ...since(
        FOUNDED,
        departments.flatMap((department) => {
          const last = inDepartment(department).at(-1);
          return department === CHANGED || last === undefined ? [] : [officer(department, last.code)];
        }),
      ),
      ...since(FOUNDED, [
        {
          ...officer('XNK', inDepartment('XNK')[0]?.code ?? head),
          level: 'hospital' as const,
          title: 'senior' as const,
          fullTime: true,
        },
      ]),
      { row: officer(CHANGED, outgoing), from: monthStart(today, -14), to: changedOn },
      { row: officer(CHANGED, incoming), from: changedOn, to: null },
    ],
    'officer-rule': since(FOUNDED, [
      {
        ...{
          institution,
          subject: 'selection',
          title: '质控员遴选与任用办法（演示）',
          number: '院发〔2023〕15号',
          edition: 'V1.0',
        },
        text: '中级及以上职称，科室推荐、医务部门审核、质量管理委员会任命，任期不少于两年（演示）',
      },
    ]),
    'own-rule': since(monthStart(today, -2), [
      { institution, rules: 'organisation', adoptedBy: '本院医疗质量管理规定（演示）第三章' },
      { institution, rules: 'report', adoptedBy: '本院检验报告管理规定（演示）第二章' },
    ]),
    'emergency-plan': [
      ...since(FOUNDED, [
        plan(institution, 'POWER', '停电应急预案', 'Power failure', {
          ...{ kind: 'facility', department: 'XNK', edition: 'V1.0' },
        }),
      ]),
      ...since(addDays(today, -200), [
        plan(institution, 'LIS', '检验信息系统故障应急预案', 'Failure of the laboratory system', {
          ...{ kind: 'system-failure', department: 'JYK', edition: 'V2.0' },
        }),
      ]),
    ],
  };
}

const plan = (
  institution: string,
  code: string,
  nameZh: string,
  nameEn: string,
  { kind, department, edition }: Pick<EmergencyPlanRow, 'kind' | 'department' | 'edition'>,
): EmergencyPlanRow => ({
  ...{ institution, code, nameZh, nameEn, kind, department, edition },
});
