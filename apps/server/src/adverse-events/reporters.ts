/**
 * Who reported 报告人: kept apart from what is reported, and read by nobody who appraises. An account finds its own reports by
 * keyed hashes; an anonymous report by its receipt alone, since nothing is kept of who made it. Source: henan-2025.mq.11#04,
 * henan-2023.sa4.0#03, core-systems.ae#04.
 */
import { randomBytes } from 'node:crypto';

import type { Instant } from '@fujie/core/kernel';
import { dayOf } from '@fujie/core/kernel';
import type { LoopActor } from '@fujie/core/loops';

import type { Actor } from '../platform/auth/permissions.ts';
import type { Seal } from '../platform/auth/seal.ts';

/** As everybody reads who reported. */
export const REPORTER: LoopActor = { id: 'reporter', name: '报告人（保密） Reporter (sealed)', role: 'reporter' };

/** Letters and digits that are not taken for another. */
const ALPHABET = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ';
const RECEIPT_BYTES = 20;
const MONTHS_BACK = 36;

/** What leads back to a report: 100 bits, kept nowhere. */
export function newReceipt(): string {
  return lettersOf(randomBytes(RECEIPT_BYTES));
}

/**
 * The receipt of what is sent under a key: the same as often as it is sent. Made of nothing that tells who sends it, so that whoever
 * had secret and keys could try no account.
 */
export function receiptOf(seal: Seal, institution: string, key: string): string {
  return lettersOf(seal.token('adverse-event-sent', institution, key).subarray(0, RECEIPT_BYTES));
}

function lettersOf(bytes: Uint8Array): string {
  const letters = [...bytes].map((byte) => ALPHABET[byte % ALPHABET.length] ?? '');
  return letters.join('').replace(/(.{5})(?=.)/g, '$1-');
}

export function receiptToken(seal: Seal, receipt: string): Buffer {
  return seal.token('adverse-event-receipt', '', receipt.toUpperCase().replaceAll(/[^0-9A-Z]/g, ''));
}

/** Whom a report leads back to, as it is stored. */
export interface Reporter {
  readonly receipt: Buffer;
  readonly own: Buffer | null;
  readonly pseudonym: string;
  readonly identity: string | null;
}

export function reporterOf(seal: Seal, actor: Actor, receipt: string, at: Instant, isAnonymous: boolean): Reporter {
  const token = receiptToken(seal, receipt);
  // Another one for each report: that two reports are of one person is told by none of them.
  const pseudonym = seal.pseudonym(token.toString('hex'), isAnonymous ? '' : actor.id);
  if (isAnonymous) return { receipt: token, own: null, pseudonym: `anonymous:${pseudonym}`, identity: null };
  const identity = JSON.stringify({ account: actor.id, name: actor.name });
  return { receipt: token, own: ownToken(seal, actor, monthOf(at)), pseudonym: `reporter:${pseudonym}`, identity };
}

/** The hashes under which an account finds its reports of the last three years. */
export function ownTokens(seal: Seal, actor: Actor, now: Instant): readonly Buffer[] {
  const [year = 0, month = 0] = monthOf(now).split('-').map(Number);
  return Array.from({ length: MONTHS_BACK }, (_, back) => {
    const months = year * 12 + month - 1 - back;
    return ownToken(seal, actor, `${String(Math.floor(months / 12))}-${String((months % 12) + 1).padStart(2, '0')}`);
  });
}

const monthOf = (at: Instant): string => dayOf(at).slice(0, 7);

/** Bound to a month, so that a stolen database does not show which reports are of one person over the years. */
function ownToken(seal: Seal, actor: Actor, month: string): Buffer {
  return seal.token('adverse-event-own', month, actor.id);
}
