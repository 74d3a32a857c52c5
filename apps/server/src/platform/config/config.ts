/** Configuration as it is read from the environment; a bad start lists every fault at once. */
import { isIP } from 'node:net';
import { resolve } from 'node:path';

import type { WatchChange } from '@fujie/core/watch';
import { readWatchChanges } from '@fujie/core/watch';

import { PEOPLE } from '../auth/permissions.ts';
import type { Cipher } from '../db/key-ring.ts';
import { CIPHERS } from '../db/key-ring.ts';
import { defaultDataDir, storedSecret } from './data-dir.ts';
import type { ConfigKey } from './keys.ts';
import { CONFIG_KEYS } from './keys.ts';
import type { NotifyConfig } from './notify.ts';
import { readNotify } from './notify.ts';
import type { PatientConfig } from './patients.ts';
import { readPatients } from './patients.ts';
import type { PeerConfig } from './peers.ts';
import { readPeers } from './peers.ts';
import { isSafeUrl } from './safe-url.ts';

/** Requests a minute of one client, by what it is. */
export interface RateLimits {
  readonly address: number;
  readonly account: number;
  readonly system: number;
}

export type LogLevel = 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'silent';
const LOG_LEVELS: readonly LogLevel[] = ['trace', 'debug', 'info', 'warn', 'error', 'silent'];

/** An issuer elsewhere at which people sign in. */
export interface OidcConfig {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string | null;
  readonly name: string;
  readonly usernameClaim: string;
  readonly createsAccounts: boolean;
}

export interface Config {
  /** Null: the embedded database. */
  readonly databaseUrl: string | null;
  readonly dataDir: string;
  readonly host: string;
  readonly port: number;
  readonly jurisdiction: string;
  /** Font of printed papers: a file, with the name of a face behind `#` if it is a collection. */
  readonly font: string;
  readonly publicUrl: string;
  /** Hosts inside this network that may be asked. */
  readonly privateHosts: readonly string[];
  readonly trustedProxies: readonly string[];
  readonly secret: string;
  /** How values are sealed in the database from now on; earlier ones open either way. */
  readonly cipher: Cipher;
  /** Null: in the data directory. */
  readonly auditKeyFile: string | null;
  readonly auditMonths: number;
  readonly watchChanges: readonly WatchChange[];
  readonly pool: number;
  readonly logLevel: LogLevel;
  readonly sessionHours: number;
  readonly rateLimits: RateLimits;
  readonly sessionIdleMinutes: number;
  readonly secondFactorRoles: readonly string[];
  readonly oidc: OidcConfig | null;
  readonly peers: PeerConfig;
  readonly patients: PatientConfig;
  readonly notify: NotifyConfig;
}

