/** A small region with two hospitals, their physicians, marks and results: what the tests of the decision stand on. */
import type { Day, Instant } from '@fujie/core/kernel';
import { must, parseInstant } from '@fujie/core/kernel';
import type { TypedRow } from '@fujie/core/registers';
import { inject } from 'vitest';

import { sql } from '../src/platform/db/database.ts';
import { sealed } from '../src/platform/db/key-ring.ts';
import type { TestApp } from '../src/platform/testing/app.ts';
import { startTestApp } from '../src/platform/testing/app.ts';
import { importTyped } from '../src/registers/change.ts';
import { sharedByFile } from './shared-server.ts';

export const NOW = '2024-05-20T09:00+08:00';

export const at = (text: string): Instant => must(parseInstant(text));

const FROM = '2020-01-01' as Day;

const entry = (row: Record<string, unknown>, from: Day = FROM): TypedRow => ({ row, from });

export const item = (code: string, nameZh: string, price: string, extra: Record<string, unknown> = {}): TypedRow =>
  entry({
    code,
    nameZh,
    nameEn: code,
    kind: 'laboratory',
    category: 'chemistry',
    quantitative: true,
    unit: 'U/L',
    price,
    ...extra,
  });

const institution = (code: string, nameZh: string, region: string): TypedRow =>
  entry({ code, nameZh, region, level: 3, ownership: 'public', kind: 'general', supervisor: 'health' });

const physician = (code: string, nameZh: string, at: string, role = 'physician'): TypedRow =>
  entry({ code, nameZh, institution: at, department: 'INT', role });

/** H1 issues 晋HR results of ALT, AST, K and CT; H2 and H3 order. TBIL has no mark. */
export const ITEMS = ['ALT', 'AST', 'TBIL', 'K', 'CT-CHEST'] as const;
const MARKED = ['ALT', 'AST', 'K', 'CT-CHEST'];

async function loadRegisters({ deps }: TestApp): Promise<void> {
  const load = async (register: Parameters<typeof importTyped>[2], rows: readonly TypedRow[]): Promise<void> => {
    await importTyped(deps, 'test', register, rows);
  };
  await load('region', [
    entry({ code: 'CN', nameZh: '中华人民共和国', kind: 'country', markPrefix: '全国' }),
    entry({ code: '14', nameZh: '山西省', kind: 'province', markPrefix: '晋' }),
    entry({ code: '1401', nameZh: '太原市', kind: 'city', markPrefix: '太原市' }),
    entry({ code: '140105', nameZh: '小店区', kind: 'district' }),
    entry({ code: '1402', nameZh: '大同市', kind: 'city', markPrefix: '大同市' }),
  ]);
  await load('qc-organisation', [
    entry({ code: 'SX-CCL', nameZh: '山西省临床检验中心', level: 'province', region: '14' }),
  ]);
  await load('institution', [
    institution('H1', '太原第一医院', '140105'),
    institution('H2', '太原第二医院', '140105'),
    institution('H3', '大同第三医院', '1402'),
  ]);
  await load(
    'department',
    ['H1', 'H2', 'H3'].map((code) => entry({ institution: code, code: 'INT', nameZh: '内科', kind: 'clinical' })),
  );
  await load('practitioner', [
    physician('D2', '李医生', 'H2'),
    physician('D3', '王医生', 'H3'),
    physician('N2', '赵护士', 'H2', 'nurse'),
  ]);
  await load('item', [
    item('ALT', '丙氨酸氨基转移酶', '9.00', { specimen: '血清/血浆' }),
    item('AST', '天门冬氨酸氨基转移酶', '9.00'),
    item('TBIL', '总胆红素', '9.00', { unit: 'umol/L', loinc: '1975-2' }),
    item('K', '钾', '6.00', { unit: 'mmol/L', rapidChangeHours: 24, majorMeasures: ['surgery'] }),
    item('CT-CHEST', '胸部CT平扫', '260.00', { kind: 'examination', category: 'ct', quantitative: false, unit: null }),
  ]);
  await load(
    'panel-component',
    ['ALT', 'AST', 'TBIL'].map((code) =>
      entry({ panel: 'LIVER', panelNameZh: '肝功三项', panelNameEn: 'Liver panel', panelPrice: '21.00', item: code }),
    ),
  );
  await load('code-mapping', [entry({ system: 'urn:test:h2', code: 'L-ALT', item: 'ALT', state: 'approved' })]);
  await load('recognition-list', [
    entry({ code: 'SX-2023', titleZh: '互认清单', publishedOn: '2023-06-20', region: '14' }, '2023-06-20' as Day),
  ]);
  await load(
    'recognition-list-entry',
    MARKED.map((code) => entry({ list: 'SX-2023', institution: 'H1', item: code, scope: '14' }, '2023-06-20' as Day)),
  );
  await load(
    'quality-requirement',
    MARKED.map((code) => entry({ scope: '14', item: code, maxCv: 5, source: '测试' })),
  );
  const rounds = [
    ['2023-1', 2023, '2023-04-20', '2023-05-31'],
    ['2023-2', 2023, '2023-10-19', '2023-11-30'],
    ['2024-1', 2024, '2024-04-18', '2024-05-01'],
  ] as const;
  await load(
    'eqa-round',
    MARKED.flatMap((code) =>
      rounds.map(([round, year, closedOn, publishedOn]) =>
        entry({ organiser: 'SX-CCL', round, item: code, year, closedOn, publishedOn }),
      ),
    ),
  );
  await load(
    'eqa-outcome',
    MARKED.flatMap((code) =>
      rounds.map(([round]) => entry({ organiser: 'SX-CCL', round, item: code, institution: 'H1', outcome: 'PASS' })),
    ),
  );
  await load(
    'iqc-monthly',
    MARKED.map((code) =>
      entry({ institution: 'H1', item: code, month: '2024-04', testingDays: 22, qcDays: 22, cv: 2.5 }),
    ),
  );
  await load('instrument', [entry({ institution: 'H1', code: 'AN-1', nameZh: '分析仪', items: MARKED })]);
  await load('instrument-activity', [
    entry({ institution: 'H1', instrument: 'AN-1', activity: 'calibration', dueOn: '2026-12-31' }),
  ]);
}

