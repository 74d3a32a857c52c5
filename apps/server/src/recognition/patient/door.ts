/**
 * How a patient proves who they are 患者核验: by a number and the name, or by a link of a hospital; and then by a code that was
 * delivered to the telephone on record. A link also opens together with number and name, for whoever has no telephone on
 * record. Nothing outside tells whether somebody is known: answer, statements and waits are the same.
 */
import { randomBytes, randomInt, timingSafeEqual } from 'node:crypto';

import { DEFAULT_ACCESS, isOpenTicket } from '@fujie/core/access';
import type { Instant } from '@fujie/core/kernel';
import { normaliseName } from '@fujie/core/person';
import type { PatientClaim, PatientSignIn, VerificationRequest, VerificationResponse } from '@fujie/wire/contracts';

import { attemptCounted } from '../../platform/auth/attempts.query.ts';
import type { CountedAs } from '../../platform/auth/attempts.query.ts';
import type { Bucket } from '../../platform/auth/failure-bucket.ts';
import { ACCOUNT_BUCKET, ADDRESS_BUCKET } from '../../platform/auth/failure-bucket.ts';
import type { Actor } from '../../platform/auth/permissions.ts';
import { createVault } from '../../platform/auth/vault.ts';
import type { Deps } from '../../platform/deps.ts';
import { HttpProblem, unfitField } from '../../platform/http/problems.ts';
import { readClaim } from '../identity.ts';
import { findPersonsByTokens } from '../persons.query.ts';
import { findPatientRecords } from '../reports.query.ts';
import { phonesIn } from '../reveal.ts';
import type { DemonstrationSender, OneTimeCodeSender } from './code-sender.ts';
import { createCodeSender } from './code-sender.ts';
import type { LinkRow } from './tickets.query.ts';
import {
  countLinkTry,
  countTry,
  findLink,
  findVerification,
  holdsDemonstration,
  insertVerification,
  useLink,
  useVerification,
} from './tickets.query.ts';

const MINUTE = 60_000;
/** Codes that are asked for, of one number or link. */
const CODES_BUCKET: Bucket = { free: 3, leakMs: 10 * MINUTE, firstWaitMs: MINUTE, longestWaitMs: 15 * MINUTE };
/** Of one address, behind which there may be the hall of a hospital. */
const CODES_ADDRESS_BUCKET: Bucket = { free: 30, leakMs: 10_000, firstWaitMs: MINUTE, longestWaitMs: 5 * MINUTE };

/** Other telephones on record that are told. */
const MOST_TOLD = 5;

export interface PatientDoor {
  readonly sender: OneTimeCodeSender | DemonstrationSender | null;
  /** Asks for a code. */
  ask(actor: Actor, address: string, request: VerificationRequest): Promise<VerificationResponse>;
  /** The person who proved who they are. */
  enter(address: string, request: PatientSignIn): Promise<number>;
  /** Resolves when no message is on its way any more. */
  settled(): Promise<void>;
}

export function createPatientDoor(deps: Deps): PatientDoor {
  const sender = createCodeSender(deps.config.patients.codes, () => holdsDemonstration(deps.db));
  const vault = createVault(deps.config.secret, 'patient-code');
  const underWay = new Set<Promise<void>>();

  const ask: PatientDoor['ask'] = async (actor, address, { claim, link }) => {
    if (sender === null) throw notOffered();
    if ((claim === undefined) === (link === undefined)) throw eitherOr('claim', 'link');
    const now = deps.clock.now();
    const known = link === undefined ? null : await openLink(deps, link);
    const presented = claim === undefined ? null : presentedBy(deps, claim);
    const countedAs = presented === null ? `link\n${String(known?.id)}` : `number\n${presented.key}`;
    await counted(
      deps,
      [
        { name: `code\n${countedAs}`, bucket: CODES_BUCKET },
        { name: `code-address\n${address}`, bucket: CODES_ADDRESS_BUCKET },
      ],
      // Each is counted, and none is taken back.
      () => Promise.resolve(null),
    );
    const person = known === null ? presented && (await personOf(deps, presented)) : known.person_id;
    const verification = randomBytes(32).toString('base64url');
    const code = String(randomInt(1_000_000)).padStart(6, '0');
    const minutes = deps.config.patients.codeMinutes;
    await insertVerification(deps.worker, {
      token: verification,
      person,
      link: known?.id ?? null,
      codeHash: vault.hash(code, verification),
      countedAs,
      now,
      expiresAt: (now + minutes * MINUTE) as Instant,
    });
    // Whether there is somebody to send it to shows neither in the answer nor in its time.
    const delivery = deliver(deps, sender, actor, person, { code, minutes, at: now }).finally(() => {
      underWay.delete(delivery);
    });
    underWay.add(delivery);
    return { verification, minutes };
  };

  const enter: PatientDoor['enter'] = async (address, { verification, code, link, claim }) => {
    if (verification !== undefined && code !== undefined && link === undefined && claim === undefined)
      return byCode(deps, address, verification, vault.hash(code, verification));
    if (link !== undefined && claim !== undefined && verification === undefined && code === undefined)
      return byLink(deps, address, { link, claim, hasCodes: sender !== null });
    throw eitherOr('verification', 'link');
  };

  return {
    sender,
    ask,
    enter,
    settled: async () => {
      await Promise.all(underWay);
    },
  };
}

