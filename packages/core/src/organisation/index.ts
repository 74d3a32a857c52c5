export * from './attendance.ts';
export * from './core-indicators.ts';
export * from './duties.ts';
export * from './journal.ts';
export * from './officers.ts';
export * from './periods.ts';
export * from './recurring.ts';
export * from './targets.ts';
