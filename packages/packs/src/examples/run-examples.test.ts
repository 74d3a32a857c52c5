import { describe, expect, test } from 'vitest';

import { explainCase } from './explain-example.ts';
import { PACK_EXAMPLES } from './pack-examples.ts';
import { runExamples } from './run-examples.ts';

const BASE = {
  order: { item: 'ALT', at: '2025-03-10T10:00' },
  receiver: { region: '140106' },
  result: { printedMarks: ['晋HR'], collectedAt: '2025-03-08T08:00', reportedOn: '2025-03-08' },
  registry: {},
};
const MUST = { class: 'MUST', basis: 'MARK' };

const example = (change: object = {}): object => ({
  id: 'X-1',
  kind: 'candidate',
  base: BASE,
  cases: [{ set: {}, expect: MUST, clause: 'national-2022.art.16' }],
  ...change,
});
const run = (value: unknown): ReturnType<typeof runExamples> => runExamples(JSON.stringify(value), false);
const one = (cases: readonly object[], change: object = {}): ReturnType<typeof runExamples> =>
  run(example({ cases, ...change }));

describe('the worked examples of the packs', () => {
  test.each(PACK_EXAMPLES.map(({ example: each }) => [each.id, each.title, each] as const))(
    '%s %s',
    (_id, _title, each) => {
      each.cases.forEach((single, index) => {
        const outcome = run({ ...each, cases: [single] });
        expect(outcome.failed, `case ${String(index + 1)}`).toEqual([]);
        expect(outcome.problems).toEqual([]);
      });
    },
  );

  test('include the thirteen of the specification with their 58 cases', () => {
    const published = PACK_EXAMPLES.filter(({ example: each }) => /^D-\d\d$/u.test(each.id));
    expect(published).toHaveLength(13);
    expect(published.reduce((sum, { example: each }) => sum + each.cases.length, 0)).toBe(58);
  });
});

