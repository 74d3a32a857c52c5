/**
 * Second factor 第二因素: time-based codes (RFC 6238) of an authenticator app, and recovery codes 恢复码. A code is taken once; the
 * secret is sealed at rest. No document asks for it; who must have one is a parameter of the installation.
 */
import { randomBytes } from 'node:crypto';

import type { Instant } from '@fujie/core/kernel';
import { Secret, TOTP } from 'otpauth';

import type { Vault } from '../platform/auth/vault.ts';
import { createVault } from '../platform/auth/vault.ts';
import type { Config } from '../platform/config/config.ts';
import type { Queryable } from '../platform/db/database.ts';
import { confirmPending, putPending, readSecrets, useRecoveryCode, useStep } from './second-factor.query.ts';

const ISSUER = '符节 Fujie';
const PERIOD_SECONDS = 30;
/** Clocks of telephones go wrong by half a minute. */
const STEPS_EITHER_SIDE = 1;
const SECRET_BYTES = 20;
const RECOVERY_CODES = 10;
const RECOVERY_BYTES = 8;

export interface SecondFactorDeps {
  readonly db: Queryable;
  readonly config: Pick<Config, 'secret'>;
}

const vaultOf = (deps: SecondFactorDeps): Vault => createVault(deps.config.secret, 'second-factor');

function totpOf(username: string, secret: string): TOTP {
  return new TOTP({ issuer: ISSUER, label: username, secret: Secret.fromBase32(secret), period: PERIOD_SECONDS });
}

/** The step whose code this is, or null. */
function stepOf(totp: TOTP, code: string, now: Instant): number | null {
  const delta = totp.validate({ token: code, timestamp: now, window: STEPS_EITHER_SIDE });
  return delta === null ? null : Math.floor(now / 1000 / PERIOD_SECONDS) + delta;
}

/** Begins an enrolment: a new secret, and the address by which an authenticator app takes it. */
export async function beginEnrolment(
  deps: SecondFactorDeps,
  username: string,
): Promise<{ readonly secret: string; readonly uri: string }> {
  const secret = new Secret({ size: SECRET_BYTES }).base32;
  await putPending(deps.db, username, vaultOf(deps).seal(secret, username));
  return { secret, uri: totpOf(username, secret).toString() };
}

/** Ends an enrolment by a code that only who has the secret can know; returns the recovery codes, or null when it is wrong. */
export async function confirmEnrolment(
  deps: SecondFactorDeps,
  username: string,
  code: string,
  now: Instant,
): Promise<readonly string[] | null> {
  const vault = vaultOf(deps);
  const { pending } = await readSecrets(deps.db, username);
  const secret = pending === null ? null : vault.open(pending, username);
  if (pending === null || secret === null) return null;
  const step = stepOf(totpOf(username, secret), code, now);
  if (step === null) return null;
  const codes = Array.from({ length: RECOVERY_CODES }, newRecoveryCode);
  const hashes = codes.map((recovery) => vault.hash(plainCode(recovery), username));
  return (await confirmPending(deps.db, username, pending, step, hashes)) ? codes : null;
}

export type Proof = 'totp' | 'recovery';

/** By what a code proves the second factor: once by the app, or once by a recovery code; null when it is wrong. */
export async function proveSecondFactor(
  deps: SecondFactorDeps,
  username: string,
  code: string,
  now: Instant,
): Promise<Proof | null> {
  const vault = vaultOf(deps);
  const given = plainCode(code);
  if (!/^\d{6}$/.test(given))
    return (await useRecoveryCode(deps.db, username, vault.hash(given, username))) ? 'recovery' : null;
  const { secret: sealed } = await readSecrets(deps.db, username);
  const secret = sealed === null ? null : vault.open(sealed, username);
  const step = secret === null ? null : stepOf(totpOf(username, secret), given, now);
  return step !== null && (await useStep(deps.db, username, step)) ? 'totp' : null;
}

const plainCode = (code: string): string => code.toLowerCase().replace(/[\s-]/g, '');

/** 64 bits, easily typed. */
function newRecoveryCode(): string {
  return randomBytes(RECOVERY_BYTES).toString('hex').match(/.{4}/g)?.join('-') ?? '';
}
