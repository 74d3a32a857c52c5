/** `npm run doubles [-- HTTP_PORT SMTP_PORT]`: the other ends of notices on this machine, each line what one of them was told, until Ctrl-C. */
import { textOf } from './mail-server.ts';
import { KEYS, startOtherEnds } from './other-ends.ts';

const [http = '8025', smtp = '2525'] = process.argv.slice(2);
const PORTS = { http: Number(http), smtp: Number(smtp) };
const say = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

const ends = await startOtherEnds({
  ports: PORTS,
  on: {
    mail: (mail) => {
      say(`\n[mail 邮件 → ${mail.to}]\n${textOf(mail)}`);
    },
    told: ({ path, headers, body, answer }) => {
      const action = headers['x-acs-action'];
      const name = typeof action === 'string' ? `sms 短信 ${action}` : path;
      say(`\n[${name}] ${decodeURIComponent(body)}\n→ ${String(answer.status)} ${JSON.stringify(answer.body)}`);
    },
  },
});
say('Start Fujie in another terminal with (在另一终端以下列环境变量启动符节):\n');
say(
  Object.entries(ends.env)
    .map(([name, value]) => `export ${name}='${value}'`)
    .join('\n'),
);
say(`\nGroups to add under “Account, Notices” as the quality office (以质量办账号在“通知设置”中添加):
  WeCom 企业微信   ${ends.robots.wecom}
  DingTalk 钉钉    ${ends.robots.dingtalk}   secret ${KEYS.dingtalkSecret}
  webhook          ${ends.robots.webhook}   secret ${KEYS.webhookSecret}
\nCtrl-C stops everything (按 Ctrl-C 停止).`);
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.on(signal, () => {
    void ends.close().then(() => process.exit(0));
  });
