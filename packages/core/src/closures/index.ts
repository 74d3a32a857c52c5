export * from './closures-of.ts';
export * from './detect.ts';
export * from './parameters.ts';
export * from './texts.ts';
export * from './types.ts';
export * from './wording.ts';
