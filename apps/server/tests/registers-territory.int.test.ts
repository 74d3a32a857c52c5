import type { Day } from '@fujie/core/kernel';
import type { TypedRow } from '@fujie/core/registers';
import { beforeAll, describe, expect, it } from 'vitest';

import type { ProblemBody } from '../src/platform/http/problems.ts';
import { importTyped } from '../src/registers/change.ts';
import { sharedServer } from './shared-server.ts';

const server = sharedServer({ now: '2024-05-20T09:00+08:00' });
let city: Record<string, string>;
let province: Record<string, string>;

const FROM = '2020-01-01' as Day;
const entry = (row: Record<string, unknown>): TypedRow => ({ row, from: FROM });

async function post(url: string, headers: Record<string, string>, payload: object) {
  const answer = await server.app.inject({ method: 'POST', url: `/api/v1/registers${url}`, headers, payload });
  const body = answer.json<ProblemBody>();
  return {
    status: answer.statusCode,
    faults: (body.errors ?? []).map((e) => [e.code, 'column' in e ? e.column : null]),
    body,
  };
}

const put = (row: Record<string, unknown>, more: object = {}): object => ({ action: 'put', row, from: FROM, ...more });

beforeAll(async () => {
  province = await server.as('qc-centre', { region: '14' });
  city = await server.as('commission', { region: '1401' });
  const load = (register: string, rows: readonly Record<string, unknown>[]) =>
    importTyped(server.deps, 'test', register, rows.map(entry));
  await load('region', [
    { code: 'CN', nameZh: '中华人民共和国', kind: 'country' },
    ...['14', '51'].map((code) => ({ code, nameZh: code, kind: 'province' })),
    ...['1401', '1402', '5101'].map((code) => ({ code, nameZh: code, kind: 'city' })),
  ]);
  await load(
    'institution',
    [
      ['H1', '1401'],
      ['H2', '1402'],
      ['H5', '5101'],
    ].map(([code, region]) => hospital(code ?? '', region ?? '')),
  );
  await load('qc-organisation', [
    { code: 'QC-14', nameZh: '省中心', level: 'province', region: '14' },
    { code: 'QC-CN', nameZh: '国家中心', level: 'country', region: 'CN' },
  ]);
  await load('department', [{ institution: 'H1', code: 'INT', nameZh: '内科', kind: 'clinical' }]);
  await load('practitioner', [
    { institution: 'H1', code: 'D1', nameZh: '李医生', department: 'INT', role: 'physician' },
  ]);
  await load('item', [item('GLU')]);
  await load('eqa-round', [
    { organiser: 'QC-CN', round: '2024-1', item: 'GLU', year: 2024, closedOn: '2024-03-01' },
    { organiser: 'QC-14', round: '2024-1', item: 'GLU', year: 2024, closedOn: '2024-03-01' },
  ]);
  await load('recognition-list', [
    { code: 'CN-1', titleZh: '全国清单', publishedOn: '2023-01-01', region: 'CN' },
    { code: 'SX-1', titleZh: '省清单', publishedOn: '2023-01-01', region: '14' },
  ]);
  await load('suspension', [{ code: 'S5', institution: 'H5', cause: 'AUTHORITY_ORDER', suspendedFrom: '2024-01-01' }]);
});

function hospital(code: string, region: string): Record<string, unknown> {
  return { code, nameZh: code, region, level: 2, ownership: 'public', kind: 'general', supervisor: 'health' };
}

function item(code: string): Record<string, unknown> {
  return { code, nameZh: code, nameEn: code, kind: 'laboratory', category: 'chemistry', quantitative: true };
}

describe('staff numbers', () => {
  it('belong to their institution: another one may use the same number, and replaces nobody', async () => {
    const office = await server.as('quality-office', { institution: 'H2' });
    const own = { institution: 'H2', code: 'D1', nameZh: '王护士', role: 'nurse' };
    expect((await post('/practitioner/entries', office, put(own))).status).toBe(200);
    const snapshot = server.deps.registers.current();
    expect(snapshot.practitioner('H1', 'D1')).toMatchObject({ nameZh: '李医生', role: 'physician' });
    expect(snapshot.practitioner('H2', 'D1')).toMatchObject({ nameZh: '王护士', role: 'nurse' });
  });
});

