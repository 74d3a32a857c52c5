export * from './alert-rules.ts';
export * from './check.ts';
export * from './counts.ts';
export * from './deadline.ts';
export * from './decide.ts';
export * from './fields.ts';
export * from './page.ts';
export * from './types.ts';
