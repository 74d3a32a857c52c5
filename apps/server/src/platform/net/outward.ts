/**
 * Addresses that somebody enters and this server then asks 出站地址: of this hospital network only where the installation says so, so
 * that nobody makes the server look around inside (SSRF). They begin with https, whose certificate binds the name.
 */
import { lookup } from 'node:dns/promises';
import { BlockList, isIP } from 'node:net';

import type { Bilingual } from '@fujie/core/kernel';

import type { Config } from '../config/config.ts';

const PRIVATE = new BlockList();
for (const [network, prefix] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['224.0.0.0', 3],
] as const)
  PRIVATE.addSubnet(network, prefix, 'ipv4');
for (const [network, prefix] of [
  ['::', 127],
  // Translated from and carried in the fourth version: 10.0.0.1 as 64:ff9b:1::a00:1 or 2002:a00:1::.
  ['64:ff9b::', 96],
  ['64:ff9b:1::', 48],
  ['2001::', 32],
  ['2002::', 16],
  ['fc00::', 7],
  ['fe80::', 10],
  ['fec0::', 10],
  ['ff00::', 8],
] as const)
  PRIVATE.addSubnet(network, prefix, 'ipv6');

/** Whether an address belongs to no public network. */
export function isPrivateAddress(address: string): boolean {
  return PRIVATE.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4');
}

/** Why a host must not be asked: it lies in a private network and is not named in FUJIE_PRIVATE_HOSTS, or is none; null: it may. */
export async function hostFault(
  { privateHosts }: Pick<Config, 'privateHosts'>,
  host: string,
): Promise<Bilingual | null> {
  if (privateHosts.includes(host)) return null;
  const addresses = isIP(host) === 0 ? await addressesOf(host) : [host];
  if (addresses.length === 0)
    return { en: `\`${host}\` has no address: check the name`, zh: `${host} 无法解析，请核对域名` };
  if (!addresses.some(isPrivateAddress)) return null;
  return {
    en: `\`${host}\` lies in a private network: name it in FUJIE_PRIVATE_HOSTS, or give a public address`,
    zh: `${host} 位于内部网络：请由部署方在 FUJIE_PRIVATE_HOSTS 中列出，或改用公网地址`,
  };
}

async function addressesOf(host: string): Promise<readonly string[]> {
  const found = await lookup(host, { all: true }).catch(() => []);
  return found.map(({ address }) => address);
}

/** The host that an address names, as it is looked up. */
export function hostOf({ hostname }: URL): string {
  return hostname.replace(/^\[|\]$/g, '');
}