export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Reads the configuration; throws a `ConfigError` that names every fault and its remedy. */
export function loadConfig(env: Environment = process.env): Config {
  const faults: string[] = [];
  const text = (name: ConfigKey): string => {
    const value = env[name];
    return value === undefined || value === '' ? (CONFIG_KEYS.find((k) => k.name === name)?.default ?? '') : value;
  };
  const integer = (name: ConfigKey, min: number, max: number): number => {
    const value = Number(text(name));
    if (!Number.isInteger(value) || value < min || value > max) {
      faults.push(`${name} is \`${text(name)}\`; write a whole number from ${String(min)} to ${String(max)}`);
    }
    return value;
  };
  const databaseUrl = text('FUJIE_DATABASE_URL');
  if (databaseUrl !== '' && !/^postgres(ql)?:\/\//.test(databaseUrl)) {
    faults.push('FUJIE_DATABASE_URL does not begin with postgres:// or postgresql://');
  }
  const logLevel = LOG_LEVELS.find((level) => level === text('FUJIE_LOG_LEVEL'));
  if (!logLevel)
    faults.push(`FUJIE_LOG_LEVEL is \`${text('FUJIE_LOG_LEVEL')}\`; write one of ${LOG_LEVELS.join(', ')}`);
  if (text('FUJIE_SECRET') !== '' && text('FUJIE_SECRET').length < 32) {
    faults.push('FUJIE_SECRET is shorter than 32 characters');
  }
  const cipher = CIPHERS.find((name) => name === text('FUJIE_CIPHER'));
  if (!cipher) faults.push(`FUJIE_CIPHER is \`${text('FUJIE_CIPHER')}\`; write one of ${CIPHERS.join(', ')}`);
  const trustedProxies = text('FUJIE_TRUSTED_PROXIES')
    .split(',')
    .map((proxy) => proxy.trim())
    .filter((proxy) => proxy !== '');
  for (const proxy of trustedProxies.filter((p) => !isNetwork(p))) {
    faults.push(`FUJIE_TRUSTED_PROXIES has \`${proxy}\`; write addresses or networks, such as 127.0.0.1,10.0.0.0/8`);
  }
  const port = integer('FUJIE_PORT', 0, 65_535);
  const pool = integer('FUJIE_POOL', 1, 200);
  const auditMonths = integer('FUJIE_AUDIT_MONTHS', 24, 1200);
  const watchChanges = readWatchChanges(text('FUJIE_WATCH'));
  if (typeof watchChanges === 'string') faults.push(`FUJIE_WATCH ${watchChanges}`);
  const sessionHours = integer('FUJIE_SESSION_HOURS', 1, 24);
  const [address = 0, account = 0, system = 0, ...more] = text('FUJIE_RATE_LIMITS').split(',').map(Number);
  if (more.length > 0 || ![address, account, system].every((limit) => Number.isInteger(limit) && limit > 0))
    faults.push(
      `FUJIE_RATE_LIMITS is \`${text('FUJIE_RATE_LIMITS')}\`; write three whole numbers, such as 3000,3000,120000`,
    );
  const sessionIdleMinutes = integer('FUJIE_SESSION_IDLE_MINUTES', 1, 24 * 60);
  const secondFactorRoles = rolesOf(text('FUJIE_SECOND_FACTOR_ROLES'), faults);
  const oidc = {
    issuer: text('FUJIE_OIDC_ISSUER').replace(/\/$/, ''),
    clientId: text('FUJIE_OIDC_CLIENT_ID'),
    clientSecret: text('FUJIE_OIDC_CLIENT_SECRET') || null,
    name: text('FUJIE_OIDC_NAME'),
    usernameClaim: text('FUJIE_OIDC_USERNAME_CLAIM'),
    createsAccounts: text('FUJIE_OIDC_CREATE') === 'claims',
  };
  if (oidc.issuer !== '' && !isSafeUrl(oidc.issuer))
    faults.push('FUJIE_OIDC_ISSUER does not begin with https:// (http:// is for this machine only)');
  if (oidc.issuer !== '' && oidc.clientId === '') faults.push('FUJIE_OIDC_ISSUER needs FUJIE_OIDC_CLIENT_ID');
  if (!['no', 'claims'].includes(text('FUJIE_OIDC_CREATE')))
    faults.push(`FUJIE_OIDC_CREATE is \`${text('FUJIE_OIDC_CREATE')}\`; write no or claims`);
  const peers = readPeers(text, integer, faults);
  const patients = readPatients(text, integer, faults);
  const notify = readNotify(text, faults);
  const dataDir = text('FUJIE_DATA_DIR') === '' ? defaultDataDir() : resolve(text('FUJIE_DATA_DIR'));
  if (faults.length > 0) throw new ConfigError(`Configuration: ${faults.join('; ')}`);
  return {
    databaseUrl: databaseUrl === '' ? null : databaseUrl,
    dataDir,
    host: text('FUJIE_HOST'),
    port,
    jurisdiction: text('FUJIE_JURISDICTION'),
    font: text('FUJIE_FONT'),
    privateHosts: text('FUJIE_PRIVATE_HOSTS')
      .split(',')
      .map((host) => host.trim())
      .filter((host) => host !== ''),
    publicUrl: text('FUJIE_PUBLIC_URL').replace(/\/$/, '') || `http://localhost:${String(port)}`,
    trustedProxies,
    secret: text('FUJIE_SECRET') || storedSecret(dataDir),
    cipher: cipher ?? 'aes-256-gcm',
    auditKeyFile: text('FUJIE_AUDIT_KEY') === '' ? null : resolve(text('FUJIE_AUDIT_KEY')),
    auditMonths,
    watchChanges: typeof watchChanges === 'string' ? [] : watchChanges,
    pool,
    logLevel: logLevel ?? 'warn',
    sessionHours,
    rateLimits: { address, account, system },
    sessionIdleMinutes,
    secondFactorRoles,
    oidc: oidc.issuer === '' ? null : oidc,
    peers,
    patients,
    notify,
  };
}

function rolesOf(text: string, faults: string[]): readonly string[] {
  if (text === '') return PEOPLE.filter((role) => role.endsWith('admin'));
  if (text === 'none') return [];
  const roles = text.split(',').map((role) => role.trim());
  const people: readonly string[] = PEOPLE;
  for (const role of roles.filter((r) => !people.includes(r)))
    faults.push(`FUJIE_SECOND_FACTOR_ROLES has \`${role}\`; write none, or roles out of ${people.join(', ')}`);
  return roles;
}

function isNetwork(text: string): boolean {
  const [address = '', length, ...rest] = text.split('/');
  const bits = { 0: 0, 4: 32, 6: 128 }[isIP(address)] ?? 0;
  if (bits === 0 || rest.length > 0) return false;
  return length === undefined || (/^[1-9]\d{0,2}$/.test(length) && Number(length) <= bits);
}
