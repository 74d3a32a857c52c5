import type { Day } from '@fujie/core/kernel';
import type {
  LapsingOverviewResponse,
  LapsingResponse,
  MarkChangesResponse,
  MarkEvidenceResponse,
  MarkExplainResponse,
  MarksResponse,
  PublicInstitutionsResponse,
  PublicItemsResponse,
  PublicListsResponse,
  PublicMarksResponse,
  RegionMarksResponse,
} from '@fujie/wire/contracts';
import { beforeAll, describe, expect, it } from 'vitest';

import { importTyped } from '../src/registers/change.ts';
import { sharedServer } from './shared-server.ts';

const server = sharedServer({ now: '2024-05-20T09:00+08:00' });
let laboratory: Record<string, string>;

const FROM = '2020-01-01' as Day;
const ITEM = { kind: 'laboratory', category: 'chemistry', quantitative: true };
const HOSPITAL = { region: '14', level: 3, ownership: 'public', kind: 'general', supervisor: 'health' };
const ROUND = { organiser: 'SX', item: 'GLU', year: 2023 };

/** H1 carries 晋HR for GLU until its instrument falls due; H2 is listed but has shown nothing. */
const REGISTERS: readonly (readonly [string, readonly Readonly<Record<string, unknown>>[]])[] = [
  ['region', [{ code: '14', nameZh: '山西省', nameEn: 'Shanxi', kind: 'province', markPrefix: '晋' }]],
  ['qc-organisation', [{ code: 'SX', nameZh: '省临检中心', level: 'province', region: '14' }]],
  [
    'institution',
    [
      { ...HOSPITAL, code: 'H1', nameZh: '甲医院', nameEn: 'First Hospital' },
      { ...HOSPITAL, code: 'H2', nameZh: '乙医院' },
    ],
  ],
  [
    'item',
    [
      { ...ITEM, code: 'GLU', nameZh: '葡萄糖', nameEn: 'Glucose' },
      { ...ITEM, code: 'ALT', nameZh: '丙氨酸氨基转移酶', nameEn: 'ALT' },
    ],
  ],
  ['recognition-list', [{ code: 'L1', titleZh: '第一批互认清单', publishedOn: '2023-01-01', region: '14' }]],
  [
    'recognition-list-entry',
    ['H1', 'H2'].map((institution) => ({ list: 'L1', institution, item: 'GLU', scope: '14' })),
  ],
  ['quality-requirement', [{ scope: '14', item: 'GLU', maxCv: 3, source: 'SX' }]],
  [
    'eqa-round',
    [
      { ...ROUND, round: '1', closedOn: '2023-05-10', publishedOn: '2023-06-10' },
      { ...ROUND, round: '2', closedOn: '2023-11-10', publishedOn: '2023-12-10' },
    ],
  ],
  [
    'eqa-outcome',
    ['1', '2'].map((round) => ({ organiser: 'SX', round, item: 'GLU', institution: 'H1', outcome: 'PASS' })),
  ],
  ['iqc-monthly', [{ institution: 'H1', item: 'GLU', month: '2024-04', testingDays: 22, qcDays: 22, cv: 2 }]],
  ['instrument', [{ institution: 'H1', code: 'A1', nameZh: '生化仪', items: ['GLU'] }]],
  ['instrument-activity', [{ institution: 'H1', instrument: 'A1', activity: 'calibration', dueOn: '2024-06-10' }]],
];

async function get(url: string, headers: Record<string, string> = {}) {
  return server.app.inject({ method: 'GET', url: `/api/v1${url}`, headers });
}

beforeAll(async () => {
  for (const [register, rows] of REGISTERS) {
    await importTyped(
      server.deps,
      'test',
      register,
      rows.map((row) => ({ row, from: FROM })),
    );
  }
  laboratory = await server.as('laboratory', { institution: 'H1' });
});

