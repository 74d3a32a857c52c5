/** A medical institution 医疗机构 as every answer names it: code, Chinese name, and the English one where the register has it. */
import type { RegisterSnapshot } from '@fujie/core/registers';
import type { NamedCode } from '@fujie/wire/contracts';

export function namedInstitution(snapshot: RegisterSnapshot, code: string): NamedCode {
  const known = snapshot.institution(code);
  return { code, nameZh: known?.nameZh ?? code, nameEn: known?.nameEn ?? null };
}
