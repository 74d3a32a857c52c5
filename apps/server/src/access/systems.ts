/** Systems 接入系统 with keys of their own, and programs 应用 at which people sign in with their account here. */
import { randomBytes } from 'node:crypto';

import type { JSONWebKeySet, JWK } from 'jose';
import { importJWK } from 'jose';

import { listAccounts } from '../platform/auth/accounts.query.ts';
import type { Actor } from '../platform/auth/permissions.ts';
import type { SystemKeys, SystemWithKeys } from '../platform/auth/systems.query.ts';
import { listSystems, putSystemKeys } from '../platform/auth/systems.query.ts';
import type { Config } from '../platform/config/config.ts';
import { isSafeUrl } from '../platform/config/safe-url.ts';
import type { AccountDeps } from './accounts.ts';
import { recordAccount, refuse, requireBindings, requireName } from './accounts.ts';
import { deleteApplication, putApplication } from './issuer/applications.query.ts';

const SHORTEST_RSA_BITS = 2048;

/** A system as somebody registers it: its keys are not believed yet. */
export type GivenSystem = Omit<SystemWithKeys, 'keys'> & {
  readonly keys: { readonly jwks: unknown } | { readonly jwksUrl: string };
};

/** Connects a system by its public keys, given or published at an address. */
export async function registerKeys(deps: AccountDeps, actor: Actor, given: GivenSystem): Promise<void> {
  const system = await checkedSystem(deps, given);
  const [before] = await listSystems(deps.db, system.id);
  await putSystemKeys(deps.db, system);
  await recordAccount(deps, actor, 'account:keys', system.id, {
    before: before === undefined ? null : summaryOf(before),
    after: summaryOf({ ...system, ...system.keys, ehrUrl: system.ehr?.url ?? null }),
  });
}

/** What the audit holds of a system: places, kinds and names of keys. */
function summaryOf(system: {
  readonly institution: string;
  readonly kinds?: readonly string[] | undefined;
  readonly jwks?: JSONWebKeySet | null;
  readonly jwksUrl?: string | null;
  readonly issuer: string | null;
  readonly ehrUrl: string | null;
}): Readonly<Record<string, unknown>> {
  const { institution, kinds, jwks, jwksUrl, issuer, ehrUrl } = system;
  return { institution, kinds, keys: jwks?.keys.map((key) => key.kid) ?? jwksUrl ?? null, issuer, ehr: ehrUrl };
}

/** What is registered, when it may be. */
export async function checkedSystem(deps: AccountDeps, system: GivenSystem): Promise<SystemWithKeys> {
  requireName(system.id);
  await requireBindings(deps, { role: 'system', institution: system.institution });
  const [other] = await listAccounts(deps.db, system.id);
  if (other !== undefined && other.role !== 'system')
    refuse(`\`${system.id}\` is the account of a person: choose another name`, `${system.id} 是人员账号，请换一个名称`);
  const { ehr = null } = system;
  if (ehr !== null && !isSafeUrl(ehr.url))
    refuse(`\`${ehr.url}\` does not begin with https://`, '电子病历的 FHIR 地址必须以 https:// 开头');
  const url = ehr?.url.endsWith('/') === true ? ehr.url.slice(0, -1) : ehr?.url;
  return {
    ...system,
    keys: await checkedKeys(system.keys),
    ehr: ehr === null || url === undefined ? null : { ...ehr, url },
  };
}

async function checkedKeys(keys: { readonly jwks: unknown } | { readonly jwksUrl: string }): Promise<SystemKeys> {
  if ('jwksUrl' in keys) {
    if (!isSafeUrl(keys.jwksUrl))
      refuse(`\`${keys.jwksUrl}\` does not begin with https://`, '公钥地址必须以 https:// 开头');
    return keys;
  }
  const { jwks } = keys;
  const list: unknown = typeof jwks === 'object' && jwks !== null && 'keys' in jwks ? jwks.keys : undefined;
  if (!Array.isArray(list) || list.length === 0)
    return refuse('The file is no JWKS: it needs `keys`, a list of public keys', '文件不是 JWKS：缺少 keys 列表');
  return { jwks: { keys: await Promise.all(list.map(publicKey)) } };
}

/** A key with which a system may sign, without anything private. */
async function publicKey(given: unknown): Promise<JWK> {
  const key = (given ?? {}) as JWK;
  if (key.d !== undefined)
    refuse(
      'The file holds a private key: give the public keys only, and make a new pair',
      '文件含有私钥，请仅提供公钥，并更换密钥对',
    );
  const { kid = '' } = key;
  if (kid === '') refuse('A key has no `kid`', '密钥缺少 kid');
  const bits = Buffer.from(key.n ?? '', 'base64url').length * 8;
  const isStrong = key.kty === 'EC' ? key.crv === 'P-384' : key.kty === 'RSA' && bits >= SHORTEST_RSA_BITS;
  const alg = key.kty === 'EC' ? 'ES384' : 'RS384';
  if (!isStrong || !(await importJWK(key, alg).then(Boolean, () => false))) {
    refuse(
      `The key \`${kid}\` is none for ES384 (EC, P-384) or RS384 (RSA, 2048 bits or more)`,
      `密钥 ${kid} 不能用于 ES384（P-384）或 RS384（RSA 不少于 2048 位）`,
    );
  }
  return { ...key, alg };
}

export interface NewApplication {
  readonly id: string;
  readonly name: string;
  readonly redirectUris: readonly string[];
  readonly leaveUris: readonly string[];
  readonly isPublic: boolean;
}

/** Registers a program; returns its secret, shown this once, or null for a public one. */
export async function registerApplication(
  deps: AccountDeps & { readonly config: Pick<Config, 'secret'> },
  actor: Actor,
  { isPublic, ...application }: NewApplication,
): Promise<string | null> {
  requireName(application.id);
  for (const uri of [...application.redirectUris, ...application.leaveUris]) {
    if (!isSafeUrl(uri)) refuse(`\`${uri}\` does not begin with https://`, `${uri} 必须以 https:// 开头`);
  }
  if ((await listAccounts(deps.db, application.id)).length > 0)
    refuse(`\`${application.id}\` is taken: choose another name`, `${application.id} 已被使用，请换一个`);
  const secret = isPublic ? null : randomBytes(32).toString('base64url');
  await putApplication(deps.db, deps.config.secret, { ...application, secret });
  await recordAccount(deps, actor, 'account:application', application.id);
  return secret;
}

/** Lets nobody sign in at a program any more. */
export async function removeApplication(deps: AccountDeps, actor: Actor, id: string): Promise<void> {
  if (!(await deleteApplication(deps.db, id))) refuse(`There is no program \`${id}\``, `没有应用 ${id}`);
  await recordAccount(deps, actor, 'account:application-remove', id);
}
