export * from './jurisdiction.ts';
export * from './pack.ts';
