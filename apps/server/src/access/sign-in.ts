/**
 * Signing in 登录, step by step: password; code of the second factor; a password of one's own when somebody else knows it; a
 * second factor where the role must have one. Between the steps there is a sign-in that is not complete and opens nothing.
 */
import type { Instant } from '@fujie/core/kernel';
import type { FastifyReply, FastifyRequest } from 'fastify';

import type { CountedAs } from '../platform/auth/attempts.query.ts';
import { attemptCounted } from '../platform/auth/attempts.query.ts';
import { credentialId } from '../platform/auth/digest.ts';
import { ACCOUNT_BUCKET, ADDRESS_BUCKET } from '../platform/auth/failure-bucket.ts';
import type { SignInAccount } from '../platform/auth/accounts.query.ts';
import { findByPassword, findForSignIn } from '../platform/auth/accounts.query.ts';
import type { Principal } from '../platform/auth/permissions.ts';
import { PUBLIC_ACTOR } from '../platform/auth/permissions.ts';
import type { NewSession, PendingSignIn, SignInNeed } from '../platform/auth/sessions.query.ts';
import { findPending, openSession } from '../platform/auth/sessions.query.ts';
import type { Config } from '../platform/config/config.ts';
import type { Deps } from '../platform/deps.ts';
import { HttpProblem } from '../platform/http/problems.ts';
import { sessionCookie } from '../platform/http/server.ts';
import { knownDevice, rememberDevice, setSessionCookie } from './cookies.ts';
import { proveSecondFactor } from './second-factor.ts';

/** Who signed in, or what is still needed. */
export type SignInOutcome = { readonly actor: Principal } | { readonly needs: SignInNeed };

const STEPS: readonly SignInNeed[] = ['code', 'password', 'enrolment'];

/** Whether a role must have a second factor. */
export function mustHaveSecondFactor(config: Pick<Config, 'secondFactorRoles'>, role: string): boolean {
  return config.secondFactorRoles.includes(role);
}

/** What is needed after a step (null: the password), or null when nothing is. */
export function needAfter(
  done: SignInNeed | null,
  account: Pick<SignInAccount, 'mustChangePassword' | 'hasSecondFactor'>,
  isRequired: boolean,
): SignInNeed | null {
  const applies: Readonly<Record<SignInNeed, boolean>> = {
    code: account.hasSecondFactor,
    password: account.mustChangePassword,
    enrolment: isRequired && !account.hasSecondFactor,
  };
  const open = done === null ? STEPS : STEPS.slice(STEPS.indexOf(done) + 1);
  return open.find((step) => applies[step]) ?? null;
}

/** One request of signing in. */
export interface Exchange {
  readonly deps: Deps;
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
}

/** The first step. */
export async function signInByPassword(exchange: Exchange, username: string, password: string): Promise<SignInOutcome> {
  const { deps } = exchange;
  const account = await attempt(exchange, username, wrongCredentials, () =>
    findByPassword(deps.db, username, password),
  );
  return proceed(exchange, account, null);
}

/** The step of the code. */
export async function signInByCode(exchange: Exchange, code: string): Promise<SignInOutcome> {
  const { deps } = exchange;
  const { username } = await pendingAt(exchange, 'code');
  const account = await attempt(exchange, username, wrongCode, async () => {
    const proof = await proveSecondFactor(deps, username, code, deps.clock.now());
    return proof === null ? null : findForSignIn(deps.db, username);
  });
  return proceed(exchange, account, 'code');
}

