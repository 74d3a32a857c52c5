/** Henan 2025, measures 15 to 17: risk during and after an operation, safety check and evaluation. */
import type { Clause } from '../pack.ts';
import { clause, GAP } from './gaps.ts';

export const SURGERY: readonly Clause[] = [
  clause('mq.15', '术中风险', 'Risk during surgery', [
    [
      '#01',
      'RULE',
      '设备、设施、耗材术前查验齐备可用',
      'Devices, facilities and consumables are found ready',
      GAP.theatre,
    ],
    ['#02', 'RULE', '实际术者与计划一致', 'Whoever was planned operates', GAP.theatre],
    [
      '#03',
      'RULE',
      '主要术者（含一助）与麻醉者自始至终在场',
      'Main operators, first assistant and anaesthetist stay throughout',
      GAP.theatre,
    ],
    [
      '#04',
      'RULE',
      '严密监测体征、意识、肌张力、出血与出入量',
      'The patient is watched closely: signs, consciousness, tone, bleeding, fluids',
      GAP.theatre,
    ],
    ['#05', 'INDICATOR', '术中体温管理，低体温减少', 'Temperature is managed; fewer patients grow cold', GAP.indicator],
    ['#06', 'RULE', '遵守无菌与操作规范', 'Asepsis and technique follow the rules', GAP.theatre],
    [
      '#07',
      'RULE',
      '术中抗菌、止血药与耗材使用合理',
      'Antibacterials, haemostatics and consumables are used with reason',
      GAP.theatre,
    ],
  ]),
  clause('mq.16', '术后风险', 'Risk after surgery', [
    ['#01', 'REGISTRY', '手术患者转运与交接用清单', 'Transfer and hand-over follow a checklist', GAP.ownRules],
    [
      '#02',
      'RULE',
      '三、四级或全麻术后不得由第三方人员单独转运',
      'After grade three or four or general anaesthesia, outside staff never move a patient alone',
      GAP.theatre,
    ],
    [
      '#03',
      'RULE',
      '四级术后第一次转运有手术组医师随行',
      'A doctor of the team goes along on the first transfer after grade four',
      GAP.theatre,
    ],
    ['#04', 'RULE', '术后即时评估', 'The patient is assessed right after surgery', GAP.theatre],
    [
      '#05',
      'REGISTRY',
      '复苏室、病房、重症的出入标准与流程',
      'Criteria for entering and leaving recovery, ward and intensive care',
      GAP.ownRules,
    ],
    ['#06', 'RULE', '严格按标准转入转出', 'And they are kept', GAP.theatre],
    [
      '#07',
      'RULE',
      '四级手术、认知障碍等患者床旁交接',
      'Hand-over at the bedside after grade four, for impaired cognition and the like',
      GAP.theatre,
    ],
  ]),
  clause('mq.17', '安全核查与质量评估', 'Safety check and evaluation', [
    [
      '#01',
      'RULE',
      '麻醉前、手术开始前、离室前三次逐项核查',
      'Item by item, three times: before anaesthesia, before the start, before leaving',
      GAP.theatre,
    ],
    ['#02', 'RULE', '由麻醉医师主导核查', 'The anaesthetist leads it', GAP.theatre],
    [
      '#03',
      'RULE',
      '杜绝部位错误、异物遗留、植入错误、步骤缺漏',
      'Never a wrong site, a thing left behind, a misplaced implant, a step left out',
      GAP.theatre,
    ],
    [
      '#04',
      'LOOP',
      '定期就适应证、讨论、核查与三项结局评估手术质量',
      'Surgery is evaluated on indication, discussion, check and three outcomes',
      GAP.loop,
    ],
    ['#05', 'LOOP', '三级手术半年一评，四级每季一评', 'Grade three each half-year, grade four each quarter', GAP.loop],
    ['#06', 'INDICATOR', '围手术期并发症的比例', 'Share with complications around surgery', GAP.indicator],
    ['#07', 'INDICATOR', '计划外再次手术的比例', 'Share operated on again without a plan', GAP.indicator],
    ['#08', 'INDICATOR', '围手术期各种原因死亡的比例', 'Share that died around surgery of any cause', GAP.indicator],
    ['#09', 'REGISTRY', '评估结果院内公开', 'The hospital can see the results', GAP.ledger],
  ]),
];
