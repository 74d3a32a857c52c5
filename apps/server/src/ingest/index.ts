/** Results in, as other contexts see it. */
export * from './bulk.ts';
export { Ingest } from './ingest.ts';
export type { Accepted, IngestDeps, Submitted } from './ingest.ts';
export { MAX_MESSAGE_BYTES } from './message.ts';
export type { Sender } from './plan.ts';
