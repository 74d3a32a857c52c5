/**
 * Grading of surgery and authority to operate (SG2022, the measures on grading of December 2022, and Henan's measures).
 * Rules SG-n are items #0n.
 */
import { NOT_ENCODED } from '../pack.ts';
import { clause } from './writer.ts';

const { externalData, ledger, loop, report } = NOT_ENCODED;

export const SURGERY = clause(
  'surgery',
  '手术分级与授权（医疗机构手术分级管理办法 国卫办医政发〔2022〕18号）',
  'Grading of surgery and authority (measures on grading, 2022)',
  [
    [
      '#01',
      'AUTH',
      '三、四级手术逐项授权到人，仅有级别不够（henan-2025.mq.13）',
      'Levels 3 and 4 are granted to a person item by item; the level alone is not enough (henan-2025.mq.13)',
      ledger,
      'document',
    ],
    [
      '#02',
      'AUTH',
      '授权原则上不与职称、职务挂钩（henan-2025.mq.13）',
      'Authority is not tied to title or post as a rule (henan-2025.mq.13)',
      ledger,
      'document',
    ],
    [
      '#03',
      'LOOP',
      '科室评估、医务审核、技术委员会批准、医院发文、记入个人技术档案（henan-2025.mq.13）',
      'The department assesses, medical affairs reviews, the technology committee approves, the hospital issues a document, the personal file keeps it (henan-2025.mq.13)',
      ledger,
      'document',
    ],
    [
      '#04',
      'LOOP',
      '定期评估能力并据此调整授权；四级周期原则上不超过 1 年（henan-2025.mq.13）',
      'Ability is reviewed and changes the authority; for level 4 within 1 year as a rule (henan-2025.mq.13)',
      loop,
      'document',
    ],
    [
      '#05',
      'REPORT',
      '质量评价：三级手术每半年、四级每季度，院内公布（henan-2025.mq.17）',
      'Quality is evaluated each half-year for level 3, each quarter for level 4, and published inside (henan-2025.mq.17)',
      report,
      'document',
    ],
    [
      '#06',
      'REGISTRY',
      '三、四级目录报发证部门、公开并及时更新（henan-2025.mq.13）',
      'The list of levels 3 and 4 goes to the licensing authority, is public and current (henan-2025.mq.13)',
      ledger,
      'document',
    ],
    [
      '#07',
      'AUTH',
      '为救命可越权手术，按医院规定，须记录并复核',
      'To save life surgery beyond the authority is allowed under the hospital’s rule, recorded and reviewed',
      externalData,
      'memory',
    ],
    [
      '#08',
      'LOOP',
      '四级手术术前多学科讨论（henan-2025.mq.14）与术后随访（henan-2023.ind.4.10）',
      'Level 4: multidisciplinary discussion before (henan-2025.mq.14), follow-up after (henan-2023.ind.4.10)',
      externalData,
      'document',
    ],
    [
      '#09',
      'RULE',
      '计划术者即实际术者；术者与第一助手全程在场（henan-2025.mq.15）',
      'The planned surgeon operates; surgeon and first assistant stay throughout (henan-2025.mq.15)',
      externalData,
      'document',
    ],
    [
      '#10',
      'RULE',
      '三、四级或全麻术后不得只由第三方人员转运；四级术后首次转运由手术医师全程陪同（henan-2025.mq.16）',
      'After levels 3, 4 or general anaesthesia no transport by outside staff alone; the first after level 4 with a doctor of the operation (henan-2025.mq.16)',
      externalData,
      'document',
    ],
    [
      '#11',
      'RULE',
      '不得连续超负荷手术，小时数与台数为参数（henan-2025.mq.14）',
      'No continuous overload; hours and cases are parameters (henan-2025.mq.14)',
      externalData,
      'contested',
    ],
    [
      '#12',
      'RULE',
      '同一术者或麻醉医师的两台手术时间不重叠（2025 年版监测指标）',
      'Two operations of one surgeon or anaesthetist do not overlap (indicators of 2025)',
      externalData,
      'transcription',
    ],
    [
      '#13',
      'AUTH',
      '排台与切皮两次核验：授权覆盖该编码且未撤销、执业有效、未暂停、医院目录允许（平台细化）',
      'Checked at scheduling and at incision: a grant in force covers the code, the licence holds, no suspension, the catalogue allows it (our refinement)',
      ledger,
      'contested',
    ],
  ],
  { from: '2022-12-06', to: null },
);
