export * from './candidate.ts';
export * from './facts.ts';
export * from './mark.ts';
export * from './parameters.ts';
export * from './scope.ts';
export * from './types.ts';
