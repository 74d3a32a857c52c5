/** What each rule of the watch is, and why an alert was raised, in both languages, with its clause. */
import type { Bilingual } from '../kernel/register.ts';
import type { Alert, WatchRule } from './types.ts';

interface RuleText extends Bilingual {
  readonly clause: string;
  readonly why: (facts: Alert['facts']) => Bilingual;
}

const text = (value: string | number | undefined): string => String(value ?? '—');

const SHARED = 'henan-2025.mq.19#05';
const SEVERAL = 'henan-2025.mq.19#06';
const READING = 'henan-2025.mq.19#07';

export const WATCH_RULE_TEXTS: Readonly<Record<WatchRule, RuleText>> = {
  TWO_PLACES: {
    zh: '同一密钥两地同时使用',
    en: 'One key in two places at once',
    clause: SHARED,
    why: ({ first, second, minutes }) => ({
      zh: `${text(minutes)} 分钟内先后在 ${text(first)}、${text(second)}、${text(first)} 使用`,
      en: `Used at ${text(first)}, at ${text(second)} and at ${text(first)} again within ${text(minutes)} min`,
    }),
  },
  TWO_WORKSTATIONS: {
    zh: '同一密钥两台终端交替使用',
    en: 'One key used in turns at two workstations',
    clause: SHARED,
    why: ({ first, second, switches }) => ({
      zh: `在 ${text(first)} 与 ${text(second)} 之间交替 ${text(switches)} 次，间隔短于一人换机所需`,
      en: `${text(switches)} changes between ${text(first)} and ${text(second)}, faster than one person changes`,
    }),
  },
  TRAVEL: {
    zh: '不可能的行程',
    en: 'Impossible travel',
    clause: SHARED,
    why: ({ first, second, km, minutes }) => ({
      zh: `${text(minutes)} 分钟内从 ${text(first)} 到 ${text(second)}，相距 ${text(km)} 公里`,
      en: `From ${text(first)} to ${text(second)}, ${text(km)} km apart, within ${text(minutes)} min`,
    }),
  },
  OFF_DUTY: {
    zh: '排班以外在院使用',
    en: 'Used on site outside the roster',
    clause: SHARED,
    why: ({ uses, site }) => ({
      zh: `持有人未排班，密钥在 ${text(site)} 使用 ${text(uses)} 次`,
      en: `Used ${text(uses)} times at ${text(site)} while the holder is not on duty`,
    }),
  },
  MANY_DEVICES: {
    zh: '密钥频繁更换终端',
    en: 'A key that goes round workstations',
    clause: SHARED,
    why: ({ added, before }) => ({
      zh: `七天内新增终端 ${text(added)} 台，此前四周共 ${text(before)} 台`,
      en: `${text(added)} new workstations within seven days; ${text(before)} in the four weeks before`,
    }),
  },
  SEVERAL_KEYS: {
    zh: '一人多盾',
    en: 'Several keys of one person',
    clause: SEVERAL,
    why: ({ accounts, count, by }) => ({
      zh: `${by === 'practitioner' ? '同一医务人员' : '同机构、同科室、同角色、同姓名'}持有 ${text(count)} 个账号：${text(accounts)}`,
      en: `${text(count)} accounts of one ${by === 'practitioner' ? 'practitioner' : 'name, institution, department and role'}: ${text(accounts)}`,
    }),
  },
  VOLUME: {
    zh: '查阅人数异常',
    en: 'Unusually many persons read',
    clause: READING,
    why: ({ persons, aboveOwn, abovePeers }) => ({
      zh: `当日查阅 ${text(persons)} 人；高出本人平日 ${text(aboveOwn)}、高出同科室同角色 ${text(abovePeers)} 个稳健偏差`,
      en: `${text(persons)} persons in the day; ${text(aboveOwn)} robust deviations above the own days, ${text(abovePeers)} above the peers`,
    }),
  },
  KIN: {
    zh: '查阅亲属或邻里',
    en: 'Relatives or neighbours read',
    clause: READING,
    why: ({ persons, by }) => ({
      zh: `无就诊关系的 ${text(persons)} 人${by === 'family' ? '与查阅者同姓' : '住址相同'}`,
      en: `${text(persons)} persons without relation ${by === 'family' ? 'have the reader’s family name' : 'live at one address'}`,
    }),
  },
  COLLEAGUE: {
    zh: '查阅同事',
    en: 'A colleague read',
    clause: READING,
    why: ({ namesakes, near }) => ({
      zh: `被查阅者与本机构${near === 1 ? '同科室' : ''}工作人员同名，无就诊关系；库中另有同名者 ${text(namesakes)} 人`,
      en: `No relation, and the name of somebody on the staff${near === 1 ? ' of the same department' : ''}; ${text(namesakes)} others on record have it`,
    }),
  },
  WELL_KNOWN: {
    zh: '查阅重点保护人员',
    en: 'A well-known person read',
    clause: READING,
    why: ({ readings }) => ({
      zh: `名单内人员被查阅 ${text(readings)} 次，查阅者及其科室未为其诊疗`,
      en: `A person on the list read ${text(readings)} times by somebody whose department does not treat them`,
    }),
  },
  NO_ENCOUNTER: {
    zh: '无就诊关系查阅',
    en: 'Read without encounter or order',
    clause: READING,
    why: ({ persons, glasses }) => ({
      zh: `查阅 ${text(persons)} 名无就诊、无医嘱者，其中紧急调阅 ${text(glasses)} 人`,
      en: `${text(persons)} persons without encounter or order, ${text(glasses)} of them by broken glass`,
    }),
  },
};
