export * from './duties.ts';
export * from './officers.ts';
export * from './periods.ts';
