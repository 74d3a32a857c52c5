/** Recognition for programs of this installation: the command line. */
export { explainStored } from './explain.ts';
export type { Difference, Replay, ReplayRange } from './replay.ts';
export { replayDecision, replayDecisions } from './replay.ts';
