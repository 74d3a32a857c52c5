/** What is true of every input of the recognition functions. */
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import type { Day } from '../kernel/day.ts';
import { addDays } from '../kernel/day.ts';
import { decideAct } from './act.ts';
import { classify, rankCandidates } from './candidate.ts';
import { explainCandidate } from './explain-candidate.ts';
import { explainMark } from './explain-mark.ts';
import { deriveMark } from './mark.ts';
import { Chance, someAct, someCandidate, someMark, somePanel } from './oracle/generate.test-support.ts';
import { assessPanel } from './panel.ts';
import { REASONS } from './reasons.ts';
import { minutesOf } from './time.ts';

const seeds = fc.integer({ min: 1, max: 2 ** 31 });
const marks = seeds.map((seed) => someMark(new Chance(seed)));
const candidates = seeds.map((seed) => someCandidate(new Chance(seed)));
const acts = seeds.map((seed) => someAct(new Chance(seed)));
const RUNS = { numRuns: 3000 };

describe('marks', () => {
  test('a mark and reasons exclude each other, and every reason has a text with clauses', () => {
    fc.assert(
      fc.property(marks, (input) => {
        const { mark, reasons } = deriveMark(input);
        expect(mark === null).toBe(reasons.length > 0);
        for (const reason of reasons) expect(REASONS.get(reason)?.clauses.length ?? 0, reason).toBeGreaterThan(0);
      }),
      RUNS,
    );
  });

  test('facts of later days change nothing: a past day can be recomputed', () => {
    fc.assert(
      fc.property(marks, fc.integer({ min: 1, max: 300 }), (input, days) => {
        fc.pre(input.eqa.length > 0);
        const later = addDays(input.date as Day, days);
        const first = input.eqa[0];
        if (first === undefined) return;
        const lists = [
          ...input.lists,
          { id: 'later', published: later, supersedes: input.lists.map((l) => l.id), entries: [] },
        ];
        const eqa = [
          ...input.eqa,
          {
            ...first,
            round: 'later',
            year: Number(later.slice(0, 4)),
            closed: later,
            published: later,
            outcome: 'FAIL' as const,
          },
        ];
        const suspensions = [...input.suspensions, { cause: 'AUTHORITY_ORDER', from: later, to: null }];
        expect(deriveMark({ ...input, lists, eqa, suspensions })).toEqual(deriveMark(input));
      }),
      RUNS,
    );
  });

  test('facts of another institution, item or scope change nothing', () => {
    fc.assert(
      fc.property(marks, (input) => {
        const foreign = {
          id: 'foreign',
          published: '2020-01-01',
          supersedes: [],
          entries: [['T8', 'XYZ', 'CN'] as const],
        };
        expect(deriveMark({ ...input, lists: [...input.lists, foreign] })).toEqual(deriveMark(input));
      }),
      RUNS,
    );
  });

  test('one more suspension never gives a mark, one more instrument in date never takes one', () => {
    fc.assert(
      fc.property(marks, (input) => {
        const suspended = {
          ...input,
          suspensions: [...input.suspensions, { cause: 'EQA_FAIL', from: input.date, to: null }],
        };
        expect(deriveMark(suspended).mark).toBeNull();
        const equipped = {
          ...input,
          instruments: [...input.instruments, { id: 'new', due: { calibration: input.date } }],
        };
        expect(deriveMark(equipped).reasons).toEqual(
          deriveMark(input).reasons.filter((r) => r !== 'CALIBRATION_OVERDUE' && r !== 'RUN_OUT_OF_CONTROL'),
        );
      }),
      RUNS,
    );
  });

  test('the findings say what the verdict says', () => {
    fc.assert(
      fc.property(marks, (input) => {
        const { verdict, findings } = explainMark(input);
        expect(verdict).toEqual(deriveMark(input));
        const failing = findings.filter((f) => f.state === 'not-met' || f.state === 'unknown').map((f) => f.code);
        expect(failing).toEqual(verdict.reasons);
        expect(findings.every((f) => f.clauses.length > 0 && f.text.zh !== '' && f.text.en !== '')).toBe(true);
        expect(findings.map((f) => `${f.text.zh}${f.text.en}`).join()).not.toMatch(
          /EQA_FAIL|BLIND_SAMPLE_FAIL|AUTHORITY_ORDER/,
        );
      }),
      RUNS,
    );
  });
});

