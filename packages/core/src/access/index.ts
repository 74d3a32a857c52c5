export * from './decide.ts';
export * from './parameters.ts';
export * from './patient.ts';
export * from './reasons.ts';
export * from './types.ts';
export * from './wish.ts';
