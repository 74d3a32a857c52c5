export * from './control-sheet.ts';
export * from './csv.ts';
export * from './register-sheet.ts';
export * from './return-sheet.ts';
export * from './stamp.ts';
export type { SheetProblem } from '@fujie/core/registers';
