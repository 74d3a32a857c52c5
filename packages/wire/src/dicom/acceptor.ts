/** The side of an association that accepts (PS3.8, 9.2): one association of a connection, in which echoes are answered. */
import { answerTo, associationOf } from './association.ts';
import { echoAnswer, echoOf } from './echo.ts';
import type { Fault, Pdu } from './pdu.ts';
import {
  ABORT,
  aborted,
  ASSOCIATE_RQ,
  commandData,
  createPduReader,
  DATA,
  rejected,
  RELEASE_RQ,
  released,
  uint32,
} from './pdu.ts';

/** A command of an echo is a tenth of this. */
const MOST_COMMAND_BYTES = 1024;

/** What happened, and what is answered to it. */
export type DicomStep =
  | {
      readonly kind: 'associated';
      readonly called: string;
      readonly calling: string;
      /** How many contexts were proposed in vain. */
      readonly refused: number;
      readonly answer: Uint8Array;
    }
  | { readonly kind: 'echo'; readonly answer: Uint8Array }
  /** The association is over. */
  | { readonly kind: 'ended'; readonly answer: Uint8Array | null }
  /** There is none, or no more. */
  | { readonly kind: 'refused'; readonly why: Fault | 'version' | 'application'; readonly answer: Uint8Array };

/** Takes what was read, piece by piece, and gives what happened; nothing after an end or a refusal. */
export function createAcceptor(): (read: Uint8Array) => readonly DicomStep[] {
  const readPdus = createPduReader();
  /** Null: not associated yet. */
  let contexts: ReadonlySet<number> | null = null;
  let command: readonly number[] = [];
  let isOver = false;

  const associate = (body: Uint8Array): DicomStep => {
    const request = associationOf(body);
    if (request === null) return faulty('invalid-parameter');
    const { called, calling, isVersion1, isDicom } = request;
    if (!isVersion1) return { kind: 'refused', why: 'version', answer: rejected(2, 2) };
    if (!isDicom) return { kind: 'refused', why: 'application', answer: rejected(1, 2) };
    const { ids, answer } = answerTo(body, request.contexts);
    contexts = ids;
    return { kind: 'associated', called, calling, refused: request.contexts.length - ids.size, answer };
  };

  const take = (body: Uint8Array, open: ReadonlySet<number>): readonly DicomStep[] => {
    const steps: DicomStep[] = [];
    for (let at = 0; at < body.length;) {
      const length = at + 6 > body.length ? 0 : uint32(body, at);
      const [context = 0, control = 0] = body.subarray(at + 4, at + 6);
      const end = at + 4 + length;
      // Only commands are sent in an echo: no data set follows.
      if (length < 2 || end > body.length || !open.has(context) || (control & 1) === 0)
        return [...steps, faulty('invalid-parameter')];
      command = [...command, ...body.subarray(at + 6, end)];
      if (command.length > MOST_COMMAND_BYTES) return [...steps, faulty('invalid-parameter')];
      if ((control & 2) !== 0) {
        const messageId = echoOf(Uint8Array.from(command));
        if (messageId === null) return [...steps, faulty('invalid-parameter')];
        steps.push({ kind: 'echo', answer: commandData(context, echoAnswer(messageId)) });
        command = [];
      }
      at = end;
    }
    return steps;
  };

  const stepsOf = ({ type, body }: Pdu): readonly DicomStep[] => {
    if (type === ABORT) return [{ kind: 'ended', answer: null }];
    if (contexts === null) return [type === ASSOCIATE_RQ ? associate(body) : faulty('unexpected-pdu')];
    if (type === DATA) return take(body, contexts);
    return [type === RELEASE_RQ ? { kind: 'ended', answer: released() } : faulty('unexpected-pdu')];
  };

  return (read) => {
    const steps: DicomStep[] = [];
    if (isOver) return steps;
    const { pdus, fault } = readPdus(read);
    for (const pdu of pdus) {
      steps.push(...stepsOf(pdu));
      isOver = ['ended', 'refused'].includes(steps.at(-1)?.kind ?? '');
      if (isOver) return steps;
    }
    isOver = fault !== null;
    if (fault !== null) steps.push(faulty(fault));
    return steps;
  };
}

function faulty(why: Fault): DicomStep {
  return { kind: 'refused', why, answer: aborted(why) };
}
