import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { describe, expect, test } from 'vitest';

import type { PackState } from './examples/check.ts';
import { checkPacks, currentState } from './examples/check.ts';
import { coverage, coverageMarkdown } from './examples/coverage.ts';
import {
  composePacks,
  JURISDICTION_IDS,
  ownRuleLoops,
  PACKS,
  packsInForce,
  packsOf,
  resolveJurisdiction,
} from './jurisdiction.ts';
import type { Pack } from './pack.ts';
import { encodingOf } from './pack.ts';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
const state = currentState((path) => existsSync(join(ROOT, path)));

function firstPack(change: Partial<Pack>): Pack {
  const [pack] = PACKS;
  if (pack === undefined) throw new Error('there are packs');
  // Two packs never declare one loop.
  return { ...pack, loops: [], ...change };
}

const faultsOf = (change: Partial<PackState>): readonly string[] => checkPacks({ ...state, ...change });

describe('an own rule of an institution', () => {
  // henan-2025 is in force from 2025-10-16.
  test('is taken from a document in force, is law in none of its figures, and says whose rule it is', () => {
    const loops = [...ownRuleLoops('organisation', '2026-05-01').values()];
    expect(loops.length).toBeGreaterThan(0);
    expect(loops.every(({ title }) => title.zh.endsWith('（本院规定）'))).toBe(true);
    expect(loops.flatMap(({ parameters }) => Object.values(parameters)).every(({ source }) => source === 'local')).toBe(
      true,
    );
    expect(ownRuleLoops('organisation', '2025-10-15').has('organisation/committee-month')).toBe(false);
    expect(ownRuleLoops('organisation', '2023-09-03').size).toBe(0);
    expect(resolveJurisdiction('taiyuan', '2026-05-01').loops.has('organisation/committee-month')).toBe(false);
    expect(resolveJurisdiction('henan', '2026-05-01').loops.has('organisation/committee-month')).toBe(true);
  });
});

describe('the packs', () => {
  test('are complete: every clause encoded or reasoned, every citation resolved, every rule with passing examples', () => {
    expect(checkPacks(state)).toEqual([]);
  });

  test('hold every item of the documents', () => {
    expect(coverage().map(({ pack, total }) => [pack.id, total])).toEqual([
      ['national-2022', 86],
      ['core-systems', 214],
      ['taiyuan-2024', 63],
      ['sichuan-2025', 46],
      ['henan-2023', 358],
      ['henan-2025', 329],
    ]);
  });

  test('say of what they encode in part what is missing', () => {
    const items = coverage().flatMap(({ rows }) => rows.map(({ item }) => item));
    const partly = items.filter((item) => encodingOf(item) === 'partly');
    expect(partly.map(({ id }) => id)).toEqual(
      expect.arrayContaining(['national-2022.art.36#01', 'taiyuan-2024.annex.2#01', 'sichuan-2025.goal#02']),
    );
    for (const { id, notEncoded } of partly) expect(coverageMarkdown(), id).toContain(`— ${notEncoded?.zh ?? '?'} (`);
    for (const { encoded, partly: inPart, total } of coverage()) expect(encoded + inPart).toBeLessThan(total);
  });

  test('mark what is to be confirmed', () => {
    const rows = new Map(
      coverageMarkdown()
        .split('\n')
        .map((line) => [line.split(' | ')[0]?.replace('| ', ''), line] as const),
    );
    expect(rows.get('core-systems.14#02')).toContain('待核 to confirm');
    expect(rows.get('core-systems.14#03')).toContain('待核 to confirm');
    expect(rows.get('core-systems.14#04')).not.toContain('待核');
    expect(rows.get('core-systems.ae#07')).not.toContain('待核');
    expect(rows.get('national-2022.art.16#01')).not.toContain('待核');
  });

  test('show every item and every rule on the coverage page', () => {
    const page = coverageMarkdown();
    for (const { rows } of coverage()) for (const { item } of rows) expect(page).toContain(`| ${item.id} |`);
    for (const { id } of state.rules) expect(page).toContain(`\`${id}\``);
  });
});