describe('the runner', () => {
  test('passes what agrees and shows expected and actual of what does not', () => {
    const outcome = one([
      { set: {}, expect: MUST },
      { set: { 'result.printedMarks': [] }, expect: MUST, clause: 'c' },
    ]);
    expect(outcome.passed).toBe(1);
    expect(outcome.failed).toEqual([
      { id: 'X-1', case: 2, clause: 'c', expected: MUST, actual: { class: 'MAY', basis: null, reasons: ['NO_MARK'] } },
    ]);
  });

  test.each([
    [
      'a reason too few',
      { 'result.source': 'paper', 'result.method': false },
      { class: 'MAY', reasons: ['REPORT_INCOMPLETE'] },
    ],
    [
      'reasons in another order',
      { 'result.source': 'paper', 'result.method': false },
      { class: 'MAY', reasons: ['SOURCE_UNVERIFIED', 'REPORT_INCOMPLETE'] },
    ],
    ['a basis that is not stated', {}, { class: 'MUST' }],
    ['another basis', {}, { class: 'MUST', basis: 'CONSORTIUM' }],
    ['a field that no verdict has', {}, { ...MUST, colour: 'green' }],
  ])('fails on %s', (_name, set, expected) => {
    expect(one([{ set, expect: expected }]).failed).toHaveLength(1);
  });

  test('sets values at dotted paths, in lists too, and makes the objects on the way', () => {
    const outcome = one([
      {
        set: { 'registry.consortium.kind': 'loose', 'result.printedMarks.0': '川HR' },
        expect: { class: 'MAY', reasons: ['SCOPE_NOT_COVERING'] },
      },
      { set: { registry: { negative: true } }, expect: { class: 'NOT', reasons: ['NEGATIVE_LIST'] } },
      { set: {}, expect: MUST },
    ]);
    expect(outcome).toEqual({ passed: 3, failed: [], problems: [] });
  });

  test('does not let a path reach beyond the input', () => {
    one([{ set: { '__proto__.polluted': true, 'constructor.prototype.polluted': true }, expect: MUST }]);
    expect('polluted' in {}).toBe(false);
  });

  test('judges with the parameters that a case states, and knows no others', () => {
    expect(
      one([
        {
          set: {},
          expect: { class: 'MAY', reasons: ['TIME_LIMIT_EXCEEDED'] },
          parameters: { timeLimitMissing: 'bar' },
        },
      ]).failed,
    ).toEqual([]);
    expect(one([{ set: {}, expect: MUST, parameters: { timeLimit: 3 } }]).failed[0]?.actual).toEqual({
      error: 'there is no parameter `timeLimit`',
    });
  });

  test.each([
    ['a missing region', { receiver: {} }, '`region` is missing'],
    ['a time that is none', { 'order.at': 'yesterday' }, '`at` is `yesterday`, not an ISO 8601 time'],
    [
      'a word that is none',
      { 'result.identity': 'maybe' },
      '`identity` is `maybe`, not one of verified, unconfirmed, mismatch',
    ],
    ['a list that is none', { 'result.printedMarks': '晋HR' }, '`printedMarks` is not a list'],
    ['an object that is none', { registry: 'x' }, '`registry` is not an object'],
  ])('fails a case with %s and says so', (_name, set, message) => {
    expect(one([{ set, expect: MUST }]).failed[0]?.actual).toEqual({ error: message });
  });

  test.each([
    ['text that is not JSON', '{"id":', 'not-json', 'not JSON'],
    ['an unknown kind', JSON.stringify(example({ kind: 'dream' })), 'malformed-example', 'the kind is one of mark'],
    ['no cases', JSON.stringify(example({ cases: [] })), 'malformed-example', 'an example has at least one case'],
    [
      'a case without expectation',
      JSON.stringify(example({ cases: [{ set: {} }] })),
      'malformed-example',
      'a case states the verdict that it expects',
    ],
    [
      'a base that is no object',
      JSON.stringify(example({ base: 3 })),
      'malformed-example',
      'an example has a base input',
    ],
    ['an empty list', '[]', 'no-examples', 'the file holds no worked example'],
    ['a number', '42', 'malformed-example', 'a worked example is an object'],
  ])('refuses %s', (_name, content, code, message) => {
    const { problems, passed } = runExamples(content, false);
    expect(passed).toBe(0);
    expect(problems[0]?.code).toBe(code);
    expect(problems[0]?.message).toContain(message);
    expect(problems[0]?.messageZh).not.toBe('');
  });

  test('reads the fenced blocks of a page, with line breaks of any kind, and leaves other JSON alone', () => {
    const block = (value: unknown): string => `\`\`\`json\n${JSON.stringify(value, null, 2)}\n\`\`\`\n`;
    const page = `\uFEFF# Page\n\n${block(example())}\ntext\n\n${block({ other: 1 })}\n~~~json\n${JSON.stringify([example({ id: 'X-2' }), example({ id: 'X-3' })])}\n~~~\n`;
    expect(runExamples(page, true)).toEqual({ passed: 3, failed: [], problems: [] });
    expect(runExamples(page.replaceAll('\n', '\r\n'), true).passed).toBe(3);
    expect(runExamples('# nothing\n', true).problems[0]?.code).toBe('no-examples');
    expect(runExamples(`${block(example())}\`\`\`json\n{"kind": \n\`\`\`\n`, true).problems[0]?.path).toMatch(
      /^line \d+$/u,
    );
  });
});

test('an explained case carries findings with clauses for every kind', () => {
  for (const { example: each } of PACK_EXAMPLES) {
    for (const single of each.cases) {
      const { verdict, findings } = explainCase(each, single);
      expect(verdict['error'], each.id).toBeUndefined();
      for (const { clauses, text } of findings) {
        expect(clauses.length, `${each.id} ${text.en}`).toBeGreaterThan(0);
        expect(text.zh, each.id).not.toBe('');
      }
    }
  }
});
