/**
 * The plan of the demonstration regions 演示区域: which institutions there are and what each is good for. Institutions,
 * people, prices and outcomes are invented; only the codes of the places are real, because the rules depend on them.
 */
import type { InstitutionRow } from '@fujie/core/registers';

export type Jurisdiction = 'taiyuan' | 'sichuan';

/** What an institution can do: the breadth of its laboratory and of its examinations. */
export type Menu = 'full' | 'middle' | 'small' | 'laboratory';

/** How an institution codes what it sends. */
export type Coding = 'regional' | 'local' | 'loinc';

export interface InstitutionPlan extends InstitutionRow {
  readonly menu: Menu;
  readonly coding: Coding;
}

/** Part an institution plays in every demonstration region; its code is the region's prefix and the number. */
export const ROLES = {
  central: '01',
  university: '02',
  tumour: '03',
  tcm: '04',
  district: '05',
  county: '06',
  township: '07',
  community: '08',
  maternal: '09',
  private: '10',
  secondCity: '11',
  thirdCity: '12',
  laboratory: '13',
  secondLaboratory: '14',
} as const;
export type InstitutionRole = keyof typeof ROLES;

/** Names of physicians and of staff of laboratories who have accounts, by their number in their institution. */
export const TOUR_STAFF: Readonly<Partial<Record<InstitutionRole, Readonly<Record<string, string>>>>> = {
  central: { P01: '赵启明', P16: '周岚', P19: '吴静宜' },
  county: { P01: '孙玉兰' },
  district: { P16: '郑维' },
};

export interface World {
  readonly jurisdiction: Jurisdiction;
  readonly prefix: string;
  readonly province: string;
  readonly provinceZh: string;
  readonly provinceEn: string;
  readonly city: string;
  readonly secondCity: string;
  readonly thirdCity: string;
  readonly county: string;
  readonly agreement: {
    readonly code: string;
    readonly nameZh: string;
    readonly prefix: string;
    readonly members: readonly string[];
  } | null;
  readonly institutions: readonly InstitutionPlan[];
  code(role: InstitutionRole): string;
}

type Shape = Pick<InstitutionPlan, 'level' | 'ownership' | 'kind' | 'supervisor' | 'menu' | 'coding'>;

const SHAPES: Readonly<Record<InstitutionRole, Shape>> = {
  central: { level: 3, ownership: 'public', kind: 'general', supervisor: 'health', menu: 'full', coding: 'regional' },
  university: { level: 3, ownership: 'public', kind: 'general', supervisor: 'health', menu: 'full', coding: 'loinc' },
  tumour: { level: 3, ownership: 'public', kind: 'specialised', supervisor: 'health', menu: 'middle', coding: 'local' },
  tcm: { level: 3, ownership: 'public', kind: 'tcm', supervisor: 'tcm', menu: 'middle', coding: 'regional' },
  district: { level: 2, ownership: 'public', kind: 'general', supervisor: 'health', menu: 'middle', coding: 'local' },
  county: { level: 2, ownership: 'public', kind: 'general', supervisor: 'health', menu: 'middle', coding: 'local' },
  township: { level: 1, ownership: 'public', kind: 'primary', supervisor: 'health', menu: 'small', coding: 'regional' },
  community: { level: 1, ownership: 'public', kind: 'primary', supervisor: 'health', menu: 'small', coding: 'local' },
  maternal: {
    level: 2,
    ownership: 'public',
    kind: 'maternal-child',
    supervisor: 'health',
    menu: 'middle',
    coding: 'local',
  },
  private: {
    level: 2,
    ownership: 'private',
    kind: 'general',
    supervisor: 'health',
    menu: 'middle',
    coding: 'regional',
  },
  secondCity: { level: 3, ownership: 'public', kind: 'general', supervisor: 'health', menu: 'full', coding: 'local' },
  thirdCity: {
    level: 2,
    ownership: 'public',
    kind: 'general',
    supervisor: 'military',
    menu: 'middle',
    coding: 'regional',
  },
  laboratory: {
    level: 0,
    ownership: 'private',
    kind: 'independent-laboratory',
    supervisor: 'health',
    menu: 'laboratory',
    coding: 'local',
  },
  secondLaboratory: {
    level: 0,
    ownership: 'public',
    kind: 'independent-laboratory',
    supervisor: 'health',
    menu: 'laboratory',
    coding: 'loinc',
  },
};

/** Name, English name and district of each institution of a region. */
type Names = Readonly<Record<InstitutionRole, readonly [string, string, string]>>;