describe('the check names', () => {
  const [pack, ...others] = PACKS;
  const clause = pack?.clauses[0];
  const item = clause?.items[0];
  if (!pack || !clause || !item) throw new Error('there are packs');
  const withItem = (change: object): readonly Pack[] => [
    {
      ...pack,
      clauses: [{ ...clause, items: [{ ...item, ...change }, ...clause.items.slice(1)] }, ...pack.clauses.slice(1)],
    },
    ...others,
  ];

  test('an item that nothing encodes and nothing excuses', () => {
    expect(faultsOf({ packs: withItem({ encodedBy: [], notEncoded: null }) })).toContain(
      `${item.id} is neither encoded nor says why not`,
    );
  });

  test('a reference that leads nowhere', () => {
    for (const reference of ['rule:mark/none', 'register:none', 'part:apps/none', 'other:x']) {
      expect(faultsOf({ packs: withItem({ encodedBy: [reference] }) })).toContain(
        `${item.id} names \`${reference}\`, which does not exist`,
      );
    }
  });

  test('a citation of a clause that is in no pack', () => {
    const [rule, ...rules] = state.rules;
    if (!rule) throw new Error('there are rules');
    expect(faultsOf({ rules: [{ ...rule, clauses: ['national-2022.art.99'] }, ...rules] })).toContain(
      `rule ${rule.id} cites national-2022.art.99, which is in no pack`,
    );
  });

  test('a summary that points at a clause which is in no pack', () => {
    const summary = { zh: `见 ${pack.id}.art.99。`, en: `see ${clause.id}.` };
    expect(faultsOf({ packs: withItem({ summary }) })).toEqual([
      `${item.id} cites ${pack.id}.art.99, which is in no pack`,
    ]);
  });

  test('a citation of the watch or of a register that is in no pack', () => {
    const faults = faultsOf({ packs: state.packs.filter(({ id }) => id !== 'henan-2025') });
    expect(faults).toContain('watch rule SEVERAL_KEYS cites henan-2025.mq.19#06, which is in no pack');
    expect(faults).toContain('register duty cites henan-2025.mq.19#05, which is in no pack');
  });

  test('a rule without an example, or without one that expects its reason', () => {
    const without = state.examples.filter(({ example }) => !example.rules.includes('panel/limit'));
    expect(faultsOf({ examples: without })).toContain('rule panel/limit has no example');
    const rules = state.rules.map((rule) => (rule.id === 'panel/limit' ? { ...rule, codes: ['NOTE'] } : rule));
    expect(faultsOf({ rules })).toContain('rule panel/limit has no example that expects NOTE');
  });

  test('an example that fails', () => {
    const examples = state.examples.map((one) =>
      one.example.id === 'D-13'
        ? {
            ...one,
            example: {
              ...one.example,
              cases: one.example.cases.map((c) => ({ ...c, expect: { maxCharge: '45.01', violation: null } })),
            },
          }
        : one,
    );
    expect(faultsOf({ examples })).toEqual(
      expect.arrayContaining(['example D-13 case 1 fails', 'example D-13 case 2 fails']),
    );
  });
});

