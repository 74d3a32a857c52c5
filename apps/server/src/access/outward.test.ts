import { expect, test } from 'vitest';

import { AccountProblem } from './accounts.ts';
import { isPrivateAddress } from '../platform/net/outward.ts';
import { refusePrivateAddress } from './outward.ts';

test('addresses of this machine, of private and of special networks are told from public ones', () => {
  for (const address of [
    '127.0.0.1',
    '10.1.2.3',
    '172.31.0.1',
    '192.168.1.1',
    '169.254.169.254',
    '100.64.0.1',
    '0.0.0.0',
  ])
    expect([address, isPrivateAddress(address)]).toEqual([address, true]);
  for (const address of [
    ...['::1', '::', 'fd00::1', 'fe80::1', 'fec0::1', '::ffff:10.0.0.1'],
    ...['64:ff9b::a00:1', '64:ff9b:1::a00:1', '2002:a00:1::1', '2001::1'],
  ])
    expect([address, isPrivateAddress(address)]).toEqual([address, true]);
  for (const address of ['8.8.8.8', '172.32.0.1', '2001:4860:4860::8888'])
    expect([address, isPrivateAddress(address)]).toEqual([address, false]);
});

test('an address inside is asked only when the installation names its host', async () => {
  const ask = (privateHosts: readonly string[], url: string) =>
    refusePrivateAddress({ privateHosts }, [url, undefined]);
  await expect(ask([], 'https://10.0.0.8/jwks')).rejects.toThrow(AccountProblem);
  await expect(ask([], 'https://[::1]/jwks')).rejects.toThrow('FUJIE_PRIVATE_HOSTS');
  await expect(ask([], 'https://localhost/jwks')).rejects.toThrow('FUJIE_PRIVATE_HOSTS');
  await ask(['10.0.0.8'], 'https://10.0.0.8/jwks');
  await ask([], 'https://8.8.8.8/jwks');
});
