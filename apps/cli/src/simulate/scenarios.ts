/**
 * The guided tour 演示病例: a few persons with one case each of everything a physician can be told while ordering. Each
 * case states the verdict by hand; the tests let the core judge it.
 */
import type { Day } from '@fujie/core/kernel';
import { addDays } from '@fujie/core/kernel';

import { DRAFT_MAPPINGS } from './region-catalogue.ts';
import { componentsOf } from './menus.ts';
import type { Person } from './people.ts';
import { DEMO_PATIENT } from './accounts.ts';
import { makePerson } from './people.ts';
import { blindSampleDays, plantOf } from './plants.ts';
import type { Random } from './random.ts';
import type { Region } from './region.ts';
import type { LaboratoryReport, Report, ResultLine, Stay } from './reports.ts';
import type { TruthCase } from './truth.ts';
import type { InstitutionRole } from './world.ts';
import type { Visit, Writer } from './writer.ts';
import { at } from './writer.ts';

export interface Tour {
  readonly people: readonly Person[];
  readonly reports: readonly Report[];
  readonly cases: readonly TruthCase[];
  /** In care where the cases are asked, so that a physician there may look at what others reported. */
  readonly stays: readonly Stay[];
}

type Expectation = TruthCase['expect'];
const MUST: Expectation = { class: 'MUST', basis: 'MARK', reasons: [] };
const may = (...reasons: string[]): Expectation => ({ class: 'MAY', reasons });
const not = (reason: string): Expectation => ({ class: 'NOT', reasons: [reason] });

const GLUCOSE_OVER_TIME: readonly (readonly [InstitutionRole, number])[] = [
  ['county', 190],
  ['university', 121],
  ['private', 74],
  ['central', 38],
  ['district', 13],
];

