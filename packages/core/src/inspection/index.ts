/** Inspection: what is drawn, and how anybody repeats it. */
export * from './draw.ts';
export * from './lists.ts';
export * from './types.ts';
export * from './verify.ts';
