export type { Issue } from './inspection.ts';
export * from './judge.ts';
export { SUMMARY_LIMIT } from './response.ts';
export * from './types.ts';
