/**
 * A critical value 危急值 that somebody was told of and that is none: whoever was told hears of it at once, before the patient is treated for
 * it any further. Minutes are proposals: the document says at once, and accurately.
 */
import type { LoopDefinition } from '@fujie/core/loops';

import { done, local } from '../loop-writer.ts';
import { criticalValueInpatient, NEWER, ORDERS_AND_NOTES, TESTED_HERE, TREATED_HERE } from './critical-value.ts';

const { channel, receiver, reason, measures, value, unit, reached, tried, sentBy, testedBy } =
  criticalValueInpatient.fields;

export const criticalValueWithdrawn: LoopDefinition = {
  id: 'critical-value/withdrawn',
  title: { zh: '已报告的危急值被更正或撤回', en: 'Critical value that was told, and is none' },
  clauses: ['core-systems.14#03', 'core-systems.14#04', 'core-systems.14#07', 'core-systems.14#08'],
  arises: {
    zh: '已向临床报告的危急值，其结果更正为非危急值或被撤回',
    en: 'The result of a critical value that was told is corrected to none, or withdrawn',
  },
  harm: 1,
  parameters: {
    retract: local('告知更正时限', 'To be taken back within', 10, 'minute'),
    review: local('核对处置时限', 'Treatment to be reviewed within', 30, 'minute'),
    attempts: local('放弃前至少联系', 'Attempts before it is given up', 3, 'count'),
    patient: local('告知患者时限', 'Patient to be told within', 60, 'minute'),
    backFilled: local('补记界限', 'Recorded late after', 60, 'minute'),
  },
  fields: Object.fromEntries(
    Object.entries({ channel, receiver, reason, measures, value, unit, reached, tried, sentBy, testedBy }).flatMap(
      ([name, field]) => (field === undefined ? [] : [[name, field]]),
    ),
  ),
  stages: [
    {
      id: 'retract',
      zh: '告知更正',
      en: 'Take it back',
      clauses: ['core-systems.14#03'],
      after: [],
      when: [TESTED_HERE],
      limit: { parameter: 'retract' },
      owner: { role: 'laboratory', at: 'institution' },
      outcomes: {
        told: done('已告知临床', 'The ward was told', ['channel', 'receiver']),
        unreached: { zh: '未接通', en: 'Not reached', effect: 'attempt', requires: ['channel'], asks: ['reason'] },
      },
    },
    {
      id: 'review',
      zh: '核对处置',
      en: 'Review the treatment',
      clauses: ['core-systems.14#04'],
      after: ['retract'],
      when: [TREATED_HERE],
      limit: { parameter: 'review' },
      owner: { role: 'doctor', at: 'department' },
      alsoBy: ['department-head'],
      provenBy: ORDERS_AND_NOTES,
      outcomes: {
        changed: done('已停止或调整处置', 'Treatment stopped or changed', ['measures']),
        unneeded: done('未据此处置，无需调整', 'Nothing was done because of it', ['reason']),
      },
    },
    {
      id: 'patient',
      zh: '告知患者',
      en: 'Tell the patient',
      clauses: ['core-systems.14#07'],
      after: ['retract'],
      // Only who was reached because of it has to hear that it is none.
      when: [TREATED_HERE, { fact: 'patient', in: ['reached'] }],
      limit: { parameter: 'patient' },
      owner: { role: 'doctor', at: 'department' },
      alsoBy: ['nurse', 'department-head', 'quality-office'],
      outcomes: {
        told: done('已告知', 'Told', ['reached', 'channel']),
        unreached: {
          ...{ zh: '未联系到', en: 'Not reached', effect: 'attempt', requires: ['channel'], asks: ['reason'] },
          further: [{ if: NEWER, requires: ['tried'] }],
        },
        exhausted: {
          ...done('多方联系未果', 'Every way was tried', ['reason']),
          further: [{ if: NEWER, tried: { parameter: 'attempts', field: 'tried', kinds: 2 } }],
        },
      },
    },
  ],
  escalation: criticalValueInpatient.escalation,
  waivers: criticalValueInpatient.waivers,
  reopening: ['quality-office', 'department-head'],
};
