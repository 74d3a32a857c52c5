export * from './card-ids.ts';
export { chartText, valueOf } from './card-text.ts';
export * from './cards.ts';
export type { Issue } from './inspection.ts';
export { isObject } from './inspection.ts';
export * from './judge.ts';
export { SUMMARY_LIMIT } from './response.ts';
export { draftResources, prefetched, typedReference } from './subject.ts';
export * from './types.ts';
