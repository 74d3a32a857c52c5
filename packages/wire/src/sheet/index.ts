export * from './csv.ts';
export * from './register-sheet.ts';