describe('marks of an institution', () => {
  it("show the label of each listed item, for the caller's own institution unless another is named", async () => {
    const body = (await get('/marks', laboratory)).json<MarksResponse>();
    expect(body).toMatchObject({
      institution: { code: 'H1', nameZh: '甲医院', nameEn: 'First Hospital' },
      day: '2024-05-20',
      listed: 1,
      marked: 1,
    });
    expect(body.marks).toMatchObject([
      { item: { code: 'GLU' }, scope: '14', scopeLabel: '晋HR', label: '晋HR', reasons: [] },
    ]);
  });

  it('give each reason in both languages with its clauses when there is none', async () => {
    const body = (await get('/marks?institution=H2', laboratory)).json<MarksResponse>();
    expect(body.marked).toBe(0);
    const reasons = body.marks[0]?.reasons ?? [];
    expect(reasons.map((r) => r.code)).toEqual([
      'EQA_NOT_PARTICIPATED',
      'IQC_NOT_PERFORMED',
      'IQC_QUALITY_NOT_MET',
      'CALIBRATION_OVERDUE',
    ]);
    for (const reason of reasons) {
      expect(reason.text.zh).not.toBe('');
      expect(reason.text.en).not.toBe('');
      expect(reason.clauses.length).toBeGreaterThan(0);
    }
  });

  it('are those of any day asked for', async () => {
    const body = (await get('/marks?day=2022-12-31', laboratory)).json<MarksResponse>();
    expect(body.marks[0]?.reasons.map((r) => r.code)).toContain('NOT_LISTED');
  });

  it('are explained condition by condition', async () => {
    const body = (await get('/marks/explain?institution=H1&item=GLU&scope=14', laboratory)).json<MarkExplainResponse>();
    expect(body).toMatchObject({ label: '晋HR', jurisdiction: 'taiyuan', missing: [] });
    expect(body.findings.map((f) => f.step)).toEqual(['M1', 'M2', 'M3', 'M4', 'M5', 'M6', 'M7', 'M8', 'M9', 'M10']);
    expect(body.findings.every((f) => f.clauses.length > 0)).toBe(true);
    expect((await get('/marks/explain?institution=H1&item=NOPE&scope=14', laboratory)).statusCode).toBe(404);
  });

  it('that will lapse are named with day, reason and what falls due', async () => {
    const body = (await get('/marks/lapsing', laboratory)).json<LapsingResponse>();
    expect(body).toMatchObject({ days: 60, marked: 1 });
    expect(body.lapsing).toMatchObject([
      {
        item: { code: 'GLU' },
        label: '晋HR',
        lapsesOn: '2024-06-11',
        daysLeft: 22,
        reasons: [{ code: 'CALIBRATION_OVERDUE' }],
        detail: { zh: '仪器 A1 的校准于 2024-06-10 到期', en: 'calibration of instrument A1 is due on 2024-06-10' },
      },
    ]);
    const soon = (await get('/marks/lapsing?days=7', laboratory)).json<LapsingResponse>();
    expect(soon.lapsing).toEqual([]);
  });

  it('that will lapse are counted for each listed institution of the region, most first', async () => {
    const centre = await server.as('qc-centre', { region: '14' });
    const body = (await get('/marks/lapsing/institutions', centre)).json<LapsingOverviewResponse>();
    expect(body.institutions).toEqual([
      {
        institution: { code: 'H1', nameZh: '甲医院', nameEn: 'First Hospital' },
        marked: 1,
        lapsing: 1,
        soonest: '2024-06-11',
      },
      { institution: { code: 'H2', nameZh: '乙医院', nameEn: null }, marked: 0, lapsing: 0, soonest: null },
    ]);
    const elsewhere = await server.as('qc-centre', { region: '51', username: 'elsewhere' });
    expect((await get('/marks/lapsing/institutions', elsewhere)).json<LapsingOverviewResponse>().institutions).toEqual(
      [],
    );
  });

  it('need a sign-in and an institution that exists', async () => {
    expect((await get('/marks?institution=H1')).statusCode).toBe(401);
    expect((await get('/marks?institution=H9', laboratory)).statusCode).toBe(404);
    expect((await get('/marks', await server.as('commission'))).statusCode).toBe(400);
    expect((await get('/marks?day=2024-13-01', laboratory)).statusCode).toBe(400);
  });
});

describe('the public', () => {
  it('looks up institutions and items without signing in', async () => {
    const hospitals = (await get('/public/institutions?q=%E7%94%B2')).json<PublicInstitutionsResponse>();
    expect(hospitals.institutions).toEqual([
      {
        code: 'H1',
        nameZh: '甲医院',
        nameEn: 'First Hospital',
        region: '14',
        regionZh: '山西省',
        regionEn: 'Shanxi',
        level: 3,
        ownership: 'public',
        kind: 'general',
      },
    ]);
    const items = (await get('/public/items?q=gluc')).json<PublicItemsResponse>();
    expect(items.items.map((i) => i.code)).toEqual(['GLU']);
  });

  it('sees the labels in force, and no reasons why others have none', async () => {
    const body = (await get('/public/marks?item=GLU')).json<PublicMarksResponse>();
    expect(body.marks).toEqual([
      {
        institution: { code: 'H1', nameZh: '甲医院', nameEn: 'First Hospital' },
        item: { code: 'GLU', nameZh: '葡萄糖', nameEn: 'Glucose', kind: 'laboratory', category: 'chemistry' },
        labels: ['晋HR'],
      },
    ]);
    expect((await get('/public/marks?institution=H1')).json<PublicMarksResponse>().marks).toHaveLength(1);
    expect((await get('/public/marks?institution=H2')).json<PublicMarksResponse>().marks).toEqual([]);
    expect((await get('/public/marks')).statusCode).toBe(400);
  });

  it('sees the lists in force on a day, and their entries', async () => {
    const body = (await get('/public/lists?list=L1')).json<PublicListsResponse>();
    expect(body.lists).toEqual([
      {
        code: 'L1',
        titleZh: '第一批互认清单',
        documentNumber: null,
        publishedOn: '2023-01-01',
        region: { code: '14', nameZh: '山西省', nameEn: 'Shanxi' },
        entries: 2,
      },
    ]);
    expect(body.entries.map((e) => [e.institution.code, e.item.code, e.scopeLabel])).toEqual([
      ['H1', 'GLU', '晋HR'],
      ['H2', 'GLU', '晋HR'],
    ]);
    expect((await get('/public/lists?day=2022-06-01')).json<PublicListsResponse>().lists).toEqual([]);
  });

  it('is slowed down when it asks faster than a person can', async () => {
    const statuses: number[] = [];
    while (statuses.length < 130) statuses.push((await get('/public/items?q=x')).statusCode);
    expect(statuses.filter((status) => status === 200).length).toBeGreaterThanOrEqual(100);
    expect(statuses.at(-1)).toBe(429);
  });
});

