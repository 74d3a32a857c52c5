/** Henan 2025, measures 22 to 26: quality-control centres, smart management, use of results, checks of records, cases. */
import type { Clause } from '../pack.ts';
import { partly } from '../pack.ts';
import { clause, GAP } from './gaps.ts';

export const SUPERVISION: readonly Clause[] = [
  clause('mq.22', '织网行动', 'A net of quality-control centres', [
    [
      '#01',
      'REGISTRY',
      '省级修订质控中心管理办法',
      'The province revises its rules on quality-control centres',
      GAP.authority,
    ],
    [
      '#02',
      'ORG',
      '省市县三级设质控中心或质控组',
      'Centres or groups in province, city and county',
      partly(
        ['register:qc-organisation'],
        '登记级别、专业与范围；挂靠单位、负责人与覆盖率没有',
        'level, specialty and scope are on record; host, head and coverage are not',
      ),
    ],
    [
      '#03',
      'LOOP',
      '规范管理并定期考评质控中心',
      'Centres work to rule and are assessed at intervals',
      ['register:qc-organisation', 'loop:authority/centre-review'],
    ],
    ['#04', 'SOFT', '由扩大覆盖转为提高质量', 'From more coverage to better quality', GAP.policy],
  ]),
  clause('mq.23', '智慧管理', 'Smart management', [
    ['#01', 'INDICATOR', '模块：核心制度监测评价', 'Module: how core systems are carried out', GAP.indicator],
    ['#02', 'AUTH', '模块：医疗技术分级', 'Module: grades of technologies', GAP.permissions],
    ['#03', 'AUTH', '模块：手术分级', 'Module: grades of surgery', GAP.permissions],
    ['#04', 'AUTH', '模块：抗菌药物分级', 'Module: grades of antibacterials', GAP.permissions],
    ['#05', 'AUTH', '模块：抗肿瘤药物分级', 'Module: grades of antitumour drugs', GAP.permissions],
    ['#06', 'AUTH', '模块：检查检验分级', 'Module: grades of examinations and tests', GAP.permissions],
    ['#07', 'LOOP', '模块：不良事件上报', 'Module: reports of adverse events', ['loop:adverse-event/report']],
    [
      '#08',
      'REGISTRY',
      '模块：人员资质与技术档案',
      'Module: qualifications and technical files',
      partly(
        ['register:practitioner'],
        '有人员与执业范围；资质证明与技术档案没有',
        'staff and registered scope are on record; certificates and technical files are not',
      ),
    ],
    [
      '#09',
      'LOOP',
      '模块：日常质控与抽查',
      'Module: everyday control and unannounced looks',
      ['loop:iqc/out-of-control', 'loop:inspection/rectification', 'part:packages/core/src/inspection'],
    ],
    ['#10', 'RULE', '模块：处方前置审核', 'Module: prescriptions reviewed before dispensing', GAP.drugs],
    [
      '#11',
      'LOOP',
      '监测、预警、改进、反馈连成一线',
      'Monitoring, warning, improvement and feedback form one chain',
      // A module that is not built has its gap at its own item, #02 to #10.
      [
        'part:packages/core/src/loops',
        'part:apps/server/src/loops',
        'part:apps/server/src/watch',
        'loop:loops/alert-rule',
      ],
    ],
    ['#12', 'SOFT', '为提高效能与合理诊疗', 'For efficient management and rational care', GAP.policy],
    [
      '#13',
      'SOFT',
      '鼓励三级医院先建以病历为主、嵌入工作站的智能质控',
      'Tertiary hospitals may lead with quality control of records inside workstations',
      partly(
        ['part:packages/wire/src/cds-hooks', 'part:apps/server/src/recognition'],
        '可嵌入开单与病历页面；病历书写质控没有',
        'it embeds in ordering and record screens; records are not checked as they are written',
      ),
    ],
    [
      '#14',
      'RULE',
      '鼓励工作站就时限拦截提醒',
      'Workstations may hold or warn on time limits',
      partly(['rule:act/explanation'], '只有复检说明的时限', 'only the time to explain a repeat'),
    ],
    [
      '#15',
      'RULE',
      '鼓励工作站就资质拦截提醒',
      'Workstations may hold or warn on qualification',
      partly(['rule:act/treating-physician'], '只核对接诊医师身份', 'only whether the treating physician acts'),
    ],
    [
      '#16',
      'RULE',
      '鼓励工作站就关键行为要素拦截提醒',
      'Workstations may hold or warn on missing elements of key acts',
      partly(['rule:act/chart', 'rule:act/explanation'], '只及于互认与复检', 'only for recognition and repeats'),
    ],
  ]),
  clause('mq.24', '结果运用', 'Use of results', [
    ['#01', 'REGISTRY', '质量评价有成体系的指标', 'A system of quality indicators', GAP.ledger],
    ['#02', 'REGISTRY', '建立质量负面清单', 'A list of conduct that counts against quality', GAP.ledger],
    [
      '#03',
      'REPORT',
      '质控与检查结果为考核机构及其负责人的关键指标',
      'Institution and head are assessed by these results above all',
      GAP.report,
    ],
    [
      '#04',
      'REPORT',
      '结果用于六处，从执业校验到干部任用',
      'Results serve six uses, from licence checks to appointments',
      GAP.report,
    ],
  ]),
  clause('mq.25', '病案质量抽查', 'Checks of record quality', [
    [
      '#01',
      'LOOP',
      '省级常态评选百佳百差，每年选出门急诊、住院、日间优秀病历',
      'The province picks the hundred best and worst, and each year the best records of three kinds',
      GAP.authority,
    ],
    [
      '#02',
      'LOOP',
      '省级按比例抽取当年死亡、疑难与各专业普通病历比对',
      "It draws a share of the year's deaths, difficult and ordinary cases to compare",
      GAP.authority,
    ],
    [
      '#03',
      'REGISTRY',
      '问题突出的病历分级分类筛出',
      'Records with grave faults are sorted by grade and class',
      GAP.ledger,
    ],
    ['#04', 'LOOP', '各地常态开展抽查比对', 'Localities check and compare on their own', GAP.loop],
  ]),
  clause('mq.26', '典型案例', 'Cases to learn from', [
    [
      '#01',
      'LOOP',
      '复盘鉴定、纠纷、信访积案与不良事件',
      'Appraisals, disputes, petitions and adverse events are gone over again',
      ['loop:organisation/case-review', 'loop:adverse-event/report', 'part:apps/server/src/organisation'],
    ],
    [
      '#02',
      'REGISTRY',
      '由巡察、飞检与各地报送汇成先进与警示案例库',
      'A library of good and warning cases from inspections and submissions',
      GAP.ledger,
    ],
    ['#03', 'SOFT', '全省以案例促改进', 'The province learns from cases', GAP.policy],
    ['#04', 'RULE', '防止同类案件与问题再现', 'The like does not happen again', GAP.loop],
  ]),
];
