/** Henan 2025: the notice itself, its basis, and measures 1 and 2 on medical quality: who is in charge of quality. */
import type { Clause } from '../pack.ts';
import { partly } from '../pack.ts';
import { clause, GAP } from './gaps.ts';

export const ORGANISATION: readonly Clause[] = [
  clause('front', '印发通知', 'Notice of issue', [
    [
      '#01',
      'REGISTRY',
      '文号、发文机关、日期、主送单位与两个附件入库',
      'Number, issuers, date, addressees and both annexes are on record',
      ['part:packages/packs'],
    ],
    [
      '#02',
      'RULE',
      '文件不予公开：平台只载自拟摘要，不载原文',
      'Not for publication: the platform holds summaries of its own and no sentence of the text',
      ['part:packages/packs'],
    ],
    ['#03', 'SOFT', '各地依实际情况落实', 'Each addressee carries it out as its circumstances ask', GAP.policy],
  ]),
  clause('mq.0', '医疗质量措施的依据', 'Basis of the measures on quality', [
    [
      '#01',
      'REGISTRY',
      '以五部上位法规与制度为依据',
      'Rests on five superior instruments',
      partly(
        ['part:packages/packs/src/core-systems'],
        '只收录核心制度要点；其余四部未收录，条款对应未登记',
        'the core systems are here; the other four are not, nor the links from these clauses',
      ),
    ],
    [
      '#02',
      'SOFT',
      '目的：质量不断改进，患者权益受保护',
      'Aims: quality that keeps improving, patients who are protected',
      GAP.policy,
    ],
  ]),
  clause('mq.1', '院级质量管理委员会', 'Quality committee of the hospital', [
    [
      '#01',
      'ORG',
      '二级以上医院设委员会，由机构主要负责人任主任',
      'From level two on there is a committee, chaired by the person in charge of the hospital',
      ['register:quality-body', 'register:institution-head', 'loop:organisation/committee-fault'],
    ],
    [
      '#02',
      'ORG',
      '办公室设在医务或指定部门，管日常工作',
      'Its office, in medical affairs or another named department, does the daily work',
      ['register:quality-body'],
    ],
    ['#03', 'ORG', '配院级质控专员', 'The hospital appoints quality specialists', ['register:quality-officer']],
    [
      '#04',
      'ORG',
      '委员会下可设七类分会，如护理、院感、输血',
      'Sub-committees for seven fields such as nursing, pharmacy and infection control are possible',
      ['register:quality-body'],
    ],
    [
      '#05',
      'ORG',
      '主任每月开一次专题会',
      'The chair holds a meeting on quality every month',
      ['loop:organisation/committee-month'],
    ],
    [
      '#06',
      'LOOP',
      '会议决定追踪到办结',
      'What a meeting decides is followed until done',
      ['loop:organisation/decision'],
    ],
    [
      '#07',
      'REPORT',
      '每月编发质量安全月报或月刊',
      'A bulletin on quality and safety comes out each month',
      ['loop:organisation/journal-month'],
    ],
    [
      '#08',
      'REPORT',
      '每周院周会固定反馈：落实情况、问题与案例、下步安排',
      'The weekly meeting always hears what was done, what went wrong and what comes next',
      ['loop:organisation/week'],
    ],
    [
      '#09',
      'ORG',
      '紧密型医联体有质量制度，牵头单位推动同质化',
      'A close-knit consortium has quality rules; its lead brings members to one standard',
      partly(
        ['register:consortium', 'register:consortium-member'],
        '有成员与牵头机构；质量制度与成员间比较未登记',
        'members and lead are on record; quality rules and comparison among members are not',
      ),
    ],
  ]),
  clause('mq.2', '科室质量管理小组', 'Quality group of the department', [
    [
      '#01',
      'ORG',
      '临床与医技科室各设小组，科主任任组长',
      'Each clinical and technical department has a group under its head',
      ['register:quality-body', 'register:quality-body-member'],
    ],
    [
      '#02',
      'RULE',
      '每科至少一名专职或兼职质控员',
      'At least one quality officer per department, full or part time',
      ['register:quality-officer', 'loop:organisation/officer-missing'],
    ],
    [
      '#03',
      'ORG',
      '科主任每月开专题会',
      'The head of department holds a meeting on quality every month',
      ['loop:organisation/department-month'],
    ],
    [
      '#04',
      'RULE',
      '质控员须为中级或高级职称',
      'The officer has an intermediate or senior title',
      ['register:quality-officer'],
    ],
    [
      '#05',
      'RULE',
      '质控员任期不短于两年',
      'The officer serves two years or longer',
      ['loop:organisation/early-change'],
    ],
    [
      '#06',
      'LOOP',
      '更换质控员须交接并带教',
      'A new officer is handed the work and taught by the old one',
      ['loop:organisation/hand-over'],
    ],
    [
      '#07',
      'ORG',
      '病区多的科室可再分组，病区组长同为科室组成员',
      'A department with wards may divide its group by ward; the leaders of these belong to it',
      ['register:quality-body'],
    ],
    [
      '#08',
      'REGISTRY',
      '有质控员遴选、激励与约束办法',
      'Rules exist on how officers are chosen, rewarded and held to account',
      ['register:officer-rule', 'loop:organisation/officer-rule-missing'],
    ],
  ]),
];
