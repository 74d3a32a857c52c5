export * from './assigned.ts';
export * from './collusion.ts';
export * from './judge-result.ts';
export * from './limits.ts';
export * from './performance.ts';
export * from './score.ts';
export * from './summary.ts';
