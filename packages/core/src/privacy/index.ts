/** What leaves for statistics without anybody in it. */
export * from './deidentify.ts';
export * from './personal.ts';
export * from './release.ts';
