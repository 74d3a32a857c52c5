/** Sends to an address that somebody entered: never to the inside of this network, never followed elsewhere. */
import type { Config } from '../../platform/config/config.ts';
import { isSafeUrl } from '../../platform/config/safe-url.ts';
import { boundedFetch } from '../../platform/http/bounded-fetch.ts';
import { hostFault, hostOf } from '../../platform/net/outward.ts';
import { SendFault } from './fault.ts';

const WAIT_MS = 10_000;
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const TOO_MANY = 429;

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
  if (answer.status === TOO_MANY) throw new SendFault('later', 'answered 429', patienceOf(answer.headers));
  if (!answer.ok) throw new Error(`answered ${String(answer.status)}`);
  return answer.text();
}

/** The seconds of `Retry-After`, an hour at most; without it a minute. */
function patienceOf(headers: Headers): number {
  const seconds = Number(headers.get('retry-after') ?? '');
  return seconds > 0 ? Math.min(seconds * 1000, HOUR_MS) : MINUTE_MS;
}

/** What a robot answers when it has been told too much in a minute, for how long it then takes nothing, and when it is none any more. */
export interface RobotAnswers {
  readonly tooFast: readonly number[];
  readonly restMs: number;
  readonly refused: readonly number[];
}

/** 企业微信: 45009 and 45033 ask for patience; 93000 is a robot that was removed. */
export const WECOM: RobotAnswers = { tooFast: [45_009, 45_033], restMs: MINUTE_MS, refused: [93_000] };

/** 钉钉: more than twenty a minute are followed by ten minutes of silence; 300001 is no such robot, 310000 a wrong secret. */
export const DINGTALK: RobotAnswers = {
  tooFast: [130_101, 410_100],
  restMs: 10 * MINUTE_MS,
  refused: [300_001, 310_000],
};

/** Posts what a robot says, and fails unless its `errcode` is 0. */
export async function postToRobot(
  config: Pick<Config, 'privateHosts'>,
  url: URL,
  content: string,
  { tooFast, restMs, refused }: RobotAnswers,
): Promise<void> {
  const body = JSON.stringify({ msgtype: 'text', text: { content } });
  const answer = await post(config, url, { 'content-type': 'application/json' }, body);
  const { errcode } = JSON.parse(answer) as { errcode?: unknown };
  if (errcode === 0) return;
  const said = `the robot answered errcode ${String(errcode)}`;
  if (typeof errcode === 'number' && tooFast.includes(errcode)) throw new SendFault('later', said, restMs);
  throw new SendFault(typeof errcode === 'number' && refused.includes(errcode) ? 'final' : 'mend', said);
}
