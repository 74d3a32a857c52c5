/** Seeded registers of one issuer and one receiver: entries that begin, end, follow one another and contradict themselves. */
import type { Chance } from './generate.test-support.ts';
import { dayFromNumber, dayNumber } from './naive-days.test-support.ts';

export interface RawEntry {
  readonly key: string;
  readonly version: number;
  readonly from: string;
  readonly to: string | null;
  readonly row: Readonly<Record<string, unknown>>;
}
export type RawRegisters = Record<string, RawEntry[]>;

const START = dayNumber('2023-06-01');
const shift = (day: string, days: number): string => dayFromNumber(dayNumber(day) + days);

export function someRegisters(chance: Chance, today: string): RawRegisters {
  const sometime = (): string => dayFromNumber(START + chance.below(900));
  const near = (spread: number): string => shift(today, chance.below(2 * spread + 1) - spread);
  const once = (key: string, row: object, from = '2023-01-01', to: string | null = null): RawEntry[] => [
    { key, version: 1, from, to, row: { ...row } },
  ];
  /** One version, or two of which the second follows the first, perhaps after a gap. */
  const twice = (key: string, first: object, second: object, changes = 0.3): RawEntry[] => {
    if (!chance.is(changes)) return once(key, first, '2023-01-01', chance.is(0.15) ? near(40) : null);
    const end = near(60);
    const again = chance.is(0.8) ? end : shift(end, 1 + chance.below(20));
    return [...once(key, first, '2023-01-01', end), ...once(key, second, again)];
  };
  const institution = (code: string, region: string) => ({ code, region, ownership: 'public', level: 3 });
  const agreement = (code: string, members: string[], markPrefix: string) =>
    twice(
      code,
      { code, members, markPrefix, qcOrganisation: 'QC-CN' },
      { code, members, markPrefix, qcOrganisation: chance.of([null, 'QC-CN']) },
    );
  const consortium = { code: 'Y1', kind: chance.of(['close-knit', 'close-knit', 'loose']), province: '51' };
  const organisers = ['QC-CN', 'QC-51', 'QC-5101', 'QC-12'];
  const registers: RawRegisters = {
    region: once('5101', { code: '5101', kind: 'city', nameZh: '成都市', markPrefix: '成都市' }),
    institution: [
      ...once('H1', institution('H1', '510104')),
      ...twice('R1', institution('R1', '510703'), institution('R1', chance.of(['510104', '110102']))),
    ],
    agreement: [...agreement('AGR:JJJ', ['11', '12', '13'], '京津冀'), ...agreement('AGR:CY', ['50', '51'], '川渝')],
    'qc-organisation': organisers.flatMap((code) => {
      const region = code.slice(3);
      return twice(code, { code, region }, { code, region: chance.of(['51', 'CN', '13']) }, 0.1);
    }),
    consortium: twice(
      'Y1',
      { ...consortium, declaredFrom: chance.of([null, near(30)]) },
      { ...consortium, declaredFrom: chance.of([null, '2025-01-01']) },
    ),
    'consortium-member': ['H1', 'R1'].flatMap((code) =>
      twice(`Y1|${code}`, { consortium: 'Y1', institution: code }, { consortium: 'Y1', institution: code }),
    ),
    'time-limit': chance.is(0.6)
      ? twice(
          '51|ALT|ceiling',
          { region: '51', item: 'ALT', kind: 'ceiling', days: chance.below(15), hours: null, source: 'x' },
          { region: '51', item: 'ALT', kind: 'ceiling', days: null, hours: chance.below(200), source: 'x' },
        )
      : [],
    'negative-list': chance.is(0.1)
      ? once(
          '51|ALT|any',
          { region: chance.of(['51', '5107', '11']), item: 'ALT', circumstance: chance.of(['any', 'emergency']) },
          near(40),
          chance.is(0.5) ? near(40) : null,
        )
      : [],
    'iqc-monthly': [],
    'iqc-measured': [],
    'quality-requirement': [],
    instrument: [],
    'instrument-activity': [],
    'iqc-hold': [],
    'recognition-list': [],
    'recognition-list-entry': [],
    'eqa-round': [],
    'eqa-outcome': [],
    suspension: [],
  };
  const put = (register: string, ...entries: RawEntry[]): void => {
    (registers[register] ??= []).push(...entries);
  };
  for (let month = START; month < START + 900; month += 27) {
    const name = dayFromNumber(month).slice(0, 7);
    if (chance.is(0.97) && registers['iqc-monthly']?.every(({ row }) => row['month'] !== name) === true) {
      const summary = { institution: 'H1', item: 'ALT', month: name, testingDays: 22, agreement: null };
      put(
        'iqc-monthly',
        ...once(`H1|ALT|${name}`, {
          ...summary,
          qcDays: chance.is(0.95) ? 22 : 21,
          cv: chance.is(0.95) ? 3 : chance.of([null, 5]),
          sd: chance.of([null, 0.02, 0.02, 0.03]),
        }),
      );
    }
  }
  for (const scope of ['CN', '51', '5101', 'AGR:CY', 'AGR:JJJ'])
    if (chance.is(scope === 'CN' ? 0.8 : 0.3)) {
      const isBySd = chance.is(0.15);
      const requirement = (maxCv: number) => ({
        ...{ scope, item: 'ALT', maxCv: isBySd ? null : maxCv, maxSd: isBySd ? maxCv / 200 : null, minAgreement: null },
      });
      put('quality-requirement', ...twice(`${scope}|ALT`, requirement(4), requirement(chance.of([2, 4])), 0.2));
    }
  for (const code of ['A', 'B']) {
    const items = chance.is(0.9) ? ['ALT', 'K'] : ['K'];
    put(
      'instrument',
      ...twice(`H1|${code}`, { institution: 'H1', code, items }, { institution: 'H1', code, items }, 0.1),
    );
    const activity = (dueOn: string) => ({ institution: 'H1', instrument: code, activity: 'calibration', dueOn });
    if (chance.is(0.15)) {
      const heldOn = near(20);
      const releasedOn = chance.is(0.5) ? null : dayFromNumber(dayNumber(heldOn) + chance.below(9));
      const hold = { code: `F${code}`, institution: 'H1', item: chance.of(['ALT', 'K']), instrument: code };
      put('iqc-hold', ...once(`F${code}`, { ...hold, system: code, heldOn, releasedOn, cause: '1_3s' }));
    }
    put('instrument-activity', ...twice(`H1|${code}|c`, activity(shift(today, 90)), activity(near(30)), 0.2));
  }
  const lists = 1 + chance.below(3);
  for (let i = 0; i < lists; i++) {
    const code = `L${String(i)}`;
    const publishedOn = chance.is(0.7) ? sometime() : near(20);
    const others = Array.from({ length: lists }, (_, j) => `L${String(j)}`).filter((other) => other !== code);
    const supersedes = chance.is(0.2) && others[0] !== undefined ? others.slice(0, 1) : null;
    put(
      'recognition-list',
      ...once(code, { code, publishedOn, supersedes }, publishedOn, chance.is(0.1) ? near(90) : null),
    );
    for (const scope of ['CN', '51', '5101', 'AGR:CY', 'AGR:JJJ'])
      if (chance.is(0.5)) {
        const row = { list: code, institution: 'H1', item: 'ALT', scope };
        const from = chance.is(0.8) ? publishedOn : near(60);
        put(
          'recognition-list-entry',
          ...once(`${code}|H1|ALT|${scope}`, row, from, chance.is(0.15) ? shift(from, 1 + chance.below(400)) : null),
        );
      }
  }
  for (const organiser of organisers) {
    const takesPart = chance.is(0.6);
    for (let at = START + chance.below(100); at < dayNumber(today) + 90; at += 120 + chance.below(90)) {
      const closedOn = dayFromNumber(at);
      const key = `${organiser}|${String(at)}|ALT`;
      const round = { organiser, round: String(at), item: 'ALT', year: Number(closedOn.slice(0, 4)), closedOn };
      put(
        'eqa-round',
        ...once(key, { ...round, publishedOn: chance.is(0.9) ? shift(closedOn, chance.below(50)) : null }),
      );
      if (!takesPart || chance.is(0.1)) continue;
      const outcome = (grade: string) => ({
        organiser,
        round: String(at),
        item: 'ALT',
        institution: 'H1',
        outcome: grade,
      });
      const grade = chance.is(0.92) ? 'PASS' : chance.of(['FAIL', 'ABSENT', 'PENDING']);
      put('eqa-outcome', ...twice(`${key}|H1`, outcome(grade), outcome(chance.of(['PASS', 'FAIL'])), 0.05));
    }
  }
  for (let i = 0; i < chance.below(3); i++) {
    const suspendedFrom = near(60);
    const suspension = (suspendedTo: string | null) => ({
      code: `S${String(i)}`,
      institution: 'H1',
      item: chance.of([null, 'ALT', 'K']),
      cause: 'EQA_FAIL',
      suspendedFrom,
      suspendedTo,
      doubtFrom: chance.of([null, shift(suspendedFrom, -chance.below(20))]),
    });
    const end = (): string | null => (chance.is(0.4) ? null : shift(suspendedFrom, 1 + chance.below(40)));
    const second = shift(suspendedFrom, 1 + chance.below(30));
    const isTwo = chance.is(0.4);
    put(
      'suspension',
      ...once(`S${String(i)}`, suspension(end()), shift(suspendedFrom, chance.below(3)), isTwo ? second : null),
    );
    if (isTwo && dayNumber(second) > dayNumber(suspendedFrom) + 2)
      put('suspension', ...once(`S${String(i)}`, suspension(end()), second, chance.is(0.3) ? shift(second, 10) : null));
  }
  for (const { key, row } of registers['iqc-monthly'] ?? []) {
    if (!chance.is(0.1)) continue;
    const testingDays = chance.of([0, 22, 22]);
    const qcDays = chance.is(0.95) ? testingDays : 0;
    put('iqc-measured', ...once(key, { ...row, testingDays, qcDays, cv: chance.of([3, 3, 3, 3, 5]) }));
  }
  return registers;
}