describe('jurisdictions', () => {
  test('compose the nation and the place, and say which clause set a parameter', () => {
    const taiyuan = resolveJurisdiction('taiyuan', '2026-01-01');
    expect(taiyuan.packs.map((pack) => pack.id)).toEqual(['national-2022', 'taiyuan-2024']);
    expect(taiyuan.parameters.possibleEffectsRegions).toEqual(['1401']);
    expect(taiyuan.parameters.consortiumProvinces).toEqual([]);
    expect(taiyuan.sources.possibleEffectsRegions).toBe('taiyuan-2024.6.3#01');
    expect(taiyuan.footnotes['晋HR']?.text).toBe('‘晋HR’为可在全省范围内互认的检验项目');
    const sichuan = resolveJurisdiction('sichuan', '2026-01-01');
    expect(sichuan.parameters.consortiumProvinces).toEqual(['51']);
    expect(sichuan.parameters.possibleEffectsRegions).toEqual([]);
    expect(sichuan.packDigest).not.toBe(taiyuan.packDigest);
    expect(sichuan.exceptionReasons.map((reason) => reason.article19)).toEqual([1, 2, 3, 4, 5, 6]);
  });

  test('apply a document from its first day', () => {
    expect(resolveJurisdiction('sichuan', '2025-08-31').packs.map((pack) => pack.id)).toEqual(['national-2022']);
    expect(resolveJurisdiction('sichuan', '2025-09-01').packs.map((pack) => pack.id)).toEqual([
      'national-2022',
      'sichuan-2025',
    ]);
    const henanOn = (day: string) => packsInForce('henan', day).map((pack) => pack.id);
    expect(henanOn('2025-10-15')).not.toContain('henan-2025');
    expect(henanOn('2025-10-16').at(-1)).toBe('henan-2025');
    expect(resolveJurisdiction('sichuan', '2022-02-28').packs).toEqual([]);
    expect(resolveJurisdiction('sichuan', '2025-08-31').parameters.consortiumProvinces).toEqual([]);
    expect(resolveJurisdiction('sichuan', '2025-09-01')).toBe(resolveJurisdiction('sichuan', '2031-01-01'));
  });

  test('keep the duties of an action whose years are over, and end what was planned for those years', () => {
    expect(packsInForce('henan', '2023-09-03').map((pack) => pack.id)).not.toContain('henan-2023');
    expect(packsInForce('henan', '2026-01-01').map((pack) => pack.id)).toContain('henan-2023');
    const ended = PACKS.find((pack) => pack.id === 'henan-2023')?.clauses.filter(({ inForce }) => inForce.to !== null);
    expect(ended?.map(({ id }) => id.slice('henan-2023.'.length))).toEqual([
      'goal',
      'sa1.1',
      'sa2.1',
      'sa3.1',
      'sa4.1',
      'sa5.1',
      'stage.1',
      'stage.2',
      'stage.3',
    ]);
  });

  test('name in a decision only what it may rest on, and change its digest with nothing else', () => {
    expect(packsInForce('taiyuan', '2026-01-01').map(({ id }) => id)).toEqual([
      'national-2022',
      'core-systems',
      'taiyuan-2024',
    ]);
    const packs = packsOf('taiyuan');
    const without = composePacks(
      'taiyuan',
      packs.filter(({ id }) => id !== 'core-systems'),
      '2026-01-01',
    );
    expect(without.ok && { ...without.value, loops: null }).toEqual({
      ...resolveJurisdiction('taiyuan', '2026-01-01'),
      loops: null,
    });
    expect(packsInForce('taiyuan', '2018-04-17')).toEqual([]);
    const cited = firstPack({ id: 'local', parameters: [], exceptionReasons: [], footnotes: {} });
    const composed = composePacks('x', [...packs, cited], '2026-01-01');
    expect(composed.ok && composed.value.packs.map(({ id }) => id)).toContain('local');
  });

  test('apply a figure on its own days', () => {
    const dated = firstPack({
      id: 'local',
      parameters: [
        {
          parameter: 'rectificationDays',
          value: 20,
          clause: 'local.1',
          inForce: { from: '2026-03-01', to: '2026-06-01' },
        },
      ],
    });
    const daysOn = (day: string): number | null => {
      const composed = composePacks('x', [...packsOf('sichuan'), dated], day);
      return composed.ok ? composed.value.parameters.rectificationDays : null;
    };
    expect(['2026-02-28', '2026-03-01', '2026-05-31', '2026-06-01'].map(daysOn)).toEqual([30, 20, 20, 30]);
  });

  test('refuse an id that is none, and name those there are', () => {
    expect(() => resolveJurisdiction('atlantis', '2026-01-01')).toThrow(
      `no jurisdiction \`atlantis\`; there are ${JURISDICTION_IDS.join(', ')}`,
    );
  });

  test('are an error that names both clauses when two packs disagree', () => {
    const local = firstPack({
      id: 'local',
      parameters: [{ parameter: 'halfYear', value: 'rolling', clause: 'local.1' }],
    });
    const composed = composePacks('x', [...packsOf('sichuan'), local], '2026-01-01');
    expect(composed.ok).toBe(false);
    if (composed.ok) return;
    expect(composed.problems.map((problem) => problem.message)).toEqual([
      'local.1 sets `halfYear` to "rolling", but sichuan-2025.3#03 sets "calendar"',
    ]);
  });

  test('let a local pack ask for more and not for less', () => {
    const local = (value: number) =>
      firstPack({ id: 'local', parameters: [{ parameter: 'rectificationDays', value, clause: 'local.1' }] });
    const stricter = composePacks('x', [...packsOf('sichuan'), local(20)], '2026-01-01');
    expect(stricter.ok && stricter.value.parameters.rectificationDays).toBe(20);
    expect(composePacks('x', [...packsOf('sichuan'), local(31)], '2026-01-01').ok).toBe(false);
    const more = firstPack({
      id: 'local',
      parameters: [{ parameter: 'possibleEffectsRegions', value: ['1402'], clause: 'local.2' }],
    });
    const united = composePacks('x', [...packsOf('taiyuan'), more], '2026-01-01');
    expect(united.ok && united.value.parameters.possibleEffectsRegions).toEqual(['1401', '1402']);
    const other = firstPack({
      id: 'local',
      parameters: [{ parameter: 'admission', value: { '14': 'sichuan' }, clause: 'local.3' }],
    });
    expect(composePacks('x', [...packsOf('taiyuan'), other], '2026-01-01').ok).toBe(false);
    const weaker = firstPack({
      id: 'local',
      parameters: [{ parameter: 'noRoundHeld', value: 'excused', clause: 'local.4' }],
    });
    expect(composePacks('x', [...packsOf('taiyuan'), weaker], '2026-01-01').ok).toBe(false);
  });
});
