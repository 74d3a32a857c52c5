export * from './day.ts';
export * from './result.ts';
export * from './register.ts';
export * from './yuan.ts';
