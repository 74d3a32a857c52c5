export * from './figures.ts';
export * from './weeks.ts';
