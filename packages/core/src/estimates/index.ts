export * from './distributions.ts';
export * from './moments.ts';
export * from './robust.ts';
export * from './tolerance.ts';
