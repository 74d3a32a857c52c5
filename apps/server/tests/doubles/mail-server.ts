/** A mail server that takes everything, by SMTP; it can be made to keep a message and say nothing. */
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

import { SMTPServer } from 'smtp-server';

export interface Mail {
  readonly to: string;
  /** Heads and body as they came. */
  readonly raw: string;
}

export interface MailServer {
  readonly port: number;
  readonly mails: Mail[];
  /** From the next message on nothing is answered; resolves when it was taken. */
  holdNext(): Promise<void>;
  release(): void;
  close(): Promise<void>;
}

interface Options {
  readonly host?: string;
  readonly port?: number;
  readonly onMail?: (mail: Mail) => void;
}

/** Starts it, without TLS. */
export async function startMailServer({
  host = '127.0.0.1',
  port = 0,
  onMail = () => undefined,
}: Options = {}): Promise<MailServer> {
  const mails: Mail[] = [];
  let held: (() => void) | null = null;
  const smtp = new SMTPServer({
    disabledCommands: ['STARTTLS'],
    authOptional: true,
    onData: (stream, session, done) => {
      void text(stream).then((raw) => {
        const mail = { to: session.envelope.rcptTo.map(({ address }) => address).join(), raw };
        mails.push(mail);
        onMail(mail);
        if (held === null) done();
        else held();
      });
    },
  });
  // A client that was killed leaves its connection broken.
  smtp.on('error', () => undefined);
  const listener = smtp.listen(port, host);
  await once(listener, 'listening');
  return {
    port: (listener.address() as AddressInfo).port,
    mails,
    holdNext: () =>
      new Promise((resolve) => {
        held = resolve;
      }),
    release: () => {
      held = null;
    },
    close: () =>
      new Promise((resolve) => {
        smtp.close(() => {
          resolve();
        });
      }),
  };
}

/** What a mail says, decoded. */
export const textOf = (mail: Mail | undefined): string =>
  Buffer.from(mail?.raw.split('\r\n\r\n')[1] ?? '', 'base64').toString();
