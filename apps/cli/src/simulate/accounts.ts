/** The accounts of the demonstration, one for each kind of user; the server makes the passwords. */
import type { Day } from '@fujie/core/kernel';
import type { Role } from '@fujie/server/platform';

import { makeResidentId, UNASSIGNED_AREAS } from './identity.ts';

import { CHANGED, headOf, officersOf } from './region-organisation.ts';
import type { InstitutionRole, Jurisdiction } from './world.ts';
import { planWorld, TOUR_STAFF } from './world.ts';

const PATIENT_BORN = '1968-05-12' as Day;

/** The person of the tour whose page `/my` a visitor may open; the telephone number is one that no network has. */
export const DEMO_PATIENT = {
  name: '张明',
  birthOn: PATIENT_BORN,
  known: { residentId: makeResidentId(UNASSIGNED_AREAS[0], PATIENT_BORN, 'male', 2), phone: '12300000001' },
} as const;

export interface DemoAccount {
  readonly jurisdiction: Jurisdiction;
  readonly username: string;
  readonly name: string;
  readonly role: Role;
  readonly labelZh: string;
  readonly labelEn: string;
  readonly institution: string | null;
  readonly department: string | null;
  readonly practitioner: string | null;
  readonly region: string | null;
}

function accountsOf(jurisdiction: Jurisdiction, prefix: string): readonly DemoAccount[] {
  const world = planWorld(jurisdiction);
  const none = { jurisdiction, institution: null, department: null, practitioner: null, region: null };
  const doctor = (username: string, role: InstitutionRole, labelZh: string, labelEn: string): DemoAccount => ({
    ...none,
    username: prefix + username,
    name: TOUR_STAFF[role]?.['P01'] ?? labelZh,
    role: 'doctor',
    labelZh,
    labelEn,
    institution: world.code(role),
    department: 'XNK',
    practitioner: `${world.code(role)}-P01`,
  });
  const laboratory = (
    username: string,
    role: InstitutionRole,
    labelZh: string,
    labelEn: string,
    person: string,
  ): DemoAccount => ({
    ...none,
    username: prefix + username,
    name: TOUR_STAFF[role]?.[person] ?? labelZh,
    role: 'laboratory',
    labelZh,
    labelEn,
    institution: world.code(role),
    department: 'JYK',
    practitioner: `${world.code(role)}-${person}`,
  });
  return [
    doctor('doctor', 'central', '医生（市医院）', 'Doctor, city hospital'),
    doctor('doctor2', 'county', '医生（县医院）', 'Doctor, county hospital'),
    {
      ...none,
      username: `${prefix}head`,
      name: '内科主任',
      role: 'department-head',
      labelZh: '科主任',
      labelEn: 'Head of department',
      institution: world.code('central'),
      department: 'XNK',
    },
    {
      ...none,
      username: `${prefix}nurse`,
      name: '护士',
      role: 'nurse',
      labelZh: '护士（市医院心血管内科）',
      labelEn: 'Nurse, city hospital',
      institution: world.code('central'),
      department: 'XNK',
      practitioner: `${world.code('central')}-P17`,
    },
    {
      ...none,
      username: `${prefix}officer`,
      name: '质控员',
      role: 'doctor',
      labelZh: '质控员（市医院内分泌科）',
      labelEn: 'Quality officer, city hospital',
      institution: world.code('central'),
      department: CHANGED,
      practitioner: officersOf(world.code('central')).incoming,
    },
    laboratory('lab', 'central', '检验科（市医院）', 'Laboratory, city hospital', 'P16'),
    // Who reviews what the first has settled.
    laboratory('lab3', 'central', '检验科复核（市医院）', 'Second person of the laboratory, city hospital', 'P19'),
    laboratory('lab2', 'district', '检验科（区医院）', 'Laboratory, district hospital', 'P16'),
    {
      ...none,
      username: `${prefix}quality`,
      name: '医务科',
      role: 'quality-office',
      labelZh: '医务科',
      labelEn: 'Quality office',
      institution: world.code('central'),
      department: 'YWK',
    },
    {
      ...none,
      username: `${prefix}president`,
      name: '院长',
      role: 'hospital-head',
      labelZh: '院长（市医院）',
      labelEn: 'Head of the city hospital',
      institution: world.code('central'),
      department: 'YWK',
      practitioner: headOf(world.code('central')),
    },
    {
      ...none,
      username: `${prefix}qc`,
      name: '省质控中心',
      role: 'qc-centre',
      labelZh: '质控中心',
      labelEn: 'Quality-control centre',
      region: world.province,
    },
    {
      ...none,
      username: `${prefix}commission`,
      name: '市卫生健康委',
      role: 'commission',
      labelZh: '卫生健康委',
      labelEn: 'Health commission',
      region: world.city,
    },
    {
      ...none,
      username: `${prefix}province`,
      name: '省卫生健康委',
      role: 'commission',
      labelZh: '省卫生健康委',
      labelEn: 'Provincial health commission',
      region: world.province,
    },
    {
      ...none,
      username: `${prefix}bureau`,
      name: '区卫生健康局',
      role: 'commission',
      labelZh: '区卫生健康局',
      labelEn: 'District health bureau',
      region: world.institutions.find(({ code }) => code === world.code('central'))?.region ?? world.city,
    },
    {
      ...none,
      username: `${prefix}admin`,
      name: '系统管理员',
      role: 'admin',
      labelZh: '系统管理员',
      labelEn: 'System administrator',
    },
    {
      ...none,
      username: `${prefix}security`,
      name: '安全管理员',
      role: 'security-admin',
      labelZh: '安全管理员',
      labelEn: 'Security administrator',
    },
    {
      ...none,
      username: `${prefix}audit`,
      name: '审计管理员',
      role: 'audit-admin',
      labelZh: '审计管理员',
      labelEn: 'Audit administrator',
    },
    {
      ...none,
      username: `${prefix}his`,
      name: '医院信息系统',
      role: 'system',
      labelZh: '医院信息系统',
      labelEn: `Hospital system, city: ${prefix}his`,
      institution: world.code('central'),
    },
    {
      ...none,
      username: `${prefix}his2`,
      name: '县医院信息系统',
      role: 'system',
      labelZh: '县医院信息系统',
      labelEn: `Hospital system, county: ${prefix}his2`,
      institution: world.code('county'),
    },
  ];
}

/** Accounts of both demonstration regions; user names differ, so that both can stand in one table. */
export const DEMO_ACCOUNTS: readonly DemoAccount[] = [...accountsOf('taiyuan', ''), ...accountsOf('sichuan', 'sc-')];
