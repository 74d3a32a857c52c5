export * from './indicators.ts';
export * from './lapses.ts';
export * from './obligations.ts';
export * from './measurement.ts';
export * from './series.ts';
export * from './release.ts';
export * from './iqc-month.ts';
