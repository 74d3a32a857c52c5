/** Why a message was not taken 发送失败, and what follows: sooner or later tried again, or not at all. */

/**
 * `later`: the other end asks for patience. `mend`: something of this installation or at the other end must be put right first, so it
 * is tried again meanwhile. `final`: this address or text is refused, and would be again.
 */
export type FaultKind = 'later' | 'mend' | 'final';

export class SendFault extends Error {
  override readonly name = 'SendFault';
  readonly kind: FaultKind;
  /** It is not tried again before so many milliseconds. */
  readonly waitMs: number;

  constructor(kind: FaultKind, message: string, waitMs = 0) {
    super(message);
    this.kind = kind;
    this.waitMs = waitMs;
  }
}
