/** What leaves for statistics without anybody in it. */
export * from './deidentify.ts';
export * from './release.ts';
