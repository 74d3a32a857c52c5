/**
 * The weekly return 周调度: every Monday institutions and county bureaus hand in the progress, figures and typical cases of the week before.
 * When reminders go out is a proposal; that it is Monday, holiday or not, is the plan's. Source: taiyuan-2024.7.4#03, annex.2#01.
 */
import type { LoopDefinition, Owner } from '@fujie/core/loops';

import { done } from '../loop-writer.ts';
import { COMMISSION } from '../owners.ts';

/** Where the plan governs, and the first week of which something is handed in. */
export const WEEKLY_RETURN = {
  region: '1401',
  first: '2024-05-27',
  institution: 'weekly-return/institution',
  county: 'weekly-return/county',
} as const;

const PAGE = '/weekly-returns/{unit}/{week}';

const weeklyReturn = (id: string, zh: string, en: string, owner: Owner): LoopDefinition => ({
  id,
  title: { zh, en },
  clauses: ['taiyuan-2024.7.4#03', 'taiyuan-2024.annex.2#01', 'taiyuan-2024.6.2#04'],
  arises: { zh: '一周结束', en: 'A week is over' },
  about: PAGE,
  harm: 4,
  parameters: {
    back: { zh: '最多补开的周数', en: 'Weeks opened afterwards at most', value: 4, unit: 'count', source: 'local' },
  },
  fields: {
    week: { zh: '统计周', en: 'Week from', kind: 'day' },
    version: { zh: '报送版本', en: 'Version handed in', kind: 'number' },
  },
  stages: [
    {
      id: 'submit',
      zh: '报送',
      en: 'Hand in',
      clauses: ['taiyuan-2024.7.4#03'],
      after: [],
      limit: { fact: 'dueOn' },
      owner,
      outcomes: { submitted: { ...done('已报送', 'Handed in', ['version']), page: PAGE } },
    },
  ],
  // Monday at noon whoever is responsible, on Tuesday the coordination group.
  escalation: [
    { percent: 50, to: owner },
    { percent: 100, to: COMMISSION },
  ],
  waivers: {
    roles: ['commission'],
    reasons: {
      closed: { zh: '机构停业', en: 'The institution is closed' },
      merged: { zh: '由上级单位合并报送', en: 'Handed in together with another unit' },
    },
  },
  reopening: ['commission'],
});

export const institutionReturn = weeklyReturn(
  WEEKLY_RETURN.institution,
  '互认工作周报（机构）',
  'Weekly return of an institution',
  { role: 'quality-office', at: 'institution' },
);
export const countyReturn = weeklyReturn(
  WEEKLY_RETURN.county,
  '互认工作周报（县区）',
  'Weekly return of a county',
  // The bureau itself: the city, which sees it too, does not hand it in.
  { role: 'commission', at: 'institution' },
);
