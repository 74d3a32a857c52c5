export * from './marks.ts';
export * from './persons.ts';
export * from './quarantine.ts';
export * from './recognition.ts';
export * from './registers.ts';
export * from './regulation.ts';
export * from './shared.ts';
export * from './statistics.ts';