/** Makes the persons of the tour, their reports and the verdicts to expect at an order on `today`. */
export function makeTour(region: Region, writer: Writer, random: Random): Tour {
  const { world, today } = region;
  const zhang = makePerson(
    world,
    random,
    today,
    { key: 'T1', ...DEMO_PATIENT, sex: 'male', healthCard: true, illness: {} },
    1,
  );
  const li = makePerson(
    world,
    random,
    today,
    { key: 'T2', name: '李秀兰', sex: 'female', birthOn: '1955-09-03' as Day, healthCard: true, illness: {} },
    2,
  );
  const wang = makePerson(
    world,
    random,
    today,
    { key: 'T3', name: '王建国', sex: 'male', birthOn: '1974-11-21' as Day, healthCard: false, illness: {} },
    3,
  );
  const chen = makePerson(
    world,
    random,
    today,
    { key: 'T4', name: '陈思雨', sex: 'female', birthOn: '1990-02-17' as Day, healthCard: true, illness: {} },
    4,
  );
  const reports: Report[] = [];
  const cases: TruthCase[] = [];

  function visit(person: Person, role: InstitutionRole, daysAgo: number): Visit {
    const plan = world.institutions.find((i) => i.code === world.code(role));
    if (plan === undefined) throw new RangeError(`No institution plays ${role}`);
    const day = addDays(today, -daysAgo);
    return {
      person,
      plan,
      encounterClass: 'AMB',
      orderedAt: at(day, 8),
      collectedAt: at(day, 8, 20),
      reportedAt: at(day, 14),
    };
  }

  function laboratory(
    person: Person,
    role: InstitutionRole,
    daysAgo: number,
    title: string,
    items: readonly string[],
    ordered: readonly string[] = items,
  ): LaboratoryReport {
    return writer.laboratory(visit(person, role, daysAgo), title, ordered, items);
  }

  function changeLines(report: LaboratoryReport, change: Partial<ResultLine>): LaboratoryReport {
    return { ...report, lines: report.lines.map((line) => ({ ...line, ...change })) };
  }

  function expectCase(
    person: Person,
    report: Report,
    item: string,
    name: string,
    zh: string,
    en: string,
    expect: Expectation,
    extra: { readonly receiver?: InstitutionRole; readonly detects?: TruthCase['detects'] } = {},
  ): void {
    cases.push({
      name,
      zh,
      en,
      person: person.key,
      personName: person.name,
      residentId: person.residentId,
      receiver: world.code(extra.receiver ?? 'central'),
      item,
      issuer: report.plan.code,
      report: report.number,
      expect,
      ...(extra.detects === undefined ? {} : { detects: extra.detects }),
    });
  }

  function send<R extends Report>(report: R): R {
    reports.push(report);
    return report;
  }

  // 张明: the ordinary day.
  const liver = send(laboratory(zhang, 'university', 3, '肝功能', componentsOf('P_LIVER'), ['P_LIVER']));
  expectCase(
    zhang,
    liver,
    'ALT',
    'must-by-mark',
    '三天前他院肝功能，标识有效：应当互认',
    'Liver panel of another hospital three days ago, marked',
    MUST,
  );
  const lipids = send(laboratory(zhang, 'university', 45, '血脂', componentsOf('P_LIPID'), ['P_LIPID']));
  expectCase(
    zhang,
    lipids,
    'TC',
    'time-limit-exceeded',
    '血脂已 45 天，超过参考时限',
    'Lipids 45 days old, beyond the limit',
    may('TIME_LIMIT_EXCEEDED'),
  );
  // What is measured again and again, at one hospital after the other.
  for (const [role, daysAgo] of GLUCOSE_OVER_TIME) send(laboratory(zhang, role, daysAgo, '血糖', ['GLU']));
  const unmarked = send(laboratory(zhang, 'private', 5, '尿酸', ['UA']));
  expectCase(
    zhang,
    unmarked,
    'UA',
    'no-mark',
    '未列入清单的机构，无标识',
    'Institution on no list, no mark',
    may('NO_MARK'),
  );
  const chest = send(writer.examination(visit(zhang, 'secondCity', 10), 'CT_CHEST'));
  expectCase(
    zhang,
    chest,
    'CT_CHEST',
    'must-image',
    '外市胸部 CT，带全国标识和影像',
    'Chest CT from another city with images and the national mark',
    MUST,
  );
  const opinion = send({ ...writer.examination(visit(zhang, 'district', 6), 'US_ABD'), hasImages: false });
  expectCase(
    zhang,
    opinion,
    'US_ABD',
    'conclusion-only',
    '只有诊断结论，没有影像',
    'Only a conclusion, no images',
    not('NOT_A_RESULT'),
  );
  const doubt = plantOf('blind-sample-failed');
  const doubtAge = 16;
  if (addDays(today, -doubtAge) < blindSampleDays(today).measuredOn) throw new RangeError('The doubt window moved');
  const inDoubt = send(laboratory(zhang, doubt.role, doubtAge, '肾功能', [doubt.item]));
  expectCase(
    zhang,
    inDoubt,
    doubt.item,
    'quality-in-doubt',
    '盲样不合格的存疑期内出具',
    'Reported inside the doubt window of a failed blind sample',
    may('QUALITY_IN_DOUBT'),
  );
  const potassium = send(laboratory(zhang, 'university', 2, '电解质', ['K', 'Na', 'Cl']));
  expectCase(
    zhang,
    potassium,
    'K',
    'rapid-change',
    '血钾两天前，属变化较快项目',
    'Potassium two days old, a fast-changing item',
    MUST,
    {
      detects: [{ code: 2, when: 'always' }],
    },
  );
  const count = send(laboratory(zhang, 'district', 4, '血细胞分析', componentsOf('P_CBC'), ['P_CBC']));
  send({
    ...count,
    status: 'corrected',
    reportedAt: at(addDays(today, -3), 10),
    lines: count.lines.map((line) =>
      line.item === 'HGB' && typeof line.value === 'number' ? { ...line, value: line.value + 9 } : line,
    ),
  });
  expectCase(
    zhang,
    count,
    'HGB',
    'corrected',
    '血红蛋白报告已更正，以更正后为准',
    'Haemoglobin was corrected; the later version counts',
    MUST,
  );
  const withdrawn = send(laboratory(zhang, 'university', 9, '甲状腺功能', ['TSH', 'FT4']));
  send({ ...withdrawn, status: 'entered-in-error', reportedAt: at(addDays(today, -8), 9) });
  expectCase(
    zhang,
    withdrawn,
    'TSH',
    'withdrawn',
    '报告已撤回，不再提供',
    'Withdrawn, no longer offered',
    not('NOT_FINAL'),
  );

  // 李秀兰: before an operation.
  const group = send(laboratory(li, 'university', 20, '血型鉴定', ['ABO', 'RHD'], ['P_BLOODGROUP']));
  expectCase(
    li,
    group,
    'ABO',
    'major-measure',
    '血型：手术、输血前可重复',
    'Blood group: tied to surgery and transfusion',
    MUST,
    {
      detects: [{ code: 3, when: 'surgery planned within 72 h' }],
    },
  );
  const cross = send(laboratory(li, 'university', 2, '交叉配血', ['XMATCH']));
  expectCase(
    li,
    cross,
    'XMATCH',
    'negative-list',
    '交叉配血在负面清单',
    'Crossmatch is on the negative list',
    not('NEGATIVE_LIST'),
  );
  const draft = DRAFT_MAPPINGS.includes('HE4')
    ? send(laboratory(li, 'maternal', 4, '人附睾蛋白4', ['HE4']))
    : undefined;
  if (draft)
    expectCase(li, draft, 'HE4', 'unmapped', '编码对照未获批准，不参与互认', 'The code mapping is not approved', null);
  const troponin = send(laboratory(li, 'university', 3, '肌钙蛋白', ['CTNI']));
  expectCase(
    li,
    troponin,
    'CTNI',
    'time-limit-hours',
    '以小时计的参考时限已过',
    'Beyond a limit given in hours',
    may('TIME_LIMIT_EXCEEDED'),
  );

  // 王建国: what is wrong with a printed mark.
  const forgotten = send(changeLines(laboratory(wang, 'university', 3, '葡萄糖', ['GLU']), { marks: [] }));
  expectCase(
    wang,
    forgotten,
    'GLU',
    'entitled-not-printed',
    '有资格而未标注',
    'Entitled but not printed',
    may('ENTITLED_NOT_PRINTED'),
  );
  const failed = plantOf('eqa-failed');
  const provinceMark = liver.lines[0]?.marks.at(-1) ?? '';
  const wrong = send(
    changeLines(laboratory(wang, failed.role, 3, 'γ-谷氨酰基转移酶', [failed.item]), { marks: [provinceMark] }),
  );
  expectCase(
    wang,
    wrong,
    failed.item,
    'mark-not-entitled',
    '质评不合格仍标注',
    'Printed although the EQA round was failed',
    may('MARK_NOT_ENTITLED'),
  );
  const cityOnly = send(laboratory(wang, 'secondCity', 5, '维生素B12', ['B12']));
  expectCase(
    wang,
    cityOnly,
    'B12',
    'scope-not-covering',
    '外市市级标识不覆盖本地',
    'The mark of another city does not cover this place',
    may('SCOPE_NOT_COVERING'),
  );
  const incomplete = send(changeLines(laboratory(wang, 'university', 4, '促甲状腺激素', ['TSH']), { method: null }));
  expectCase(
    wang,
    incomplete,
    'TSH',
    'report-incomplete',
    '缺检测方法',
    'The method is missing',
    may('REPORT_INCOMPLETE'),
  );
  const preliminary = send({
    ...laboratory(wang, 'university', 1, '癌胚抗原', ['CEA']),
    status: 'preliminary' as const,
  });
  expectCase(wang, preliminary, 'CEA', 'preliminary', '初步报告', 'Preliminary only', not('NOT_FINAL'));

  // 陈思雨: inside the consortium.
  const township = send(laboratory(chen, 'township', 3, '肝功能', ['AST', 'TP'], ['AST', 'TP']));
  const isSichuan = world.jurisdiction === 'sichuan';
  expectCase(
    chen,
    township,
    'AST',
    'consortium',
    '同一紧密型医联体内，无标识',
    'Same close-knit consortium, no mark',
    isSichuan ? { class: 'MUST', basis: 'CONSORTIUM', reasons: [] } : may('NO_MARK'),
    { receiver: 'county' },
  );
  const people = [zhang, li, wang, chen];
  const stays = people.flatMap((person) => {
    const receivers = new Set(cases.filter((known) => known.person === person.key).map((known) => known.receiver));
    return world.institutions
      .filter((plan) => receivers.has(plan.code))
      .map((plan): Stay => ({ plan, registration: person.registrationAt(plan), since: at(addDays(today, -1), 9) }));
  });
  return { people, reports, cases, stays };
}
