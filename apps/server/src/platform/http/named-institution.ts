/** What registers know by a code, as every answer names it: code, Chinese name, and the English one where the register has it. */
import type { RegisterSnapshot } from '@fujie/core/registers';
import { departments, qcOrganisations, regions } from '@fujie/core/registers';
import type { NamedCode } from '@fujie/wire/contracts';

/** A medical institution 医疗机构. */
export function namedInstitution(snapshot: RegisterSnapshot, code: string): NamedCode {
  const known = snapshot.institution(code);
  return { code, nameZh: known?.nameZh ?? code, nameEn: known?.nameEn ?? null };
}

/** A department 科室 of an institution. */
export function namedDepartment(snapshot: RegisterSnapshot, institution: string | null, code: string): NamedCode {
  const known = snapshot.nameOf(departments, `${institution ?? ''}|${code}`);
  return { code, nameZh: known?.nameZh ?? code, nameEn: known?.nameEn ?? null };
}

/** A region 行政区划. */
export function namedRegion(snapshot: RegisterSnapshot, code: string): NamedCode {
  const known = snapshot.nameOf(regions, code);
  return { code, nameZh: known?.nameZh ?? code, nameEn: known?.nameEn ?? null };
}

/** An organisation of quality control 质控组织. */
export function namedQcOrganisation(snapshot: RegisterSnapshot, code: string): NamedCode {
  const known = snapshot.nameOf(qcOrganisations, code);
  return { code, nameZh: known?.nameZh ?? code, nameEn: known?.nameEn ?? null };
}
