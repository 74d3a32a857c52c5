/** Quality tools 质量工具: an analysis by 5 whys, fishbone and Pareto as data, the same wherever a loop asks for one. */
import type { FieldDefinition } from '@fujie/core/loops';

import { done } from './loop-writer.ts';

export const TOOL_FIELDS = {
  why1: { zh: '为什么（一）', en: 'Why (1)', kind: 'text' },
  why2: { zh: '为什么（二）', en: 'Why (2)', kind: 'text' },
  why3: { zh: '为什么（三）', en: 'Why (3)', kind: 'text' },
  why4: { zh: '为什么（四）', en: 'Why (4)', kind: 'text' },
  why5: { zh: '为什么（五）', en: 'Why (5)', kind: 'text' },
  people: { zh: '鱼骨图·人员', en: 'Fishbone: people', kind: 'long-text' },
  equipment: { zh: '鱼骨图·设备', en: 'Fishbone: equipment', kind: 'long-text' },
  materials: { zh: '鱼骨图·药械物料', en: 'Fishbone: drugs and materials', kind: 'long-text' },
  methods: { zh: '鱼骨图·制度流程', en: 'Fishbone: rules and flow', kind: 'long-text' },
  environment: { zh: '鱼骨图·环境', en: 'Fishbone: environment', kind: 'long-text' },
  management: { zh: '鱼骨图·管理', en: 'Fishbone: management', kind: 'long-text' },
  causes: { zh: '柏拉图·原因与次数', en: 'Pareto: causes and how often', kind: 'counts' },
  rootCause: { zh: '根本原因', en: 'Root cause', kind: 'long-text' },
  team: { zh: '分析人员', en: 'Who analysed', kind: 'text' },
} as const satisfies Record<string, FieldDefinition>;

/** Analysed to the root 根因分析: three whys at least and what they lead to. */
export const ANALYSED = done(
  '分析完成',
  'Analysed',
  ['why1', 'why2', 'why3', 'rootCause'],
  ['why4', 'why5', 'people', 'equipment', 'materials', 'methods', 'environment', 'management', 'causes', 'team'],
);
