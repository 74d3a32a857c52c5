/**
 * Who delivers one-time codes 一次性验证码 to the telephone on record: the port that a region fills. Bundled are a gateway for
 * text messages that is asked by HTTP, and a stand-in of the demonstration that sends nothing and shows what it would have sent.
 */
import { randomUUID } from 'node:crypto';

import type { Instant } from '@fujie/core/kernel';

import type { PatientConfig } from '../../platform/config/patients.ts';
import { signedHeaders } from '../../platform/http/signed.ts';

export interface CodeMessage {
  readonly phone: string;
  readonly code: string;
  readonly minutes: number;
  /** When it was made (ms). */
  readonly at: number;
}

/** 验证码提醒: a code went to another telephone, which some hospital put on record. */
export interface CodeElsewhere {
  readonly phone: string;
  /** When (ms). */
  readonly at: number;
}

export type PatientMessage = CodeMessage | CodeElsewhere;

/** 验证码发送端: resolves when the message is on its way. */
export interface OneTimeCodeSender {
  send(message: PatientMessage): Promise<void>;
}

/** What the stand-in would have sent, newest first. */
export interface DemonstrationSender extends OneTimeCodeSender {
  readonly delivered: () => readonly PatientMessage[];
}

const GATEWAY_MS = 5000;
const SHOWN = 5;

/** Asks the gateway that the operator named: JSON, signed with the time so that it cannot be sent again later. */
export function gatewaySender({
  gateway,
  secret,
}: {
  readonly gateway: string;
  readonly secret: string;
}): OneTimeCodeSender {
  return {
    send: async ({ at, ...message }) => {
      const template = 'code' in message ? 'patient-verification' : 'patient-code-elsewhere';
      const body = JSON.stringify({ id: randomUUID(), ...message, template });
      const answer = await fetch(gateway, {
        method: 'POST',
        headers: signedHeaders(secret, body, at as Instant),
        body,
        redirect: 'error',
        signal: AbortSignal.timeout(GATEWAY_MS),
      });
      await answer.body?.cancel();
      if (!answer.ok) throw new Error(`the gateway for codes answered ${String(answer.status)}`);
    },
  };
}

/** Keeps the newest messages in memory, for a page that anybody sees: only where the database holds a demonstration. */
export function demonstrationSender(isDemonstration: () => Promise<boolean>): DemonstrationSender {
  let messages: readonly PatientMessage[] = [];
  return {
    send: async (message) => {
      if (!(await isDemonstration()))
        throw new Error('FUJIE_PATIENT_CODES=demonstration, and the database holds no demonstration: name a gateway');
      messages = [message, ...messages].slice(0, SHOWN);
    },
    delivered: () => messages,
  };
}

/** The sender that the configuration names; null: nobody delivers codes here. */
export function createCodeSender(
  codes: PatientConfig['codes'],
  isDemonstration: () => Promise<boolean>,
): OneTimeCodeSender | DemonstrationSender | null {
  if (codes === null) return null;
  return codes === 'demonstration' ? demonstrationSender(isDemonstration) : gatewaySender(codes);
}
