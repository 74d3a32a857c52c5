export * from './comparison.ts';
export * from './glucose-meter.ts';
export * from './precision.ts';
export * from './split-sample.ts';
export * from './study.ts';
