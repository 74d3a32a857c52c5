export * from './systems.ts';
