/** A gap 缺口 in the organisation of quality, as a loop is opened on it. */
import type { Opening } from '../platform/loops/loops.ts';

export type Raised = Pick<Opening, 'definition' | 'subject' | 'unit' | 'department' | 'occurredAt' | 'facts'>;

/** What is missing, or was done too early or without a hand-over; `state`: it lasts until the registers show otherwise. */
export interface Gap extends Raised {
  readonly lasts: boolean;
  /** The year to which it belongs, if to one: it is opened in that year only, and lasts beyond it. */
  readonly year?: string;
}
