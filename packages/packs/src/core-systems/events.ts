/**
 * Adverse events 不良事件: those that the authority must hear of (AE2011, the interim provisions on reporting, in force from
 * 2011-04-01), and those that a hospital learns from. Rules AE-n are items #0n; what they rest on follows.
 */
import { partly } from '../pack.ts';
import { clause } from './writer.ts';

const AE2011 = { from: '2011-04-01', to: null };

export const ADVERSE_EVENTS = clause(
  'ae',
  '医疗质量安全（不良）事件',
  'Adverse events of quality and safety',
  [
    [
      '#01',
      'LOOP',
      '法定时限自发现时起算，不自录入时起算（医疗质量安全事件报告暂行规定）',
      'Statutory time runs from discovery, not from entry (interim provisions on reporting, 2011)',
      ['loop:adverse-event/report'],
      'document',
    ],
    [
      '#02',
      'LOOP',
      '改级后，原时限更短的沿用原时限（平台细化）',
      'After regrading the earlier limit stays if it was shorter (our refinement)',
      ['loop:adverse-event/report'],
      'contested',
    ],
    [
      '#03',
      'RULE',
      '由数据提示上报：非计划再手术、用药后抢救、纳洛酮、跌倒、输血反应；上报与提示之比反映安全文化（平台细化）',
      'Data suggest a report: unplanned return to theatre, rescue after a drug, naloxone, a fall, a transfusion reaction; reports over suggestions tell the culture (our refinement)',
      partly(
        ['loop:adverse-event/unreported'],
        '及于平台自有记录（误报的危急值、据以处置而属他人的报告）与接入系统送来的检出事件，病历不在平台',
        'reaches what the records here show (a critical value told in error, a report acted on that was of another patient) and what connected systems detect; charts are not on the platform',
      ),
      'contested',
    ],
    [
      '#04',
      'AUTH',
      '报告人身份与事件内容分开保存（平台细化）',
      'The identity of who reports is kept apart from the content (our refinement)',
      ['part:apps/server/src/adverse-events'],
      'contested',
    ],
    [
      '#05',
      'RULE',
      '法定事件：因诊疗过错或医药产品缺陷等造成明显人身损害（医疗质量安全事件报告暂行规定）',
      'Statutory event: plain harm through fault in care or a defective product (interim provisions, 2011)',
      ['loop:adverse-event/report'],
      'document',
    ],
    [
      '#06',
      'LOOP',
      '一般事件：两人以下轻度残疾或一般功能障碍等；发现起 15 日内向发证部门报告（医疗质量安全事件报告暂行规定）',
      'Ordinary: slight disability or ordinary dysfunction of at most two; reported to the licensing authority within 15 days of discovery (interim provisions, 2011)',
      ['loop:adverse-event/report'],
      'transcription',
    ],
    [
      '#07',
      'LOOP',
      '重大事件：两人以下死亡、中度以上残疾或严重功能障碍，或三人以上中度以下残疾等损害；12 小时内报告（医疗质量安全事件报告暂行规定；henan-2025.mq.11）',
      'Major: death, moderate or worse disability or severe dysfunction of at most two, or moderate or lesser disability or harm of three or more; within 12 h (interim provisions, 2011; henan-2025.mq.11)',
      ['loop:adverse-event/report'],
      'transcription',
    ],
    [
      '#08',
      'LOOP',
      '特大事件：三人以上死亡或重度残疾；2 小时内报告（医疗质量安全事件报告暂行规定；henan-2025.mq.11）',
      'Extraordinary: death or severe disability of three or more; within 2 h (interim provisions, 2011; henan-2025.mq.11)',
      ['loop:adverse-event/report'],
      'transcription',
    ],
    [
      '#09',
      'RULE',
      '不瞒报、漏报、谎报、缓报（医疗质量安全事件报告暂行规定）',
      'Nothing is concealed, omitted, falsified or delayed (interim provisions, 2011)',
      partly(
        ['loop:adverse-event/report', 'loop:adverse-event/unreported'],
        '迟报与检出未报可见；谎报须由人查实',
        'what is late or detected and unreported is seen; what is falsified is for people to find',
      ),
      'document',
    ],
    [
      '#10',
      'RULE',
      '不良事件四类：Ⅰ 警告、Ⅱ 不良后果、Ⅲ 未造成后果、Ⅳ 隐患；Ⅰ 类为非病程所致的意外死亡或永久丧失功能（分类的原文待查）',
      'Four classes: I sentinel, II with harm, III without harm, IV hazard; class I is unexpected death or permanent loss not due to the course of the disease (the source of the classes is to be found)',
      ['loop:adverse-event/report'],
      'transcription',
    ],
    [
      '#11',
      'RULE',
      '未遂与隐患（Ⅲ、Ⅳ 类）同样上报',
      'Near misses and hazards (classes III and IV) are reported too',
      ['loop:adverse-event/report'],
      'transcription',
    ],
    [
      '#12',
      'ORG',
      '非惩罚、可匿名、有激励，所有科室参与（henan-2025.mq.11）',
      'No punishment, anonymous if wished, with incentives, in every department (henan-2025.mq.11)',
      partly(
        ['part:apps/server/src/adverse-events', 'loop:adverse-event/silent-department', 'register:adverse-event-award'],
        '不因上报而处罚由机构在人事管理中落实',
        'that nobody is punished for a report is kept by the institution in its personnel work',
      ),
      'document',
    ],
    [
      '#13',
      'RULE',
      '至少包括医疗事故、手术与麻醉并发症、意外死亡、非计划再手术、Ⅰ类切口感染与隐患（henan-2025.mq.11）',
      'At least malpractice, complications of surgery and anaesthesia, unexpected death, unplanned return to theatre, infection of class-I incisions, hazards (henan-2025.mq.11)',
      ['loop:adverse-event/report'],
      'document',
    ],
    [
      '#14',
      'LOOP',
      '上报、分级、法定报告、根因分析、整改、检查、反馈报告人、关闭（平台细化）',
      'Report, grade, statutory report, root cause, action, check, feedback to who reported, closed (our refinement)',
      ['loop:adverse-event/report'],
      'contested',
    ],
    [
      '#15',
      'INDICATOR',
      '每百出院人次主动上报例次，省目标 2024 年高于 2.0、2025 年高于 2.5（henan-2023.sa4.1）',
      'Reports per 100 discharges; the province aims above 2.0 in 2024 and 2.5 in 2025 (henan-2023.sa4.1)',
      ['part:apps/server/src/adverse-events', 'register:discharge-count'],
      'document',
    ],
    [
      '#16',
      'LOOP',
      '药品不良反应与医疗器械不良事件报国家监测系统：严重的 15 日内，死亡的立即（药品不良反应报告和监测管理办法；器械的期限另有规定，时限按本院设定）',
      'Adverse reactions of drugs and adverse events of devices go to the national monitoring systems: serious ones within 15 days, deaths at once (measures on adverse drug reactions; devices have limits of their own, and the hospital sets its figures)',
      ['loop:adverse-event/report'],
      'memory',
    ],
  ],
  AE2011,
);
