export * from './acknowledgement.ts';
export * from './controls.ts';
export * from './message.ts';
export * from './mllp.ts';
