import { must, parseInstant } from '@fujie/core/kernel';
import { describe, expect, test } from 'vitest';

import { isOfControls, readControls } from './controls.ts';
import { parseMessage } from './message.ts';

const MSH = 'MSH|^~\\&|AN-1|H1|FUJIE||20240520090000||OUL^R22^OUL_R22|C1|P|2.5.1||||||UNICODE UTF-8';
const group = (level: string, value: string, minute: string) => [
  `SPM|1|||QC|||||||Q`,
  `INV|QC^质控品^99LIS^${level}|OK|CO|||||||||20241231||||A1`,
  `INV|R1|OK|SR|||||||||||||RL7`,
  `INV|K1|OK|RC|||||||||||||CL9`,
  'OBX|1|NM|TEMP^样本温度^99LIS||4|Cel|||||F',
  `OBR|1||20240520-1^RUN|ALT^丙氨酸氨基转移酶^99LIS`,
  `OBX|1|NM|ALT^丙氨酸氨基转移酶^99LIS^1742-6^ALT^LN||${value}|U/L^^UCUM|||||F|||||lab-1^李||AN-9|20240520080${minute}00+0800`,
];
const OUL = [MSH, ...group('N', '41', '0'), ...group('P', '121', '5')];
const ORU = [
  MSH.replace('OUL^R22^OUL_R22', 'ORU^R01^ORU_R01'),
  'OBR|1|||ALT^^99LIS|||20240520080000',
  'OBX|1|NM|ALT^^99LIS||41|U/L|||||F',
  'OBX|2|SN|AFP^^99LIS||<^2|ng/mL|||||F|||20240520080100',
  'OBX|3|CE|HBSAG^^99LIS||N^阴性^99LIS||||||F',
  'SPM|1|||QC|||||||Q',
  'OBX|1|NM|TEMP^样本温度^99LIS||4|Cel|||||F',
  'INV|QC^^^N|OK|CO|||||||||||||A1',
];

function read(lines: readonly string[]) {
  const message = parseMessage(lines.join('\r'));
  if (message === null) throw new Error('no message');
  return { isOf: isOfControls(message), ...readControls(message) };
}

const problemsOf = (lines: readonly string[]) => {
  const found = read(lines);
  return found.ok ? [] : found.problems.map(({ code, path }) => [path, code]);
};
const changed = (lines: readonly string[], from: string, to: string) => lines.map((line) => line.replace(from, to));
const at = (text: string) => must(parseInstant(text));

describe('control material', () => {
  test('names a time in a zone that exists', () => {
    expect(problemsOf(changed(OUL, '080000+0800', '080000+9900'))).toEqual([['OBX[2]-19', 'invalid-time']]);
  });

  test('is taken apart only as far as a laboratory measures in a day', () => {
    const many = (count: number) => [
      MSH,
      ...group('N', '41', '0'),
      ...Array<string>(count - 1).fill(group('N', '41', '0')[6] ?? ''),
    ];
    expect(problemsOf(many(4999))).toEqual([]);
    expect(problemsOf(many(5000))).toEqual([['OBX', 'too-many-results']]);
  });

  test('of OUL^R22: material and lots from INV, the rest from its results, each with its place', () => {
    const found = read(OUL);
    if (!found.ok) throw new Error('refused');
    expect(found.results).toHaveLength(2);
    expect(found.results[1]).toEqual({
      codings: [
        { code: 'ALT', system: '99LIS' },
        { code: '1742-6', system: 'http://loinc.org' },
      ],
      ...{ instrument: 'AN-9', product: 'QC', lot: 'A1', level: 'P', reading: '121', unit: 'U/L', operator: 'lab-1' },
      ...{ measuredAt: at('2024-05-20T08:05+08:00'), run: '20240520-1', reagentLot: 'RL7', calibratorLot: 'CL9' },
      ...{ place: 'OBX[4]', timePlace: 'OBX[4]-19', lotPlace: 'INV[4]-16' },
    });
  });

  test('of ORU^R01: time of the order where no other is said, the sender where no instrument is, values by their type', () => {
    const found = read(ORU);
    if (!found.ok) throw new Error('refused');
    expect(found.results.map(({ reading, instrument, run }) => [reading, instrument, run])).toEqual([
      ...[
        ['41', 'AN-1', null],
        ['<2', 'AN-1', null],
        ['阴性', 'AN-1', null],
      ],
    ]);
    expect(found.results.map(({ measuredAt }) => measuredAt)).toEqual(
      ['08:00', '08:01', '08:00'].map((time) => at(`2024-05-20T${time}+08:00`)),
    );
  });

  test('is what SPM-11 says, and nothing of another event or specimen', () => {
    expect(read(OUL).isOf).toBe(true);
    expect(read(changed(OUL, '|||||||Q', '|||||||P')).isOf).toBe(false);
    expect(read(changed(OUL, 'OUL^R22', 'OUL^R21')).isOf).toBe(false);
  });

  test('that is not told clearly is refused with its place, and nothing of the message is read', () => {
    expect(problemsOf(changed(OUL, 'SPM|1|||QC|||||||Q', 'SPM|1|||QC|||||||P').with(8, OUL[8] ?? ''))).toEqual([
      ['SPM[1]-11', 'mixed-specimens'],
    ]);
    expect(problemsOf([...OUL, 'PID|1||1'])).toEqual([['PID[1]', 'mixed-specimens']]);
    expect(problemsOf(OUL.with(2, 'INV|QC|OK|CO'))).toEqual([
      ['INV[1]-1.4', 'missing'],
      ['INV[1]-16', 'missing'],
    ]);
    expect(problemsOf(OUL.filter((line) => !line.startsWith('OBR')))).toEqual([['OBX', 'no-result']]);
    expect(problemsOf(changed(ORU, '||41|', '||41~42|'))).toEqual([['OBX[1]-5', 'several-values']]);
    expect(problemsOf(changed(ORU, '20240520080000', '20240520'))).toEqual([
      ['OBR[1]-7', 'invalid-time'],
      ['OBR[1]-7', 'invalid-time'],
    ]);
    for (const [status, code] of [
      ['P', 'not-final'],
      ['X', 'not-final'],
      ['C', 'correction-by-person'],
      ['W', 'correction-by-person'],
    ])
      expect(problemsOf(changed(ORU, '||41|U/L|||||F', `||41|U/L|||||${status ?? ''}`))).toEqual([['OBX[1]-11', code]]);
    expect(problemsOf(changed(ORU, 'OBX|1|NM|ALT^^99LIS', 'OBX|1|NM|'))).toEqual([['OBX[1]-3', 'missing']]);
  });
});
