/** Reason codes of the decision on access, in both languages, with what demands them. */

interface Reason {
  readonly zh: string;
  readonly en: string;
  /** Law and clause, summarised elsewhere. */
  readonly source: string;
}

const PIPL = '个人信息保护法';

export const ACCESS_REASONS = {
  OWN: { zh: '本机构自己的记录', en: 'Recorded by the own institution', source: 'national-2022.art.36#01' },
  RELATION: {
    zh: '在本机构就诊、医嘱或开单询问的时限内',
    en: 'Within an encounter, order or question of the own institution',
    source: `${PIPL}第二十八条；GB/T 39725-2020 11.1`,
  },
  MANAGEMENT: {
    zh: '管理本机构已作出的判定',
    en: 'To manage what the own institution decided',
    source: `${PIPL}第六条；GB/T 39725-2020 11.1`,
  },
  BREAK_GLASS: {
    zh: '紧急调阅，限时并待复核',
    en: 'Glass broken, for a limited time and to be reviewed',
    source: `${PIPL}第五十一条`,
  },
  RESCUE: { zh: '抢救', en: 'A life in danger', source: `${PIPL}第十三条第一款第四项` },
  EMERGENCY: {
    zh: '紧急情况下为保护生命健康所必需',
    en: 'Needed in an emergency to protect life',
    source: `${PIPL}第十三条第一款第四项`,
  },
  CONSENT: { zh: '患者单独同意', en: 'The person gave explicit consent', source: `${PIPL}第二十九条` },
  NO_RELATION: {
    zh: '本机构没有该患者的就诊、医嘱或开单询问',
    en: 'No encounter, order or question of the own institution',
    source: `${PIPL}第二十八条；GB/T 39725-2020 11.1`,
  },
  OBJECTION: { zh: '患者反对共享', en: 'The person objects', source: `${PIPL}第四十四条` },
  CONSENT_MISSING: {
    zh: '敏感类别，未取得单独同意',
    en: 'A sensitive class without explicit consent',
    source: `${PIPL}第二十八条、第二十九条`,
  },
} as const satisfies Readonly<Record<string, Reason>>;

export type AccessReasonCode = keyof typeof ACCESS_REASONS;
