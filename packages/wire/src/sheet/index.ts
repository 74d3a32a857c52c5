export * from './csv.ts';
export * from './register-sheet.ts';
export type { SheetProblem } from '@fujie/core/registers';
