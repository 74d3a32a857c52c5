export * from './lapses.ts';
export * from './obligations.ts';
