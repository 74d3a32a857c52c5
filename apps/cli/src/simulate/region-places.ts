/** Places, institutions, people and consortium of a demonstration region. */
import type { Day } from '@fujie/core/kernel';
import { addDays } from '@fujie/core/kernel';
import type { DepartmentRow, DutyRow, PractitionerRow, SiteRow } from '@fujie/core/registers';
import { CATALOGUE_REGIONS } from '@fujie/packs/catalogue';

import { day } from './calendar.ts';
import type { RegionRegisters } from './entries.ts';
import { since } from './entries.ts';
import { makeName } from './identity.ts';
import type { Random } from './random.ts';
import type { InstitutionPlan, World } from './world.ts';
import { roleOf, TOUR_STAFF } from './world.ts';

/** Before anything the demonstration looks at. */
export const WORLD_START = day('2020-01-01');

type Places = Pick<
  RegionRegisters,
  | 'region'
  | 'qc-organisation'
  | 'agreement'
  | 'institution'
  | 'department'
  | 'practitioner'
  | 'consortium'
  | 'consortium-member'
  | 'site'
  | 'duty'
>;

const CLINICAL = [
  ['XNK', '心血管内科', 'Cardiology', '内科专业'],
  ['XHK', '消化内科', 'Gastroenterology', '内科专业'],
  ['NFM', '内分泌科', 'Endocrinology', '内科专业'],
  ['PWK', '普通外科', 'General surgery', '外科专业'],
  ['FCK', '妇产科', 'Obstetrics and gynaecology', '妇产科专业'],
  ['EK', '儿科', 'Paediatrics', '儿科专业'],
  ['JZK', '急诊科', 'Emergency', '急救医学专业'],
] as const;
const PRIMARY = [['QK', '全科', 'General practice', '全科医学专业']] as const;

export function clinicalDepartments(plan: InstitutionPlan): readonly (readonly [string, string, string, string])[] {
  if (plan.kind === 'independent-laboratory') return [];
  return plan.kind === 'primary' ? PRIMARY : CLINICAL;
}

function departmentsOf(plan: InstitutionPlan): DepartmentRow[] {
  const institution = plan.code;
  const rows: DepartmentRow[] = clinicalDepartments(plan).map(([code, nameZh, nameEn]) => ({
    institution,
    code,
    nameZh,
    nameEn,
    kind: 'clinical',
    service: code === 'JZK' ? 'emergency' : null,
  }));
  const of = { institution, service: null };
  rows.push({ ...of, code: 'JYK', nameZh: '检验科', nameEn: 'Laboratory', kind: 'laboratory' });
  if (plan.menu !== 'laboratory') {
    rows.push({ ...of, code: 'YXK', nameZh: '影像科', nameEn: 'Imaging', kind: 'imaging' });
    rows.push({ ...of, code: 'CSK', nameZh: '超声科', nameEn: 'Ultrasound', kind: 'imaging' });
    rows.push({ ...of, code: 'YWK', nameZh: '医务科', nameEn: 'Medical affairs', kind: 'other' });
  }
  return rows;
}

function practitionersOf(plan: InstitutionPlan, random: Random): PractitionerRow[] {
  const rows: PractitionerRow[] = [];
  const add = (department: string, role: PractitionerRow['role'], practiceScope: string | null): void => {
    const sex = random.chance(0.5) ? 'male' : 'female';
    const number = `P${String(rows.length + 1).padStart(2, '0')}`;
    const known = TOUR_STAFF[roleOf(plan)]?.[number];
    // Of the first a name is drawn only where none is known; the others have one drawn, so that those after them keep theirs.
    const drawn = rows.length === 0 && known !== undefined ? known : makeName(random, sex);
    rows.push({
      code: `${plan.code}-${number}`,
      nameZh: known ?? drawn,
      institution: plan.code,
      department,
      role,
      practiceScope,
    });
  };
  for (const [department, , , scope] of clinicalDepartments(plan)) {
    add(department, 'physician', scope);
    add(department, 'physician', scope);
  }
  if (plan.menu !== 'laboratory') add('YXK', 'physician', '医学影像和放射治疗专业');
  add('JYK', 'technician', null);
  if (plan.menu !== 'laboratory') add(clinicalDepartments(plan)[0]?.[0] ?? 'JYK', 'nurse', null);
  // The head of the hospital.
  if (plan.kind === 'general' || plan.kind === 'specialised') add('YWK', 'administrator', null);
  // Who tests beside the first of a large laboratory, and who reviews.
  if (plan.menu === 'full') for (let person = 0; person < 2; person += 1) add('JYK', 'technician', null);
  return rows;
}