describe('the evidence behind a mark', () => {
  const path = '/marks/evidence?institution=H1&item=GLU';

  it('is each record with the day on which it lapses, and for its own laboratory what is on record beside the registers', async () => {
    const body = (await get(path, laboratory)).json<MarkEvidenceResponse>();
    expect(body.scopes).toMatchObject([
      {
        scope: '14',
        label: '晋HR',
        lapse: { on: '2024-06-11', daysLeft: 22, reasons: [{ code: 'CALIBRATION_OVERDUE' }] },
      },
    ]);
    expect(body).toMatchObject({
      lists: [{ code: 'L1', scope: '14' }],
      rounds: [
        { round: '2', outcome: 'PASS', publishedOn: '2023-12-10' },
        { round: '1', outcome: 'PASS' },
      ],
      months: [{ month: '2024-04', testingDays: 22, qcDays: 22, cv: 2 }],
      requirements: [{ scope: '14', maxCv: 3 }],
      instruments: [
        { code: 'A1', heldSince: null, carries: true, activities: [{ activity: 'calibration', dueOn: '2024-06-10' }] },
      ],
      blindSamples: [],
      suspensions: [],
      recorded: { runs: [], loops: [] },
    });
  });

  it('of another institution is what registers hold, and of a day only what was published by then', async () => {
    const other = await server.as('laboratory', { institution: 'H2' });
    expect((await get(path, other)).json<MarkEvidenceResponse>().recorded).toBeNull();
    const earlier = (await get(`${path}&day=2023-11-30`, other)).json<MarkEvidenceResponse>();
    expect(earlier.rounds[0]).toMatchObject({ round: '2', outcome: 'PENDING', publishedOn: null });
  });
});

describe('the marks of a region', () => {
  it('stand institution by item, a page of each, with the reasons that occur', async () => {
    const centre = await server.as('qc-centre', { region: '14' });
    const body = (await get('/marks/region?width=1&across=1', centre)).json<RegionMarksResponse>();
    expect(body).toMatchObject({ items: 1, institutionsInAll: 2, institutions: [{ code: 'H1' }] });
    expect(body.rows).toMatchObject([
      { item: { code: 'GLU' }, cells: [{ institution: 'H1', labels: ['晋HR'], lacking: [] }] },
    ]);
    const second = (await get('/marks/region?width=1&across=2', centre)).json<RegionMarksResponse>();
    expect(second.rows[0]?.cells).toMatchObject([{ institution: 'H2', labels: [], lacking: ['晋HR'] }]);
    expect(second.reasons.map(({ code }) => code)).toContain('EQA_NOT_PARTICIPATED');
    expect((await get('/marks/region?q=ALT', centre)).json<RegionMarksResponse>().items).toBe(0);
    const lacking = async (query: string) =>
      (await get(`/marks/region?lacking=only${query}`, centre)).json<RegionMarksResponse>();
    expect(await lacking('')).toMatchObject({ items: 1, institutionsInAll: 1, institutions: [{ code: 'H2' }] });
    expect(await lacking('&institution=H1')).toMatchObject({ items: 0, institutionsInAll: 0, rows: [] });
    const elsewhere = await server.as('qc-centre', { region: '51' });
    expect((await get('/marks/region', elsewhere)).json<RegionMarksResponse>().institutionsInAll).toBe(0);
  });

  it('change on the day of the fact, and can be taken out as a file', async () => {
    const centre = await server.as('qc-centre', { region: '14' });
    const period = 'from=2024-04-30&to=2024-06-30';
    const body = (await get(`/marks/changes?${period}`, centre)).json<MarkChangesResponse>();
    expect(body).toMatchObject({ gained: 1, lost: 1 });
    expect(body.turns).toMatchObject([
      {
        on: '2024-06-01',
        institution: { code: 'H1' },
        before: '晋HR',
        after: null,
        reasons: [{ code: 'IQC_NOT_PERFORMED' }, {}],
      },
      { on: '2024-05-01', before: null, after: '晋HR' },
    ]);
    expect((await get(`/marks/changes?from=2024-06-30&to=2024-04-30`, centre)).statusCode).toBe(400);
    const csv = await get(`/marks/changes/export.csv?${period}`, centre);
    expect(csv.body).toContain('2024-06-01,H1,甲医院,GLU,葡萄糖,晋HR,晋HR,—');
    const marks = await get('/marks/region/export.csv', centre);
    expect(marks.body).toContain('H1,甲医院,GLU,葡萄糖,晋HR,晋HR,');
    expect((await get('/marks/region/export.xlsx', centre)).statusCode).toBe(200);
  });
});