/**
 * Sends a code to the telephone on record, if there is one, and tells the others that it went there: a hospital that put a wrong
 * one on record does not open the page unnoticed. What fails is logged without saying of whom.
 */
async function deliver(
  deps: Deps,
  sender: OneTimeCodeSender,
  actor: Actor,
  person: number | null,
  message: { readonly code: string; readonly minutes: number; readonly at: number },
): Promise<void> {
  let why = 'unknown';
  try {
    if (person !== null) {
      const [phone, ...others] = await phonesOnRecord(deps, person);
      why = phone === undefined ? 'no-telephone' : 'sent';
      // A number that no gateway takes keeps the code from nobody.
      await Promise.allSettled(
        others.slice(0, MOST_TOLD).map((other) => sender.send({ phone: other, at: message.at })),
      );
      if (phone !== undefined) await sender.send({ ...message, phone });
    }
  } catch (error) {
    why = 'not-sent';
    deps.log.error({ error: error instanceof Error ? error.message : 'unknown' }, 'a one-time code could not be sent');
  }
  const outcome = why === 'sent' ? 'done' : why === 'not-sent' ? 'failed' : 'refused';
  await deps.audit
    .record({ actor, action: 'patient:verify', personId: person, outcome, detail: { why } })
    .catch((error: unknown) => {
      deps.log.error({ error: String(error) }, 'an audit entry could not be written');
    });
}

/** The one that codes are sent to, and the others. */
async function phonesOnRecord(deps: Deps, person: number): Promise<readonly string[]> {
  return phonesIn(await findPatientRecords(deps.scoped({ institutions: [], persons: [person] }), person));
}

interface Claimed {
  readonly token: { readonly kind: PatientClaim['kind']; readonly issuer: string; readonly token: Buffer };
  /** Under which tries are counted: a keyed hash of the number. */
  readonly key: string;
  readonly nameNorm: string;
}

/** What somebody says to be, as it is looked up; a number that cannot be one is said so. */
function presentedBy(deps: Deps, claim: PatientClaim): Claimed {
  const { kind, issuer, number } = readClaim(claim);
  const token = deps.seal.token(kind, issuer, number);
  return { token: { kind, issuer, token }, key: token.toString('base64url'), nameNorm: normaliseName(claim.name) };
}

async function personOf(deps: Deps, { token, nameNorm }: Claimed): Promise<number | null> {
  const [row, another] = await findPersonsByTokens(deps.worker, [token]);
  if (row === undefined || another !== undefined || nameNorm === '') return null;
  return row.name_norm === nameNorm ? row.id : null;
}

async function openLink(deps: Deps, token: string): Promise<LinkRow> {
  const row = await findLink(deps.worker, token);
  const isOpen =
    row !== null &&
    isOpenTicket(
      { expiresAt: row.expires_at.getTime() as Instant, isUsed: row.is_over, failures: row.failures },
      deps.clock.now(),
      DEFAULT_ACCESS,
    );
  if (!isOpen) throw linkOver();
  return row;
}