/** Goes on after a step that was done: to the next one, or to a session. */
export async function proceed(
  exchange: Exchange,
  account: SignInAccount,
  done: SignInNeed | null,
  session: Pick<NewSession, 'via' | 'idToken'> = {},
): Promise<SignInOutcome> {
  const { deps, request, reply } = exchange;
  const { actor } = account;
  const isElsewhere = session.via !== undefined && session.via !== 'password';
  const needs = isElsewhere ? null : needAfter(done, account, mustHaveSecondFactor(deps.config, actor.role));
  const token = await openSession(deps.db, actor.id, {
    ...session,
    hours: deps.config.sessionHours,
    needs,
    address: request.ip,
    device: request.headers['user-agent'],
    replaces: request.cookies[sessionCookie(deps.config)],
  });
  setSessionCookie(reply, deps.config, token, needs !== null);
  if (needs !== null) return { needs };
  if (!isElsewhere) rememberDevice(reply, deps.config, actor.id);
  const detail = {
    via: session.via ?? 'password',
    secondFactor: account.hasSecondFactor && !isElsewhere,
    // Tells kinds of workstations apart, for the watch over keys.
    device: credentialId(request.headers['user-agent'] ?? ''),
  };
  const from = { ...request.actor.from, kind: 'session', credential: credentialId(token) } as const;
  await deps.audit.record({
    actor: { ...actor, from },
    action: 'session:open',
    subject: actor.id,
    outcome: 'done',
    detail,
  });
  return { actor };
}

/** The sign-in that is at this step. */
export async function pendingAt({ deps, request }: Exchange, step: SignInNeed): Promise<PendingSignIn> {
  const token = request.cookies[sessionCookie(deps.config)];
  const pending = token === undefined ? null : await findPending(deps.db, token);
  if (pending?.needs === step) return pending;
  throw new HttpProblem('conflict', {
    en: 'This step of signing in is not open any more: begin with username and password.',
    zh: '该登录步骤已失效，请重新输入用户名和密码。',
  });
}

/** A check of credentials that may fail only so often; what fails is on record. */
export async function attempt<T>(
  { deps, request, reply }: Exchange,
  username: string,
  fault: () => HttpProblem,
  check: () => Promise<T | null>,
): Promise<T> {
  const refuse = async (why: string, problem: HttpProblem): Promise<never> => {
    const actor = { ...PUBLIC_ACTOR, from: request.actor.from };
    const entry = { actor, action: 'session:open', subject: typedName(username), detail: { why } } as const;
    await deps.audit.record({ ...entry, outcome: 'refused' });
    throw problem;
  };
  const now = deps.clock.now();
  const device = knownDevice(request, deps.config, username);
  const outcome = await attemptCounted(deps.db, countedAs(username, device, request.ip), now, check);
  if ('waitUntil' in outcome) {
    void reply.header('retry-after', String(Math.ceil((outcome.waitUntil - now) / 1000)));
    // Recorded once a minute as every other excess, so that who guesses does not fill the audit.
    throw tooManyFailed(outcome.waitUntil, now);
  }
  if (outcome.found !== null) return outcome.found;
  const problem = fault();
  return refuse(problem.type, problem);
}

/**
 * By username, whether it exists or not, and by address. Whoever signed in before from this device is counted apart, so that a
 * stranger who guesses keeps out other strangers only.
 */
function countedAs(username: string, device: string | null, address: string): readonly CountedAs[] {
  return [
    { name: device === null ? `name\n${username}` : `device\n${device}\n${username}`, bucket: ACCOUNT_BUCKET },
    { name: `address\n${address}`, bucket: ADDRESS_BUCKET },
  ];
}

/** What was typed as a name, unless it may be something else, such as the number of a person. */
function typedName(username: string): string {
  return /^[\w.-]{2,64}$/.test(username) && !/\d{6}/.test(username) ? username : 'unknown';
}

function wrongCredentials(): HttpProblem {
  return new HttpProblem('wrong-credentials', { en: 'Check username and password.', zh: '请核对用户名和密码。' });
}

export function wrongCode(): HttpProblem {
  return new HttpProblem('wrong-code', {
    en: 'Type the six digits that the app shows now, or a recovery code; each is taken once.',
    zh: '请输入验证器当前显示的六位数字，或一个恢复码；每个只能使用一次。',
  });
}

function tooManyFailed(until: Instant, now: Instant): HttpProblem {
  const minutes = Math.max(1, Math.ceil((until - now) / 60_000));
  return new HttpProblem('too-many-requests', {
    en: `Too many attempts to sign in have failed; try again in ${minutes} min.`,
    zh: `登录失败次数过多，请 ${minutes} 分钟后再试。`,
  });
}
