export * from './jurisdiction.ts';
export * from './pack.ts';
export { RETURN_PROBLEM } from './taiyuan-2024/return-problem.ts';
export { WEEKLY_RETURN } from './taiyuan-2024/weekly-return.ts';
export * from './check-points.ts';
export * from './checklist.ts';
