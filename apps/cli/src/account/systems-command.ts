/** `fujie account keys`, `application`: systems with keys of their own, and programs at which people sign in. */
import { readFileSync } from 'node:fs';

import { registerApplication, registerKeys, removeApplication } from '@fujie/server/access';
import { loadConfig } from '@fujie/server/platform';
import type { Command } from 'commander';

import { asOperator } from './operator.ts';

interface KeyOptions {
  readonly name: string;
  readonly institution: string;
  readonly jwks?: string;
  readonly jwksUrl?: string;
  readonly issuer?: string;
}

interface ApplicationOptions {
  readonly name: string;
  readonly redirect: string[];
  readonly leave?: string[];
  readonly public?: true;
}

/** Adds what connects systems and programs to `fujie account`. */
export function registerSystemCommands(account: Command): void {
  account
    .command('keys <id>')
    .description('connect a system of an institution by its public keys, without a password (登记系统公钥)')
    .requiredOption('--name <name>', 'name of the system (系统名称)')
    .requiredOption('--institution <code>', 'institution whose results it sends and orders it asks about (机构)')
    .option('--jwks <file>', 'its public keys as JWKS: ES384 or RS384 (公钥文件)')
    .option('--jwks-url <url>', 'the address where it publishes them (公钥地址)')
    .option('--issuer <iss>', 'what its CDS Hooks requests name as `iss`; its id unless given (CDS Hooks 的 iss)')
    .action((id: string, { name, institution, jwks, jwksUrl, issuer }: KeyOptions) =>
      asOperator(async (deps, actor) => {
        if ((jwks === undefined) === (jwksUrl === undefined))
          throw new Error('Give either --jwks or --jwks-url (请提供 --jwks 或 --jwks-url 之一)');
        const keys = jwksUrl === undefined ? { jwks: readJwks(jwks ?? '') } : { jwksUrl };
        await registerKeys(deps, actor, { id, name, institution, keys, issuer: issuer ?? null });
        console.log(id);
      }),
    );
  account
    .command('application <id>')
    .description('let people sign in at a program with their account here; prints its secret once (登记应用)')
    .requiredOption('--name <name>', 'name of the program (应用名称)')
    .requiredOption('--redirect <uri...>', 'addresses to which it is led back (回调地址)')
    .option('--leave <uri...>', 'addresses to which it is led after signing out (退出后的地址)')
    .option('--public', 'it can keep no secret: PKCE alone (公开客户端，仅用 PKCE)')
    .action((id: string, { name, redirect, leave = [], public: isPublic }: ApplicationOptions) =>
      asOperator(async (deps, actor) => {
        const application = { id, name, redirectUris: redirect, leaveUris: leave, isPublic: isPublic === true };
        const secret = await registerApplication({ ...deps, config: loadConfig() }, actor, application);
        console.log(secret === null ? id : `${id}\t${secret}`);
      }),
    );
  account
    .command('remove-application <id>')
    .description('let nobody sign in at a program any more (移除应用)')
    .action((id: string) => asOperator((deps, actor) => removeApplication(deps, actor, id)));
}

function readJwks(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as unknown;
  } catch {
    throw new Error(`\`${file}\` cannot be read as JSON (无法读取 JSON 文件)`);
  }
}
