/** `npm run doubles`: what it prints is what a server has to be told, and what it was told it prints. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

import type { Instant } from '@fujie/core/kernel';
import { expect, test } from 'vitest';

import { createChannels } from '../../src/notify/channels/channels.ts';
import { loadConfig } from '../../src/platform/config/config.ts';

test('the other ends of notices run by themselves and take what is sent to them', async () => {
  const child = spawn(process.execPath, ['--import', 'tsx', join(import.meta.dirname, 'run.ts'), '0', '0'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let said = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    said += text;
  });
  try {
    await expect.poll(() => said).toContain('Ctrl-C stops everything');
    const env = Object.fromEntries<string | undefined>(
      [...said.matchAll(/^export (\w+)='(.*)'$/gm)].map(([, name = '', value]) => [name, value] as const),
    );
    const config = loadConfig({ ...env, FUJIE_SECRET: 's'.repeat(32), FUJIE_LOG_LEVEL: 'silent' });
    const channels = createChannels(config);
    const message = {
      ...{ key: 'one', at: Date.now() as Instant, subject: { zh: '试一试', en: 'A try' }, items: [] },
      ...{ code: '123456', isAgain: false },
    };
    const to = (address: string, secret: string | null = null) => ({ address, secret });
    await channels.email?.send(to('somebody@example.org'), message);
    await channels.sms?.send(to('13800000000'), message);
    const [robot = ''] = /http\S+robot\/send\S+/.exec(said) ?? [];
    await channels.dingtalk?.send(to(robot, 'SEC-robot'), message);
    for (const words of ['somebody@example.org', '"code":"123456"', '/robot/send', '"errcode":0', '"Code":"OK"'])
      await expect.poll(() => said).toContain(words);
  } finally {
    child.kill('SIGTERM');
    await once(child, 'exit');
  }
});
