export * from './examples/example.ts';
export * from './examples/run-examples.ts';
export * from './jurisdiction.ts';
export * from './pack.ts';