async function byCode(deps: Deps, address: string, verification: string, hash: Buffer): Promise<number> {
  const ticket = await findVerification(deps.worker, verification);
  const now = deps.clock.now();
  const isOpen =
    ticket !== null &&
    isOpenTicket(
      { expiresAt: ticket.expires_at.getTime() as Instant, isUsed: ticket.used_at !== null, failures: ticket.failures },
      now,
      DEFAULT_ACCESS,
    );
  if (!isOpen) throw codeOver();
  const person = await counted(deps, triesOf(ticket.counted_as, address), async () => {
    if (!(await countTry(deps.worker, verification, DEFAULT_ACCESS.codeAttempts))) return null;
    if (!timingSafeEqual(ticket.code_hash, hash) || ticket.person_id === null) return null;
    if (!(await useVerification(deps.worker, verification, now))) return null;
    if (ticket.link_id !== null && !(await useLink(deps.worker, ticket.link_id, now))) return null;
    return ticket.person_id;
  });
  if (person === null)
    throw new HttpProblem('wrong-code', {
      en: `Type the six digits that were sent to you; after ${String(DEFAULT_ACCESS.codeAttempts)} wrong ones ask for a new code.`,
      zh: `请输入收到的六位验证码；输错${String(DEFAULT_ACCESS.codeAttempts)}次后请重新获取。`,
    });
  return person;
}

/**
 * Whoever hands out a link knows number and name too: where codes are delivered and a telephone is on record, the code is
 * needed.
 */
async function byLink(
  deps: Deps,
  address: string,
  { link: token, claim, hasCodes }: { readonly link: string; readonly claim: PatientClaim; readonly hasCodes: boolean },
): Promise<number> {
  const link = await openLink(deps, token);
  const presented = presentedBy(deps, claim);
  const person = await counted(deps, triesOf(`link\n${String(link.id)}`, address), async () => {
    if (!(await countLinkTry(deps.worker, link.id, DEFAULT_ACCESS.codeAttempts))) return null;
    if ((await personOf(deps, presented)) !== link.person_id) return null;
    if (hasCodes && (await phonesOnRecord(deps, link.person_id)).length > 0) throw codeNeeded();
    return (await useLink(deps.worker, link.id, deps.clock.now())) ? link.person_id : null;
  });
  if (person === null)
    throw new HttpProblem('refused', {
      en: 'Name and number are not those of the person for whom the link was made: check both.',
      zh: '姓名或号码与该链接对应的患者不符，请核对。',
    });
  return person;
}

const triesOf = (who: string, address: string): readonly CountedAs[] => [
  { name: `patient\n${who}`, bucket: ACCOUNT_BUCKET },
  { name: `patient-address\n${address}`, bucket: ADDRESS_BUCKET },
];

/** One counted attempt; whoever must wait is told until when. */
async function counted<T>(deps: Deps, as: readonly CountedAs[], check: () => Promise<T | null>): Promise<T | null> {
  const now = deps.clock.now();
  const outcome = await attemptCounted(deps.db, as, now, check);
  if ('found' in outcome) return outcome.found;
  const minutes = Math.max(1, Math.ceil((outcome.waitUntil - now) / MINUTE));
  throw new HttpProblem('too-many-requests', {
    en: `Too many attempts: try again in ${String(minutes)} min.`,
    zh: `尝试次数过多，请 ${String(minutes)} 分钟后再试。`,
  });
}

function eitherOr(one: string, other: string): HttpProblem {
  return unfitField(
    one,
    `give either \`${one}\` or \`${other}\` with what belongs to it`,
    `请在 ${one} 与 ${other} 中选择一种，并填写相应内容`,
  );
}

function notOffered(): HttpProblem {
  return new HttpProblem('unavailable', {
    en: 'No codes are sent here: ask your hospital for a link.',
    zh: '本平台未开通短信验证码，请向就诊医院索取核验链接。',
  });
}

function codeNeeded(): HttpProblem {
  return new HttpProblem('refused', {
    en: 'A telephone number is on record: use the code that is sent to it.',
    zh: '您在医院登记了手机号，请使用发送到该手机的验证码。',
  });
}

function linkOver(): HttpProblem {
  return new HttpProblem('refused', {
    en: 'The link has been used, was taken back or is too old: ask your hospital for a new one.',
    zh: '该链接已使用、已作废或已过期，请向医院重新索取。',
  });
}

function codeOver(): HttpProblem {
  return new HttpProblem('wrong-code', {
    en: 'This code has been used, was tried too often or is too old: ask for a new one.',
    zh: '该验证码已使用、已失效或已过期，请重新获取。',
  });
}
