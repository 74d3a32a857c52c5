export * from './link.ts';
export * from './name.ts';
export * from './resident-id.ts';
