export * from './definitions.ts';
export * from './list.ts';
export * from './parse-cell.ts';
export * from './parse-row.ts';
export * from './rows.ts';
export * from './versions.ts';
export * from './snapshot.ts';
export * from './workdays.ts';
