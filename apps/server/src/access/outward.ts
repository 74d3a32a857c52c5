/** Addresses of keys and record systems that an administrator enters 出站地址: see platform/net/outward.ts. */
import type { Config } from '../platform/config/config.ts';
import { hostFault, hostOf } from '../platform/net/outward.ts';
import { refuse } from './accounts.ts';

/** Refuses addresses whose host lies in a private network and is not named in FUJIE_PRIVATE_HOSTS. */
export async function refusePrivateAddress(
  config: Pick<Config, 'privateHosts'>,
  urls: readonly (string | undefined)[],
): Promise<void> {
  for (const text of urls) {
    const url = text !== undefined && URL.canParse(text) ? new URL(text) : null;
    const fault = url === null ? null : await hostFault(config, hostOf(url));
    if (fault !== null) refuse(fault.en, fault.zh);
  }
}
