export * from './acknowledgement.ts';
export * from './mllp.ts';