/** One site each, with a network of its own; where it stands is invented. */
function sitesOf({ code, nameZh }: InstitutionPlan, index: number): SiteRow {
  const networks = [`10.${String(100 + index)}.0.0/16`];
  return {
    institution: code,
    code: '1',
    nameZh,
    latitude: 37.5 + 0.11 * index,
    longitude: 112.4 + 0.07 * index,
    networks,
  };
}

/** Physicians of the emergency department work nights in turn; everybody else keeps office hours, without a roster. */
function dutiesOf(rows: readonly PractitionerRow[]): DutyRow[] {
  return rows
    .filter(({ department }) => department === 'JZK')
    .map(({ institution, code }, index) => {
      const isNight = index % 2 === 1;
      const [starts, ends] = isNight ? (['17:30', '08:00'] as const) : (['08:00', '17:30'] as const);
      return { institution, practitioner: code, weekdays: '1234567', starts, ends };
    });
}

/** Code of the organisation that runs the EQA of a scope. */
export function organiserOf(world: World, scope: string): string {
  if (scope === 'CN') return 'QC-CN';
  if (scope === world.agreement?.code) return 'QC-CY';
  return `QC-${world.province}`;
}

/** The parts of a region that are about places and people. */
export function makePlaces(world: World, random: Random, today: Day): Places {
  const { agreement } = world;
  const consortium = `${world.prefix}-YLT1`;
  const members = (['county', 'township', 'community'] as const).map((role) => ({
    consortium,
    institution: world.code(role),
  }));
  const practitioners = world.institutions.flatMap((plan) => practitionersOf(plan, random.fork(plan.code)));
  return {
    region: since(WORLD_START, CATALOGUE_REGIONS),
    'qc-organisation': since(WORLD_START, [
      {
        code: 'QC-CN',
        nameZh: '国家级临床检验质控中心（演示）',
        nameEn: 'National QC Centre for Laboratory Medicine (demo)',
        level: 'country',
        region: 'CN',
        specialty: '临床检验',
        appointedBy: '国家卫生健康委（演示）',
      },
      {
        code: `QC-${world.province}`,
        nameZh: `${world.provinceZh}检验与影像质控中心（演示）`,
        nameEn: `QC Centre for Laboratories and Imaging of ${world.provinceEn} (demo)`,
        level: 'province',
        region: world.province,
        specialty: '临床检验、医学影像',
        appointedBy: `${world.provinceZh}卫生健康委（演示）`,
      },
      {
        code: `QC-${world.city}`,
        nameZh: '市级检验质控中心（演示）',
        nameEn: 'City QC Centre for Laboratories (demo)',
        level: 'city',
        region: world.city,
        specialty: '临床检验',
        appointedBy: '市卫生健康委（演示）',
      },
      {
        code: `QC-${world.county}`,
        nameZh: '县级检验质控中心（演示）',
        nameEn: 'County QC Centre for Laboratories (demo)',
        level: 'district',
        region: world.county,
        specialty: '临床检验',
        appointedBy: '县卫生健康局（演示）',
      },
      ...(agreement === null
        ? []
        : [
            {
              code: 'QC-CY',
              nameZh: '川渝联合质控中心（演示）',
              nameEn: 'Joint QC Centre of Sichuan and Chongqing (demo)',
              level: 'agreement' as const,
              region: agreement.code,
              specialty: '临床检验',
              appointedBy: '两地卫生健康委（演示）',
            },
          ]),
    ]),
    agreement:
      agreement === null
        ? []
        : since(day('2022-01-01'), [
            {
              code: agreement.code,
              nameZh: agreement.nameZh,
              markPrefix: agreement.prefix,
              members: agreement.members,
              qcOrganisation: 'QC-CY',
            },
          ]),
    institution: since(
      WORLD_START,
      world.institutions.map(({ menu: _menu, coding: _coding, ...row }) => ({
        ...row,
        connectedOn: addDays(today, -400),
      })),
    ),
    department: since(WORLD_START, world.institutions.flatMap(departmentsOf)),
    practitioner: since(WORLD_START, practitioners),
    site: since(WORLD_START, world.institutions.map(sitesOf)),
    duty: since(WORLD_START, dutiesOf(practitioners)),
    consortium: since(day('2025-01-01'), [
      {
        code: consortium,
        nameZh: '县域紧密型医联体（演示）',
        kind: 'close-knit',
        province: world.province,
        lead: world.code('county'),
        declaredFrom: day('2025-10-01'),
      },
    ]),
    'consortium-member': since(day('2025-01-01'), members),
  };
}