describe('an entry on record', () => {
  it('of another region is neither replaced, continued, ended nor withdrawn by moving it into one’s own', async () => {
    const moved = await post('/institution/entries', city, put(hospital('H2', '1401')));
    expect([moved.status, moved.faults]).toEqual([422, [['other-region', 'region']]]);
    expect(moved.body.errors?.[0]?.message).toContain('belongs to `1402`, outside your region `1401`');
    const later = await post('/institution/entries', city, {
      ...put(hospital('H2', '1401'), { endPrevious: true }),
      from: '2024-01-01',
    });
    expect(later.status).toBe(422);
    const ended = await post('/suspension/entries', province, { action: 'end', key: 'S5', to: '2024-05-01' });
    expect([ended.status, ended.faults]).toEqual([422, [['other-region', 'institution']]]);
    const withdrawn = await post('/suspension/entries', province, {
      action: 'withdraw',
      key: 'S5',
      from: FROM,
      note: 'x',
    });
    expect([withdrawn.status, withdrawn.faults]).toEqual([403, [['other-region', 'institution']]]);
  });
});

describe('a centre or an authority', () => {
  const outcome = { round: '2024-1', item: 'GLU', outcome: 'PASS' };

  it('writes what its region contains, by institution, organiser, list and scope', async () => {
    expect((await post('/institution/entries', city, put(hospital('H8', '1401')))).status).toBe(200);
    expect(
      (await post('/eqa-outcome/entries', province, put({ ...outcome, organiser: 'QC-14', institution: 'H2' }))).status,
    ).toBe(200);
    const foreign = async (register: string, row: Record<string, unknown>, headers = province) =>
      (await post(`/${register}/entries`, headers, put(row))).faults;
    expect(await foreign('eqa-outcome', { ...outcome, organiser: 'QC-CN', institution: 'H1' })).toEqual([
      ['other-region', 'organiser'],
    ]);
    expect(await foreign('eqa-outcome', { ...outcome, organiser: 'QC-14', institution: 'H5' })).toEqual([
      ['other-region', 'institution'],
    ]);
    expect(await foreign('quality-requirement', { scope: 'CN', item: 'GLU', maxCv: 99, source: 'x' })).toEqual([
      ['other-region', 'scope'],
    ]);
    expect(
      await foreign('time-limit', { region: '14', item: 'GLU', kind: 'ceiling', days: 9999, source: 'x' }, city),
    ).toEqual([['other-region', 'region']]);
    expect(
      await foreign('recognition-list', {
        code: 'SX-2',
        titleZh: '取代全国',
        publishedOn: '2024-05-01',
        region: '14',
        supersedes: ['CN-1'],
      }),
    ).toEqual([['other-region', 'supersedes']]);
  });

  it('publishes a list of its own region only, into scopes of its own', async () => {
    const publication = (region: string, scope: string) => ({
      list: { code: `T-${region}`, titleZh: '市清单', publishedOn: '2024-05-01', region },
      entries: [{ institution: 'H1', item: 'GLU', scope }],
    });
    const url = '/recognition-list/publications';
    expect((await post(url, city, publication('14', '1401'))).faults).toEqual([
      ['other-region', 'region'],
      ['other-region', 'list'],
    ]);
    expect((await post(url, city, publication('1401', '14'))).faults).toEqual([['other-region', 'scope']]);
    const dry = await post(url, city, { ...publication('1401', '1401'), dryRun: true });
    expect([dry.status, dry.faults]).toEqual([200, []]);
    expect((await post(url, city, publication('1401', '1401'))).status).toBe(200);
  });

  it('below province level does not keep what holds for every region, and without a region keeps nothing', async () => {
    const cityCentre = await server.as('qc-centre', { region: '1401' });
    expect((await post('/item/entries', cityCentre, put(item('ALT')))).faults).toEqual([['below-province', 'code']]);
    expect((await post('/item/entries', province, put(item('ALT')))).status).toBe(200);
    const nowhere = await server.as('qc-centre');
    expect((await post('/item/entries', nowhere, put(item('AST')))).faults).toEqual([['no-region', 'code']]);
    expect((await post('/item/entries', await server.as('admin'), put(item('AST')))).status).toBe(200);
  });

  it('keeps the consortium of its city, of members of its city', async () => {
    const consortium = { code: 'C1', nameZh: '医联体', kind: 'close-knit', province: '14', lead: 'H1' };
    expect((await post('/consortium/entries', city, put(consortium))).status).toBe(200);
    const member = (institution: string) => put({ consortium: 'C1', institution });
    expect((await post('/consortium-member/entries', city, member('H1'))).status).toBe(200);
    expect((await post('/consortium-member/entries', city, member('H5'))).faults).toEqual([
      ['other-region', 'institution'],
    ]);
    const other = await server.as('commission', { region: '1402' });
    expect((await post('/consortium-member/entries', other, member('H2'))).faults).toEqual([
      ['other-region', 'consortium'],
    ]);
  });
});
