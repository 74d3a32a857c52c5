/**
 * Acts that the server could not take when they were done 待补报: an order never waits for the platform, so they are kept in
 * this browser, for the account that did them, and sent when the server answers again. Sending twice is one act.
 */
import type { DecisionsRequest, DecisionsResponse } from '@fujie/wire/contracts';

import { ApiProblem } from './problem.ts';
import { sendDecisions } from './recognition.ts';

/** What the outbox needs of the browser's storage. */
export type Shelf = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

export interface Delivered {
  readonly request: DecisionsRequest;
  /** Null: the server refused it, so it is no longer kept. */
  readonly response: DecisionsResponse | null;
}

/** The server was not reached or cannot answer now: what was asked of it may be asked again. */
export function isUnreachable(problem: unknown): boolean {
  return problem instanceof ApiProblem && (problem.status === 0 || problem.status >= 500);
}

const keyOf = (account: string): string => `fujie.outbox.${account}`;

export function waiting(account: string, shelf: Shelf = localStorage): readonly DecisionsRequest[] {
  const text = shelf.getItem(keyOf(account));
  return text === null ? [] : (JSON.parse(text) as DecisionsRequest[]);
}

export function putAside(account: string, request: DecisionsRequest, shelf: Shelf = localStorage): void {
  store(account, [...waiting(account, shelf), request], shelf);
}

/** Sends what waits, oldest first, until the server does not answer; each is let go only once it was taken or refused. */
export async function deliver(
  account: string,
  shelf: Shelf = localStorage,
  send: (request: DecisionsRequest) => Promise<DecisionsResponse> = sendDecisions,
): Promise<readonly Delivered[]> {
  const done: Delivered[] = [];
  for (const request of waiting(account, shelf)) {
    try {
      done.push({ request, response: await send(request) });
    } catch (problem) {
      // Signed out or not yet answering: it is tried again later.
      if (isUnreachable(problem) || (problem instanceof ApiProblem && problem.status === 401)) break;
      done.push({ request, response: null });
    }
    store(account, waiting(account, shelf).slice(1), shelf);
  }
  return done;
}

function store(account: string, requests: readonly DecisionsRequest[], shelf: Shelf): void {
  if (requests.length === 0) shelf.removeItem(keyOf(account));
  else shelf.setItem(keyOf(account), JSON.stringify(requests));
}
