export * from './cases.ts';
export * from './judge.ts';
export * from './kinds.ts';
export * from './measure.ts';
export * from './release.ts';
export * from './signed.ts';
export type * from './types.ts';