const TAIYUAN: Names = {
  central: ['汾云市第一人民医院（演示）', 'Fenyun First People’s Hospital (demo)', '140106'],
  university: ['汾云医科大学附属医院（演示）', 'Fenyun Medical University Hospital (demo)', '140105'],
  tumour: ['汾云市肿瘤医院（演示）', 'Fenyun Cancer Hospital (demo)', '140107'],
  tcm: ['汾云市中医医院（演示）', 'Fenyun Hospital of Chinese Medicine (demo)', '140109'],
  district: ['晋泉区人民医院（演示）', 'Jinquan District Hospital (demo)', '140110'],
  county: ['清岭县人民医院（演示）', 'Qingling County Hospital (demo)', '140121'],
  township: ['清岭县东沟镇卫生院（演示）', 'Donggou Township Health Centre (demo)', '140121'],
  community: ['清岭县河西社区卫生服务中心（演示）', 'Hexi Community Health Centre (demo)', '140121'],
  maternal: ['汾云市妇幼保健院（演示）', 'Fenyun Maternal and Child Hospital (demo)', '140107'],
  private: ['安和医院（演示）', 'Anhe Private Hospital (demo)', '140108'],
  secondCity: ['榆川市人民医院（演示）', 'Yuchuan People’s Hospital (demo)', '140702'],
  thirdCity: ['平塞医院（演示）', 'Pingsai Hospital (demo)', '140213'],
  laboratory: ['康衡医学检验实验室（演示）', 'Kangheng Medical Laboratory (demo)', '140105'],
  secondLaboratory: ['和正医学检验中心（演示）', 'Hezheng Laboratory Centre (demo)', '140702'],
};

const SICHUAN: Names = {
  central: ['锦岷市第一人民医院（演示）', 'Jinmin First People’s Hospital (demo)', '510104'],
  university: ['锦岷医科大学附属医院（演示）', 'Jinmin Medical University Hospital (demo)', '510107'],
  tumour: ['锦岷市肿瘤医院（演示）', 'Jinmin Cancer Hospital (demo)', '510106'],
  tcm: ['锦岷市中医医院（演示）', 'Jinmin Hospital of Chinese Medicine (demo)', '510105'],
  district: ['岷东区人民医院（演示）', 'Mindong District Hospital (demo)', '510108'],
  county: ['金岭县人民医院（演示）', 'Jinling County Hospital (demo)', '510121'],
  township: ['金岭县竹坝镇卫生院（演示）', 'Zhuba Township Health Centre (demo)', '510121'],
  community: ['金岭县沱江社区卫生服务中心（演示）', 'Tuojiang Community Health Centre (demo)', '510121'],
  maternal: ['锦岷市妇幼保健院（演示）', 'Jinmin Maternal and Child Hospital (demo)', '510105'],
  private: ['安和医院（演示）', 'Anhe Private Hospital (demo)', '510107'],
  secondCity: ['涪岭市人民医院（演示）', 'Fuling People’s Hospital (demo)', '510703'],
  thirdCity: ['旌川医院（演示）', 'Jingchuan Hospital (demo)', '510603'],
  laboratory: ['康衡医学检验实验室（演示）', 'Kangheng Medical Laboratory (demo)', '510104'],
  secondLaboratory: ['和正医学检验中心（演示）', 'Hezheng Laboratory Centre (demo)', '510703'],
};

const PLACES = {
  taiyuan: {
    prefix: 'TY',
    province: '14',
    provinceZh: '山西省',
    provinceEn: 'Shanxi',
    city: '1401',
    secondCity: '1407',
    thirdCity: '1402',
    county: '140121',
    agreement: null,
    names: TAIYUAN,
  },
  sichuan: {
    prefix: 'SC',
    province: '51',
    provinceZh: '四川省',
    provinceEn: 'Sichuan',
    city: '5101',
    secondCity: '5107',
    thirdCity: '5106',
    county: '510121',
    agreement: { code: 'AGR:CY', nameZh: '川渝检查检验结果互认协议（演示）', prefix: '川渝', members: ['50', '51'] },
    names: SICHUAN,
  },
} as const;

/** The plan of one demonstration region. */
export function planWorld(jurisdiction: Jurisdiction): World {
  const { names, ...place } = PLACES[jurisdiction];
  const code = (role: InstitutionRole): string => place.prefix + ROLES[role];
  const institutions = (Object.keys(ROLES) as InstitutionRole[]).map((role): InstitutionPlan => {
    const [nameZh, nameEn, region] = names[role];
    return { ...SHAPES[role], code: code(role), nameZh, nameEn, region, connectedOn: null };
  });
  return { jurisdiction, ...place, institutions, code };
}

/** The part that an institution plays. */
export function roleOf(plan: Pick<InstitutionPlan, 'code'>): InstitutionRole {
  const number = plan.code.slice(-2);
  const role = (Object.keys(ROLES) as InstitutionRole[]).find((r) => ROLES[r] === number);
  if (role === undefined) throw new RangeError(`No role for ${plan.code}`);
  return role;
}
