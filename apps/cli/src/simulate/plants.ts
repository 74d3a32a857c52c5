/**
 * What is deliberately wrong in a demonstration region 预埋问题, so that every check can be seen to find it. Written once
 * and used twice: by the generator that plants it and as the truth that detectors are scored against.
 */
import type { Day } from '@fujie/core/kernel';
import { addDays } from '@fujie/core/kernel';

import type { InstitutionRole } from './world.ts';

/** A planted state of one institution and item, with the reason that the mark must give today. */
export interface MarkPlant {
  readonly name: string;
  readonly role: InstitutionRole;
  readonly item: string;
  /** Reason that `deriveMark` must return today, or null when the mark stays. */
  readonly reason: string | null;
  readonly zh: string;
  readonly en: string;
}

export const MARK_PLANTS: readonly MarkPlant[] = [
  {
    name: 'eqa-failed',
    role: 'district',
    item: 'GGT',
    reason: 'EQA_LATEST_FAILED',
    zh: '最近一轮室间质评不合格',
    en: 'Failed the latest EQA round',
  },
  {
    name: 'eqa-absent',
    role: 'county',
    item: 'UA',
    reason: 'EQA_LATEST_ABSENT',
    zh: '最近一轮室间质评未参加',
    en: 'Missed the latest EQA round',
  },
  {
    name: 'eqa-newcomer',
    role: 'maternal',
    item: 'CYSC',
    reason: 'EQA_INSUFFICIENT_ROUNDS',
    zh: '刚开始参加室间质评，成绩不足两轮',
    en: 'New to EQA, fewer than two graded rounds',
  },
  {
    name: 'eqa-pass-fail-pass',
    role: 'university',
    item: 'LDLC',
    reason: null,
    zh: '合格、不合格、合格：标识恢复',
    en: 'Pass, fail, pass: the mark came back',
  },
  {
    name: 'iqc-imprecise',
    role: 'district',
    item: 'TG',
    reason: 'IQC_QUALITY_NOT_MET',
    zh: '上月室内质控变异系数超出要求',
    en: 'Last month’s CV above the requirement',
  },
  {
    name: 'iqc-not-performed',
    role: 'maternal',
    item: 'CRP',
    reason: 'IQC_NOT_PERFORMED',
    zh: '上月有检测日未做室内质控',
    en: 'Testing days without IQC last month',
  },
  {
    name: 'calibration-overdue',
    role: 'thirdCity',
    item: 'APTT',
    reason: 'CALIBRATION_OVERDUE',
    zh: '唯一的凝血分析仪校准逾期',
    en: 'The only coagulation analyser is overdue for calibration',
  },
  {
    name: 'blind-sample-failed',
    role: 'tcm',
    item: 'CREA',
    reason: 'SUSPENDED',
    zh: '盲样检测不合格，暂停互认',
    en: 'Failed a blind sample, suspended',
  },
  {
    name: 'calibration-soon',
    role: 'county',
    item: 'K',
    reason: null,
    zh: '生化分析仪校准将于 35 天后到期',
    en: 'Chemistry analyser due for calibration in 35 days',
  },
];

/** The planted state of a role and item, if any. */
export function plantOf(name: string): MarkPlant {
  const plant = MARK_PLANTS.find((p) => p.name === name);
  if (plant === undefined) throw new RangeError(`No plant ${name}`);
  return plant;
}

export function isPlanted(name: string, role: InstitutionRole, item: string): boolean {
  const plant = plantOf(name);
  return plant.role === role && plant.item === item;
}

/** Days of the failed blind sample: when it was measured, and when the verdict suspended the item. */
export function blindSampleDays(today: Day): { readonly measuredOn: Day; readonly suspendedFrom: Day } {
  return { measuredOn: addDays(today, -20), suspendedFrom: addDays(today, -13) };
}
