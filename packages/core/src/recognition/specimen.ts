/** Kinds of specimen 标本, told by the names that laboratories write (recognition decision, N5). */

/**
 * Names of each kind. Serum, plasma and whole blood are one kind: laboratories take either for the same item, and the item's
 * code tells where it matters. What is in no list, such as a swab or 各类标本, is not compared.
 */
const NAMES = {
  blood:
    '血 血液 全血 血清 血浆 静脉血 动脉血 末梢血 指尖血 毛细血管血 外周血 抗凝血 静脉全血 EDTA全血 EDTA抗凝全血 枸橼酸盐血浆 枸橼酸钠抗凝血浆 肝素血浆 EDTA血浆 blood venousblood arterialblood capillaryblood wholeblood serum plasma ser plas bld',
  urine: '尿 尿液 晨尿 随机尿 中段尿 清洁中段尿 24小时尿 24h尿 urine 24hurine ur',
  stool: '粪 粪便 大便 stool faeces feces stl',
  'cerebrospinal-fluid': '脑脊液 cerebrospinalfluid csf',
  sputum: '痰 痰液 sputum',
  'serous-fluid': '胸水 腹水 胸腹水 胸腔积液 腹腔积液 pleuralfluid peritonealfluid ascites',
} as const;

export type SpecimenKind = keyof typeof NAMES;

const kindOf: ReadonlyMap<string, SpecimenKind> = new Map(
  (Object.keys(NAMES) as SpecimenKind[]).flatMap((kind) =>
    NAMES[kind].split(' ').map((name) => [name.toLowerCase(), kind] as const),
  ),
);

/** The kind that a name of a specimen means; null when it, or one of several written together, is not known or they differ. */
export function specimenKind(name: string | null | undefined): SpecimenKind | null {
  if (name === null || name === undefined) return null;
  const whole = name.normalize('NFKC').toLowerCase().replace(/\s+/gu, '');
  const kinds = new Set(whole.split(/[/、,或]/u).map((part) => kindOf.get(part) ?? null));
  const [kind = null] = kinds;
  return kinds.size === 1 ? kind : null;
}
