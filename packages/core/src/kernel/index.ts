export * from './day.ts';
export * from './group-by.ts';
export * from './result.ts';
export { farFromMedian } from './robust.ts';
export * from './register.ts';
export * from './text.ts';
export * from './unit.ts';
export * from './yuan.ts';
