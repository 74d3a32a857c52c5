/** Configuration: every key with type, default and description; a bad start lists every fault at once. */
import { createHash, randomBytes } from 'node:crypto';
import {
  accessSync,
  chmodSync,
  constants,
  existsSync,
  mkdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { isIP } from 'node:net';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

import type { WatchChange } from '@fujie/core/watch';
import { readWatchChanges } from '@fujie/core/watch';

import { PEOPLE } from '../auth/permissions.ts';
import type { Cipher } from '../db/key-ring.ts';
import { CIPHERS } from '../db/key-ring.ts';
import type { NotifyConfig } from './notify.ts';
import { NOTIFY_KEYS, readNotify } from './notify.ts';
import type { PatientConfig } from './patients.ts';
import { PATIENT_KEYS, readPatients } from './patients.ts';
import type { PeerConfig } from './peers.ts';
import { PEER_KEYS, readPeers } from './peers.ts';
import { isSafeUrl } from './safe-url.ts';

interface Key {
  readonly name: string;
  readonly describe: string;
  readonly describeZh: string;
  readonly default: string;
  readonly secret?: true;
}

/** Every environment variable that Fujie reads. `fujie config` prints this table. */
export const CONFIG_KEYS = [
  {
    name: 'FUJIE_DATABASE_URL',
    default: '',
    describe:
      'PostgreSQL 15 or later, as postgres://user:password@host:port/database; empty: embedded in FUJIE_DATA_DIR',
    describeZh: 'PostgreSQL 15 及以上的连接串；为空则使用 FUJIE_DATA_DIR 中的内嵌数据库',
  },
  {
    name: 'FUJIE_DATA_DIR',
    default: '',
    describe: 'Where the embedded database and the secret live; empty: .fujie beside the program',
    describeZh: '内嵌数据库与密钥的目录；为空则为程序旁的 .fujie',
  },
  {
    name: 'FUJIE_FONT',
    default: '/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc#NotoSansCJKsc-Regular',
    describe: 'Font of printed papers, as a path; of a collection with the name of its face behind #',
    describeZh: '打印文件的字体路径；字体集须在 # 后写明字体名',
  },
  { name: 'FUJIE_HOST', default: '127.0.0.1', describe: 'Address to listen on', describeZh: '监听地址' },
  { name: 'FUJIE_PORT', default: '8080', describe: 'HTTP port', describeZh: 'HTTP 端口' },
  {
    name: 'FUJIE_JURISDICTION',
    default: 'taiyuan',
    describe: 'Ordered set of packs in force: national, taiyuan, sichuan or henan',
    describeZh: '适用的法规包组合：national、taiyuan、sichuan 或 henan',
  },
  {
    name: 'FUJIE_PUBLIC_URL',
    default: '',
    describe:
      'Absolute address under which users reach this server, as links and papers name it; empty: http://localhost:FUJIE_PORT, and papers name none',
    describeZh:
      '用户访问本服务的完整地址，用于链接和纸质文书上的核验地址；为空则为 http://localhost:FUJIE_PORT，文书上不印地址',
  },
  {
    name: 'FUJIE_TRUSTED_PROXIES',
    default: '',
    describe:
      'Addresses or networks of the reverse proxies, separated by commas, such as 127.0.0.1,10.0.0.0/8; only they may say in X-Forwarded-For who is asking',
    describeZh: '反向代理的地址或网段，以逗号分隔，如 127.0.0.1,10.0.0.0/8；仅采信其 X-Forwarded-For 中的来源地址',
  },
  {
    name: 'FUJIE_SECRET',
    default: '',
    secret: true,
    describe:
      'At least 32 characters; keys the hashes of identifiers and wraps the keys of the database. Empty: generated once into FUJIE_DATA_DIR',
    describeZh: '至少 32 个字符，用作标识符散列与数据库密钥的主密钥；为空则在 FUJIE_DATA_DIR 中生成一次',
  },
  {
    name: 'FUJIE_CIPHER',
    default: 'aes-256-gcm',
    describe:
      'How messages, names and identifiers are sealed in the database from now on: aes-256-gcm, or sm4 (SM4-CTR with HMAC-SM3); earlier values open either way',
    describeZh:
      '此后写入数据库的报文、姓名与标识的加密算法：aes-256-gcm 或 sm4（SM4-CTR 加 HMAC-SM3）；以前的数据均可解密',
  },
  {
    name: 'FUJIE_AUDIT_KEY',
    default: '',
    describe:
      'File with the SM2 private key that signs audit anchors, 64 hexadecimal digits; empty: made once as audit-key in FUJIE_DATA_DIR. Several servers of one database share one key',
    describeZh:
      '审计锚点签名所用 SM2 私钥文件（64 位十六进制）；为空则在 FUJIE_DATA_DIR 中生成 audit-key；共用数据库的多个服务须使用同一密钥',
  },
  {
    name: 'FUJIE_AUDIT_MONTHS',
    default: '24',
    describe:
      'Months for which audit entries are kept, at least 24: a day holds laboratory records too (henan-2025.lab.6#08)',
    describeZh: '审计记录保存月数，至少 24（含检验记录，henan-2025.lab.6#08）',
  },
  {
    name: 'FUJIE_WATCH',
    default: '',
    describe:
      'Figures of the watch over keys and reading that a region sets, each list entry from a day on, such as [{"from":"2026-01-01","travelKmPerHour":200}]; empty: the defaults of the platform',
    describeZh: '异常使用监测的本地参数（JSON 列表，各自某日起生效）；为空则采用平台默认值',
  },
  {
    name: 'FUJIE_POOL',
    default: '16',
    describe: 'Database connections of one server',
    describeZh: '单个服务的数据库连接数',
  },
  {
    name: 'FUJIE_LOG_LEVEL',
    default: 'warn',
    describe: 'trace, debug, info, warn, error or silent',
    describeZh: '日志级别',
  },
  {
    name: 'FUJIE_SESSION_HOURS',
    default: '12',
    describe: 'Hours after which a sign-in ends',
    describeZh: '登录有效小时数',
  },
  {
    name: 'FUJIE_RATE_LIMITS',
    default: '3000,3000,120000',
    describe:
      'Requests a minute: of one address without account, of one account, of one connected system; what is more is answered 429',
    describeZh: '每分钟请求上限：未登录的单个地址、单个账号、单个接入系统；超出者应答 429',
  },
  {
    name: 'FUJIE_SESSION_IDLE_MINUTES',
    default: '30',
    describe: 'Minutes without use after which a sign-in ends',
    describeZh: '无操作自动退出的分钟数',
  },
  {
    name: 'FUJIE_SECOND_FACTOR_ROLES',
    default: '',
    describe:
      'Roles that sign in with a second factor only, separated by commas, or none; empty: every administrator (none in a demonstration)',
    describeZh: '必须使用第二因素登录的角色，以逗号分隔；none 表示均不要求；为空则为各类管理员（演示环境不要求）',
  },
  {
    name: 'FUJIE_PRIVATE_HOSTS',
    default: '',
    describe:
      'Hosts inside this network at which keys and record systems of hospitals may be asked, separated by commas; empty: public addresses only',
    describeZh: '允许访问的内网主机（医院公钥地址与电子病历），以逗号分隔；为空则仅访问公网地址',
  },
  {
    name: 'FUJIE_OIDC_ISSUER',
    default: '',
    describe: 'OpenID Connect issuer at which people sign in besides the accounts here; empty: none',
    describeZh: '统一身份认证（OpenID Connect）的签发者地址；为空则仅使用本平台账号',
  },
  { name: 'FUJIE_OIDC_CLIENT_ID', default: '', describe: 'Client id there', describeZh: '在该处登记的客户端标识' },
  {
    name: 'FUJIE_OIDC_CLIENT_SECRET',
    default: '',
    secret: true,
    describe: 'Client secret there; empty: a public client, protected by PKCE alone',
    describeZh: '客户端密钥；为空则为仅由 PKCE 保护的公开客户端',
  },
  {
    name: 'FUJIE_OIDC_NAME',
    default: '统一身份认证',
    describe: 'What the sign-in page calls it',
    describeZh: '登录页上显示的名称',
  },
  {
    name: 'FUJIE_OIDC_USERNAME_CLAIM',
    default: 'preferred_username',
    describe: 'Claim that holds the username of the account here',
    describeZh: '存放本平台用户名的声明',
  },
  {
    name: 'FUJIE_OIDC_CREATE',
    default: 'no',
    describe:
      'no: whoever has no account here is refused; claims: the account is made from the claims fujie_role, fujie_institution, fujie_department, fujie_practitioner and fujie_region',
    describeZh: 'no：没有本平台账号者不得登录；claims：按 fujie_role、fujie_institution 等声明自动建立账号',
  },
  ...PEER_KEYS,
  ...PATIENT_KEYS,
  ...NOTIFY_KEYS,
] as const satisfies readonly Key[];

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
  const text = (name: (typeof CONFIG_KEYS)[number]['name']): string => {
    const value = env[name];
    return value === undefined || value === '' ? (CONFIG_KEYS.find((k) => k.name === name)?.default ?? '') : value;
  };
  const integer = (name: (typeof CONFIG_KEYS)[number]['name'], min: number, max: number): number => {
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

/** Root of the checkout or of the installed program. */
export const PROGRAM_ROOT = resolve(dirname(fileURLToPath(import.meta.url)), '../../../../..');

/** `.fujie` beside the program; under root, if that place is closed to other users, a folder of its own in /var/lib. */
function defaultDataDir(): string {
  const beside = join(PROGRAM_ROOT, '.fujie');
  if (process.getuid?.() !== 0 || isOpenToOthers(PROGRAM_ROOT)) return beside;
  return join('/var/lib/fujie', createHash('sha256').update(PROGRAM_ROOT).digest('hex').slice(0, 12));
}

/** Whether every folder on the way may be entered by any user. */
export function isOpenToOthers(path: string): boolean {
  for (let dir = path; ; dir = dirname(dir)) {
    if ((statSync(dir).mode & 0o001) === 0) return false;
    if (dir === dirname(dir)) return true;
  }
}

function storedSecret(dataDir: string): string {
  mkdirSync(dataDir, { recursive: true });
  const file = join(dataDir, 'secret');
  if (!existsSync(file)) {
    writeFileSync(file, randomBytes(32).toString('hex'), { mode: 0o600, flag: 'wx' });
    chmodSync(file, 0o600);
  }
  accessSync(file, constants.R_OK);
  return readFileSync(file, 'utf8').trim();
}
