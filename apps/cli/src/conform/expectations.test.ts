import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, expect, test } from 'vitest';

import { judgeFolder } from './expectations.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'fujie-conform-'));
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

function put(name: string, content: unknown): void {
  writeFileSync(join(folder, name), typeof content === 'string' ? content : JSON.stringify(content));
}

const discovery = (id: string, extra: object = {}) => ({
  services: [{ hook: 'order-sign', id, description: 'd', ...extra }],
});

test('a verdict that agrees with the expectation passes, one that differs fails', () => {
  put('a.json', discovery('a'));
  put('b.json', discovery('b/c'));
  put('expected.json', [
    { name: 'good', file: 'a.json', kind: 'services', errors: 0, issues: [] },
    { name: 'wrongly-good', file: 'b.json', kind: 'services', errors: 0, issues: [] },
  ]);
  expect(judgeFolder(folder).map((v) => [v.name, v.passed])).toEqual([
    ['good', true],
    ['wrongly-good', false],
  ]);
});

test('a document whose only expected errors are unknown extensions is expected to be tolerated', () => {
  put('a.json', discovery('a', { extension: { 'org.example.x': 1 } }));
  put('expected.json', [
    {
      name: 'extended',
      file: 'a.json',
      kind: 'services',
      errors: 1,
      issues: [
        {
          severity: 'error',
          at: 'CDSHooksServices.services[0].extension',
          text: "Unrecognized property 'org.example.x'",
        },
      ],
    },
  ]);
  expect(judgeFolder(folder)).toMatchObject([{ passed: true, expected: 'good', actual: 'good' }]);
});

test('an unknown extension beside a real fault leaves the document bad', () => {
  put('a.json', { services: [{ hook: 'order-sign', id: 'a', extension: { x: 1 } }] });
  put('expected.json', [
    {
      file: 'a.json',
      kind: 'services',
      issues: [
        { severity: 'error', at: 'x', text: "Unrecognized property 'x'" },
        {
          severity: 'error',
          at: 'x',
          text: 'CDSHooksServices.services.description: minimum required = 1, but only found 0',
        },
      ],
    },
  ]);
  expect(judgeFolder(folder)).toMatchObject([{ passed: true, expected: 'bad', actual: 'bad' }]);
});

test('a file that is not JSON is bad, and a case without a kind stops the run', () => {
  put('a.json', '{');
  put('expected.json', [
    { file: 'a.json', kind: 'response', issues: [{ severity: 'fatal', at: '', text: 'not JSON' }] },
  ]);
  expect(judgeFolder(folder)).toMatchObject([{ passed: true, actual: 'bad' }]);
  put('expected.json', [{ file: 'a.json' }]);
  expect(() => judgeFolder(folder)).toThrow(/case 0 needs/);
});
