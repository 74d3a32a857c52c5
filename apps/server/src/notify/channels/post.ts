/** Sends to an address that somebody entered: never to the inside of this network, never followed elsewhere. */
import type { Config } from '../../platform/config/config.ts';
import { isSafeUrl } from '../../platform/config/safe-url.ts';
import { boundedFetch } from '../../platform/http/bounded-fetch.ts';
import { hostFault, hostOf } from '../../platform/net/outward.ts';

const WAIT_MS = 10_000;

/** Posts a body and gives the answer's text; fails unless it was taken. */
export async function post(
  config: Pick<Config, 'privateHosts'>,
  url: URL,
  headers: Readonly<Record<string, string>>,
  body: string,
): Promise<string> {
  if (!isSafeUrl(url.href)) throw new Error('the address does not begin with https://');
  const fault = await hostFault(config, hostOf(url));
  if (fault !== null) throw new Error(fault.en);
  const answer = await boundedFetch(url, { method: 'POST', headers, body, signal: AbortSignal.timeout(WAIT_MS) });
  if (!answer.ok) throw new Error(`answered ${String(answer.status)}`);
  return answer.text();
}

/** Posts what a robot says, and fails unless its `errcode` is 0. */
export async function postToRobot(config: Pick<Config, 'privateHosts'>, url: URL, content: string): Promise<void> {
  const body = JSON.stringify({ msgtype: 'text', text: { content } });
  const answer = await post(config, url, { 'content-type': 'application/json' }, body);
  const { errcode } = JSON.parse(answer) as { errcode?: unknown };
  if (errcode !== 0) throw new Error(`the robot answered errcode ${String(errcode)}`);
}
