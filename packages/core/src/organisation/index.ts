export * from './duties.ts';
export * from './journal.ts';
export * from './officers.ts';
export * from './periods.ts';
