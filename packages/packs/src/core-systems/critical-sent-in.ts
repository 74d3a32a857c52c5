/**
 * Critical value of a specimen that another institution sent in 外送标本危急值: the laboratory verifies it, reports it to who sent it, and is
 * done when that one has it. From there on it is followed in the loop of the sender, as one of its inpatients or outpatients.
 */
import type { LoopDefinition } from '@fujie/core/loops';

import { done, local } from '../loop-writer.ts';
import { CRITICAL_FIELDS } from './critical-fields.ts';
import { criticalValueInpatient, notify, reread, verify } from './critical-value.ts';

export const criticalValueSentIn: LoopDefinition = {
  ...criticalValueInpatient,
  id: 'critical-value/sent-in',
  title: { zh: '外送标本危急值（检验机构）', en: 'Critical value of a specimen that was sent in' },
  clauses: ['core-systems.14#03', 'core-systems.14#08', 'core-systems.14#09'],
  arises: {
    zh: '其他机构送检的标本（或委托的检查）出现危急值，医嘱写明该机构',
    en: 'A critical result of a specimen or examination that another institution ordered, as its order says',
  },
  parameters: {
    verify: local('核实时限', 'To be verified within', 5, 'minute'),
    notify: local('报告时限', 'To be reported within', 15, 'minute'),
    receive: local('送检机构接收时限', 'To be received by the sender within', 10, 'minute'),
    backFilled: local('补记界限', 'Recorded late after', 60, 'minute'),
    checkers: local('未见签名人的报告，核实人数', 'To verify a report that names nobody', 2, 'count'),
  },
  fields: CRITICAL_FIELDS,
  stages: [
    verify,
    reread,
    notify,
    {
      id: 'receive',
      zh: '送检机构接收',
      en: 'Received by the sender',
      clauses: ['core-systems.14#04', 'core-systems.14#08'],
      after: ['notify'],
      limit: { parameter: 'receive' },
      owner: { role: 'laboratory', at: 'institution' },
      alsoBy: ['platform'],
      outcomes: {
        // What the ward of the sender says in its own loop.
        received: {
          ...done('送检机构已接收', 'The sender has received it', ['receiver', 'value', 'readBack']),
          onlyBy: ['platform'],
        },
        mismatch: {
          ...done('送检机构称内容不符', 'The sender says that it does not match', ['reason']),
          ...{ again: ['notify'], onlyBy: ['platform'] },
        },
        // Whoever reports by telephone hears it read back, whether or not the ward records it.
        heard: {
          ...done('电话中对方已复读', 'Read back on the telephone', ['receiver', 'value', 'readBack']),
          repeats: ['value'],
        },
      },
    },
  ],
  // Nobody of the own wards has a part in it.
  escalation: [
    { percent: 80, to: { role: 'department-head', at: 'section' } },
    { percent: 100, to: { role: 'quality-office', at: 'institution' } },
  ],
  reopening: ['quality-office', 'platform'],
};