describe('candidates', () => {
  test('a hit gate never leaves a MUST, and NOT has exactly one reason', () => {
    fc.assert(
      fc.property(candidates, (input) => {
        const verdict = classify({ ...input, registry: { ...input.registry, negative: true } });
        expect(verdict.class).toBe('NOT');
        expect(verdict.reasons).toHaveLength(1);
      }),
      RUNS,
    );
  });

  test('a MUST has a basis and no reason; everything else has a reason and no basis', () => {
    fc.assert(
      fc.property(candidates, (input) => {
        const { class: kind, basis, reasons } = classify(input);
        expect(kind === 'MUST').toBe(reasons.length === 0);
        expect(kind === 'MUST').toBe(basis !== undefined);
      }),
      RUNS,
    );
  });

  test('a result once too old stays too old for every later order', () => {
    fc.assert(
      fc.property(candidates, fc.integer({ min: 0, max: 400 }), (input, days) => {
        fc.pre(classify(input).reasons.includes('TIME_LIMIT_EXCEEDED'));
        const at = `${addDays(input.order.at.slice(0, 10) as Day, days)}${input.order.at.slice(10)}`;
        expect(classify({ ...input, order: { ...input.order, at } }).reasons).toContain('TIME_LIMIT_EXCEEDED');
      }),
      { numRuns: 500 },
    );
  });

  test('ownership and level of the receiver, and limits of the future, are not looked at', () => {
    fc.assert(
      fc.property(
        candidates,
        fc.constantFrom('public', 'private'),
        fc.integer({ min: 0, max: 3 }),
        (input, ownership, level) => {
          expect(classify({ ...input, receiver: { ...input.receiver, ownership, level } })).toEqual(classify(input));
        },
      ),
      RUNS,
    );
  });

  test('a national mark that is entitled reaches wherever any other reaches', () => {
    fc.assert(
      fc.property(candidates, (input) => {
        fc.pre(classify(input).class === 'MUST');
        const { entitledAtIssue, ...rest } = input.result;
        const national = {
          ...rest,
          printedMarks: [...rest.printedMarks, '全国HR'],
          ...(entitledAtIssue ? { entitledAtIssue } : {}),
        };
        expect(classify({ ...input, result: national }).class).toBe('MUST');
      }),
      { numRuns: 1000 },
    );
  });

  test('the findings say what the verdict says', () => {
    fc.assert(
      fc.property(candidates, (input) => {
        const { verdict, findings } = explainCandidate(input);
        expect(verdict).toEqual(classify(input));
        const failing = new Set(findings.filter((f) => f.state === 'not-met').map((f) => f.code));
        for (const reason of verdict.reasons) expect(failing, reason).toContain(reason);
        if (verdict.class === 'NOT') expect(failing.size).toBe(1);
      }),
      RUNS,
    );
  });

  test('ranking keeps every candidate, MUST before MAY before NOT, newer before older', () => {
    const ranked = fc.array(
      fc.record({ class: fc.constantFrom('MUST' as const, 'MAY' as const, 'NOT' as const), collectedAt: fc.nat(50) }),
    );
    fc.assert(
      fc.property(ranked, (all) => {
        const order = ['MUST', 'MAY', 'NOT'];
        const sorted = rankCandidates(all);
        expect(sorted).toHaveLength(all.length);
        for (let i = 1; i < sorted.length; i++) {
          const [a, b] = [sorted[i - 1], sorted[i]];
          if (!a || !b) continue;
          expect(order.indexOf(a.class)).toBeLessThanOrEqual(order.indexOf(b.class));
          if (a.class === b.class) expect(a.collectedAt).toBeGreaterThanOrEqual(b.collectedAt);
        }
      }),
    );
  });
});

describe('acts and bills', () => {
  test('a blocked order passes once everything it names is supplied', () => {
    fc.assert(
      fc.property(acts, (act) => {
        fc.pre(decideAct(act).outcome === 'ORDER_BLOCKED');
        const explanation = { purpose: 'x', necessity: 'x', possibleEffects: 'x', toldTo: 'patient', at: 'x' };
        expect(decideAct({ ...act, code: act.code === 1 ? 1 : 6, note: 'x', explanation }).outcome).toBe(
          'ORDER_ALLOWED',
        );
      }),
      { numRuns: 1000 },
    );
  });

  test('an emergency that the data show is never blocked under case 4', () => {
    fc.assert(
      fc.property(acts, (act) => {
        const urgent = {
          ...act,
          role: 'treating-physician',
          choice: 'REPEAT' as const,
          code: 4,
          detected: [[4, 'detected'] as const],
        };
        expect(decideAct(urgent).outcome).toBe('ORDER_ALLOWED');
      }),
      RUNS,
    );
  });

  test('nobody but the treating physician decides anything', () => {
    fc.assert(
      fc.property(acts, fc.string(), (act, role) => {
        fc.pre(role !== 'treating-physician');
        expect(decideAct({ ...act, role }).outcome).toBe('REFUSED');
      }),
      { numRuns: 500 },
    );
  });

  test('accepting one more component never raises the limit of a panel, and the limit itself may be charged', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const panel = somePanel(new Chance(seed));
        const { maxCharge } = assessPanel(panel);
        expect(assessPanel({ ...panel, charged: maxCharge }).violation).toBeNull();
        const [first, ...rest] = panel.components;
        if (first === undefined) return;
        const fewer = assessPanel({ ...panel, components: [{ ...first, accepted: true }, ...rest] });
        expect(Number(fewer.maxCharge)).toBeLessThanOrEqual(Number(maxCharge));
        expect(Number(maxCharge)).toBeLessThanOrEqual(Number(panel.panelPrice));
      }),
      RUNS,
    );
  });
});

test('minutes of a time do not depend on how its offset is written', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 40_000_000 }), (minutes) => {
      const day = addDays('1990-01-01' as Day, Math.floor(minutes / 1440));
      const clock = `${String(Math.floor(minutes / 60) % 24).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
      const plain = minutesOf(`${day}T${clock}`);
      expect(minutesOf(`${day}T${clock}:00+08:00`)).toBe(plain);
      expect(minutesOf(`${day}T${clock}:59.999+08:00`)).toBe(plain);
      expect(minutesOf(`${day}T${clock}Z`)).toBe(plain + 480);
      expect(plain % 1440).toBe(minutes % 1440);
    }),
    { numRuns: 5000 },
  );
});
