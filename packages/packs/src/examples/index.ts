export * from './check.ts';
export * from './coverage.ts';
export * from './example.ts';
export * from './explain-example.ts';
export { missingLoopExamples } from './loop-coverage.ts';
export * from './pack-examples.ts';
export * from './run-examples.ts';
