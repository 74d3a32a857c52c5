/** The register 目录 that a command line names, by its id or its Chinese name. */
import type { AnyRegister } from '@fujie/core/kernel';
import { REGISTERS } from '@fujie/core/registers';

export function registerNamed(id: string): AnyRegister {
  const register = REGISTERS.find((known) => known.id === id || known.zh === id);
  if (register) return register;
  throw new Error(`没有目录 ${id} / no such register. 现有 / there are: ${REGISTERS.map((r) => r.id).join(', ')}`);
}
