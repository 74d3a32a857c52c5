export * from './keys.ts';
export * from './parameters.ts';
export * from './reading.ts';
export * from './reasons.ts';
export * from './types.ts';
