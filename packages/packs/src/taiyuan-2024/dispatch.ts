/**
 * What a dispatch meeting 调度会 asks of a unit: a decision that it carries out, or a naming 通报 that it answers and puts right. The plan
 * says regularly and names no days: the day stands in the decision, and after how long the next meeting is asked for is a proposal.
 * Source: taiyuan-2024.7.4#02, 3.2#04.
 */
import type { LoopDefinition, Owner } from '@fujie/core/loops';

import { done, local } from '../loop-writer.ts';
import { COMMISSION } from '../owners.ts';

const followUp = (id: string, zh: string, en: string, owner: Owner): LoopDefinition => ({
  id,
  title: { zh, en },
  clauses: ['taiyuan-2024.7.4#02', 'taiyuan-2024.3.2#04'],
  arises: { zh: '调度会的决定或通报', en: 'A decision of a dispatch meeting, or a naming in it' },
  about: '/dispatch',
  harm: 4,
  parameters: { verify: local('核实时限', 'To be verified within', 10, 'workday') },
  fields: {
    kind: {
      zh: '类别',
      en: 'Kind',
      kind: 'choice',
      options: { decision: { zh: '决定事项', en: 'Decision' }, naming: { zh: '通报', en: 'Naming' } },
    },
    heldOn: { zh: '会议日期', en: 'Meeting of', kind: 'day' },
    text: { zh: '内容', en: 'What is asked', kind: 'long-text' },
    measures: { zh: '落实情况', en: 'What was done', kind: 'long-text' },
    reason: { zh: '理由', en: 'Reason', kind: 'long-text' },
  },
  stages: [
    {
      id: 'carry-out',
      zh: '落实',
      en: 'Carry out',
      clauses: ['taiyuan-2024.7.4#02'],
      after: [],
      limit: { fact: 'dueOn' },
      owner,
      outcomes: { done: done('已落实', 'Carried out', ['measures']) },
    },
    {
      id: 'verify',
      zh: '核实',
      en: 'Verify',
      clauses: ['taiyuan-2024.7.4#02'],
      after: ['carry-out'],
      limit: { parameter: 'verify' },
      owner: COMMISSION,
      notBy: ['carry-out'],
      outcomes: {
        verified: done('属实', 'Verified', [], ['reason']),
        returned: { ...done('不到位，退回', 'Not enough: sent back', ['reason']), again: ['carry-out'] },
      },
    },
  ],
  escalation: [
    { percent: 80, to: owner },
    { percent: 100, to: COMMISSION },
  ],
  waivers: { roles: ['commission'], reasons: { lifted: { zh: '会议已撤销', en: 'Lifted by a later meeting' } } },
  reopening: ['commission'],
});

export const institutionFollowUp = followUp('dispatch/institution', '调度事项（机构）', 'Dispatch, institution', {
  role: 'quality-office',
  at: 'institution',
});
export const countyFollowUp = followUp('dispatch/county', '调度事项（县区）', 'Dispatch, county', {
  role: 'commission',
  at: 'institution',
});

const OWN = { role: 'commission', at: 'institution' } as const;
const PAGE = '/dispatch';

/** The meeting itself, asked of the authority of the city once the last one lies long ago; its record ends it. */
export const dispatchMeeting: LoopDefinition = {
  id: 'dispatch/meeting',
  title: { zh: '召开调度会', en: 'Hold a dispatch meeting' },
  clauses: ['taiyuan-2024.7.4#02'],
  arises: {
    zh: '日历：距上次调度会的间隔将满（间隔由本地设定，文件只说定期）',
    en: 'The calendar: the interval since the last meeting is nearly over (it is set locally: the plan says regularly)',
  },
  about: PAGE,
  harm: 4,
  parameters: {
    interval: local('间隔', 'Again after', 90, 'day'),
    notice: local('提前提示', 'Told of before', 14, 'day'),
  },
  fields: { heldOn: { zh: '会议日期', en: 'Meeting of', kind: 'day' } },
  stages: [
    {
      ...{ id: 'hold', zh: '召开', en: 'Hold it', clauses: ['taiyuan-2024.7.4#02'], after: [], owner: OWN },
      ...{ alsoBy: ['platform'], limit: { fact: 'dueAt' } },
      outcomes: { held: { ...done('已召开', 'Held', ['heldOn']), onlyBy: ['platform'], page: PAGE } },
    },
  ],
  escalation: [
    { percent: 50, to: OWN },
    { percent: 100, to: { role: 'commission', at: 'above' } },
  ],
  waivers: { roles: [], reasons: {} },
  reopening: ['commission'],
};