export interface Region extends TestApp {
  /** Headers of a physician of H2, of H3, and of the system of H2. */
  readonly doctor: Record<string, string>;
  readonly otherDoctor: Record<string, string>;
  readonly system: Record<string, string>;
  /** Adds a person and returns handle, id and identity number. */
  /** In the care of H2 and H3 unless said otherwise. */
  person(
    treatedAt?: readonly string[],
  ): Promise<{ readonly id: number; readonly handle: string; readonly number: string }>;
  /** Stores one result of H1 (by default a final ALT with 晋HR of two days ago) and returns its id. */
  result(personId: number, change?: Partial<StoredResult>): Promise<string>;
}

export interface StoredResult {
  readonly id: string;
  readonly version: number;
  readonly institution: string;
  readonly item: string;
  readonly status: string;
  readonly collectedAt: string;
  readonly reportedAt: string;
  readonly marks: readonly string[];
  readonly content: string;
  readonly method: string | null;
  readonly value: number | null;
  readonly reportId: string | null;
}

/** Valid identity numbers of a region code that no one has. */
function residentIdOf(serial: number): string {
  const first17 = `99000119800101${String(serial % 1000).padStart(3, '0')}`;
  const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
  const sum = weights.reduce((total, weight, index) => total + weight * Number(first17[index]), 0);
  return `${first17}${'10X98765432'[sum % 11] ?? ''}`;
}

/** An encounter of today that an institution stored, still open unless said otherwise. */
export async function storeEncounter(
  db: TestApp['db'],
  person: number,
  institution: string,
  { status = 'in-progress', start = '2024-05-20T08:00:00+08:00', end = null as string | null } = {},
): Promise<void> {
  await db.query(sql`
    with sent as (
      insert into document (institution, channel, sender, digest, parts) values (${institution}, 'fhir', 'test', '', '{}') returning id)
    insert into resource (type, id, version, document_id, ix, institution, person_id, status, effective_at, updated_at, ended_at)
    select 'Encounter', ${`enc-${institution}-${String(person)}-${start}`}, 1, id, 0, ${institution}, ${person}, ${status}, ${start}::timestamptz, ${end ?? start}::timestamptz, ${end}::timestamptz from sent on conflict do nothing`);
}

/** One region for the tests of a file; `environment` gives further keys of the configuration. */
export function sharedRegion(environment: () => Promise<Record<string, string>> = () => Promise.resolve({})): Region {
  return sharedByFile(async () => startRegion(await environment()));
}

async function startRegion(env: Readonly<Record<string, string>>): Promise<Region> {
  const app = await startTestApp(inject('adminUrl'), { now: NOW, jurisdiction: 'taiyuan', env });
  await loadRegisters(app);
  let serial = 0;
  return Object.assign(app, {
    doctor: await app.as('doctor', { institution: 'H2', practitioner: 'D2', department: 'INT', name: '李医生' }),
    otherDoctor: await app.as('doctor', { institution: 'H3', practitioner: 'D3', department: 'INT', name: '王医生' }),
    system: await app.as('system', { institution: 'H2' }),
    person: async (treatedAt = ['H2', 'H3']) => {
      serial += 1;
      const number = residentIdOf(serial);
      const [row] = await app.db.query<{ id: number }>(
        sql`insert into person (name_norm, birth_on, sex) values (${sealed('张小明')}, '1980-01-01', ${serial % 2 === 1 ? 'male' : 'female'}) returning id`,
      );
      const id = row?.id ?? 0;
      const token = app.deps.seal.token('resident-id', '', number);
      await app.db.query(
        sql`insert into person_identifier (kind, issuer, token, person_id, verified) values ('resident-id', '', ${token}, ${id}, true)`,
      );
      for (const institution of treatedAt) await storeEncounter(app.db, id, institution);
      return { id, handle: app.deps.seal.handleOf(id), number };
    },
    result: async (personId: number, change: Partial<StoredResult> = {}) => {
      serial += 1;
      const r: StoredResult = {
        id: `r${serial}`,
        version: 1,
        institution: 'H1',
        item: 'ALT',
        status: 'final',
        collectedAt: '2024-05-18T08:00+08:00',
        reportedAt: '2024-05-18T11:00+08:00',
        marks: ['晋HR'],
        content: 'data',
        method: '酶法',
        value: 35,
        reportId: `rep${serial}`,
        ...change,
      };
      await app.db.query(sql`update result set current = false where id = ${r.id} and person_id = ${personId}`);
      await app.db.query(sql`
        insert into result (person_id, id, version, document_id, ix, source_type, institution, report_id, report_no, item, name, status,
          collected_at, reported_at, value_num, unit, item_value, ref_low, ref_high, method, marks, content)
        values (${personId}, ${r.id}, ${r.version}, 1, 0, 'Observation', ${r.institution}, ${r.reportId}, ${`NO-${r.id}`}, ${r.item}, ${r.item}, ${r.status},
          ${r.collectedAt}, ${r.reportedAt}, ${r.value}, 'U/L', ${r.value}, 7, 40, ${r.method}, ${r.marks}::text[], ${r.content})`);
      return r.id;
    },
  });
}
