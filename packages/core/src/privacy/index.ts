/** What leaves for statistics without anybody in it. */
export * from './deidentify.ts';
