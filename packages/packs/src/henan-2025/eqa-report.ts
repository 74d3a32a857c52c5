/**
 * The organiser of EQA reports regularly how laboratories do 室间质评定期报告, to the authority of its own level and to those of the
 * laboratories; problems in time, with advice. It follows whether all received it, and each authority confirms that it did. Source:
 * henan-2025.lab.8#05, lab.15#03, which state no days: all are proposals.
 */
import type { FieldDefinition, LoopDefinition } from '@fujie/core/loops';

import { AUTHORITY } from '../authority-duty.ts';
import { done, local } from '../loop-writer.ts';
import { COMMISSION, QC_CENTRE } from '../owners.ts';
import { DUE } from './organisation-parts.ts';

const REGULARLY = 'henan-2025.lab.8#05';
const IN_TIME = 'henan-2025.lab.15#03';
const PAGE = '/laboratory/eqa/reports';

const FIELDS = {
  organiser: { zh: '组织者', en: 'Organiser', kind: 'text', codesOf: 'qc-organisation' },
  record: { zh: '报告', en: 'Report', kind: 'text' },
  receipt: { zh: '回执', en: 'Receipt', kind: 'long-text' },
} as const satisfies Record<string, FieldDefinition>;

export const eqaReportDue: LoopDefinition = {
  id: 'eqa/report',
  title: { zh: '室间质评定期报告', en: 'Periodic report on EQA' },
  clauses: [REGULARLY, IN_TIME],
  arises: {
    zh: '距上次报告的间隔将满，或公布了未报告的不合格成绩',
    en: 'The interval since the last report is nearly over, or a failure was published that stands in no report',
  },
  harm: 3,
  parameters: {
    interval: local('间隔', 'Again after', 183, 'day'),
    notice: local('提前提示', 'Told of before', 30, 'day'),
    problems: local('发现问题后报告时限', 'Problems to be reported within', 30, 'day'),
    receipts: local('收齐回执时限', 'Receipts to be there within', 14, 'day'),
  },
  fields: FIELDS,
  stages: [
    {
      ...{ id: 'issue', zh: '上报', en: 'Report', clauses: [REGULARLY, IN_TIME], after: [] },
      ...{ owner: QC_CENTRE, alsoBy: ['platform'], limit: DUE },
      outcomes: {
        issued: { ...done('已上报', 'Reported', ['record']), onlyBy: ['qc-centre'], page: PAGE },
        // What was asked for because of a failure stands in the correction of a report, whose receipts are followed elsewhere.
        corrected: {
          ...{ zh: '已在更正的报告中上报', en: 'Reported by the correction of a report', effect: 'void' },
          ...{ requires: ['record'], onlyBy: ['platform'], page: PAGE },
        },
      },
    },
    {
      ...{ id: 'receipts', zh: '收齐回执', en: 'Have all receipts', clauses: [REGULARLY], after: ['issue'] },
      ...{ owner: QC_CENTRE, alsoBy: ['platform'], limit: { parameter: 'receipts' } },
      outcomes: {
        received: {
          ...done('各主管部门均已签收', 'All have received it', ['record']),
          onlyBy: ['platform'],
          page: PAGE,
        },
        elsewhere: done('已另行送达并取得回执', 'Delivered otherwise, with a receipt', ['receipt']),
      },
    },
  ],
  escalation: [
    { percent: 50, to: QC_CENTRE },
    { percent: 100, to: COMMISSION },
  ],
  waivers: {
    roles: ['qc-centre'],
    reasons: { 'no-round': { zh: '本期未组织质评', en: 'No EQA was held in this period' } },
  },
  reopening: ['qc-centre'],
};

export const eqaReportReceipt: LoopDefinition = {
  id: 'eqa/report-receipt',
  title: { zh: '室间质评报告待签收', en: 'A report on EQA to be received' },
  clauses: [REGULARLY],
  arises: { zh: '组织者上报了室间质评定期报告', en: 'An organiser issued a periodic report on EQA' },
  about: '/laboratory/eqa/reports/{report}',
  harm: 4,
  parameters: { receive: local('签收时限', 'To be received within', 7, 'day') },
  fields: { ...FIELDS, report: { zh: '报告编号', en: 'Number of the report', kind: 'text' } },
  stages: [
    {
      ...{ id: 'receive', zh: '签收', en: 'Receive', clauses: [REGULARLY], after: [] },
      ...{ owner: AUTHORITY, alsoBy: ['platform'], limit: { parameter: 'receive' } },
      outcomes: {
        received: {
          ...done('已签收', 'Received', ['record']),
          ...{ onlyBy: ['commission'], page: '/laboratory/eqa/reports/{report}' },
        },
        replaced: {
          ...done('已由更正版替代', 'A corrected version stands for it', ['record']),
          ...{ onlyBy: ['platform'], page: '/laboratory/eqa/reports/{report}' },
        },
      },
    },
  ],
  escalation: [
    { percent: 50, to: AUTHORITY },
    // Provinces owe it as well: above them is no authority here to be told; the organiser follows all receipts.
    { percent: 100, to: AUTHORITY },
  ],
  waivers: {
    roles: ['commission'],
    reasons: { elsewhere: { zh: '已以书面收悉', en: 'Received on paper' } },
  },
  reopening: ['commission'],
};
