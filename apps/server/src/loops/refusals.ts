/** Why what somebody would record of a loop is not taken. */
import type { Bilingual } from '@fujie/core/kernel';
import type { Finding, Flaw } from '@fujie/core/loops';

import { HttpProblem } from '../platform/http/problems.ts';

export function recordedElsewhere(page: string): HttpProblem {
  return new HttpProblem('refused', {
    en: `This is recorded on the page ${page}, which keeps its evidence.`,
    zh: `请在页面 ${page} 办理：依据保存在该处。`,
  });
}

/** What was tried, by the name of the field that tells the ways apart. */
type TooFew = NonNullable<Finding['tried']> & Bilingual;

export function refusal(flaw: Flaw, fields: readonly string[], tried?: TooFew): HttpProblem {
  const { en, zh } = REFUSALS[flaw];
  const missing = fields.map((field) => ({
    code: 'missing',
    path: `body.fields.${field}`,
    message: `\`${field}\` is missing`,
    messageZh: `缺少“${field}”`,
  }));
  return new HttpProblem('refused', { en, zh }, tried === undefined ? missing : [...missing, fewer(tried)]);
}

/** How much was tried, and how much is asked for. */
function fewer({ attempts, least, kinds, leastKinds, field, zh, en }: TooFew) {
  return {
    code: 'too-few',
    path: `body.fields.${field}`,
    message: `Recorded: ${String(attempts)} attempts, “${en}” in ${String(kinds)} ways; needed: ${String(least)} attempts in ${String(leastKinds)} ways`,
    messageZh: `已记录 ${String(attempts)} 次，“${zh}”${String(kinds)} 种；至少须记录 ${String(least)} 次、${String(leastKinds)} 种`,
  };
}

const REFUSALS: Readonly<Record<Flaw, { readonly en: string; readonly zh: string }>> = {
  late: { en: 'It is late.', zh: '已超时限。' },
  'back-filled': { en: 'It is recorded late.', zh: '属于补记。' },
  'no-evidence': {
    en: 'Fill in what is listed: without it nothing is proven.',
    zh: '请补全所列各项，缺少则不能作为完成依据。',
  },
  'too-few-attempts': {
    en: 'Too little was tried to give it up: record further attempts first, as is listed.',
    zh: '尝试次数或对象不足，请先按所列继续尝试并记录。',
  },
  'wrong-person': { en: 'This stage is the task of another role.', zh: '该环节不由您的角色办理。' },
  'same-person': {
    en: 'Another person must do this than whoever did the stage before or took part in it.',
    zh: '须由未办理、也未参与前一环节的人办理。',
  },
  'before-start': {
    en: 'The time lies before this stage began: correct the time, or record the earlier stage first.',
    zh: '时间早于该环节开始，请更正时间，或先补录前一环节。',
  },
  'recorded-before-act': { en: 'The time lies in the future: correct it.', zh: '时间在将来，请更正。' },
  'unknown-outcome': { en: 'This loop has no such stage and outcome.', zh: '该闭环没有此环节或处理结果。' },
  'waiver-refused': { en: 'This role may not release from it for this reason.', zh: '您的角色不能以该理由豁免。' },
  'reopening-refused': {
    en: 'It is not closed, or your role may not open it again.',
    zh: '闭环尚未关闭，或您的角色不能重新打开。',
  },
};
