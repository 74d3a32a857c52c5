import { describe, expect, test } from 'vitest';

import { addressOf } from './client.ts';
import { ApiProblem } from './problem.ts';

describe('addresses', () => {
  test('empty filters are left out, the rest is encoded', () => {
    expect(addressOf('/api/v1/persons', { q: '张 三&', item: null, from: undefined, on: '' })).toBe(
      '/api/v1/persons?q=%E5%BC%A0+%E4%B8%89%26',
    );
    expect(addressOf('/api/v1/persons', { item: '' })).toBe('/api/v1/persons');
  });
});

describe('refusals', () => {
  test('both languages and every named spot survive', () => {
    const problem = new ApiProblem(422, {
      type: 'urn:fujie:problem:refused',
      title: 'Refused',
      titleZh: '不予接受',
      detail: 'See errors',
      detailZh: '见明细',
      errors: [{ code: 'x', path: 'rows.3.level', message: 'is too large', messageZh: '数值过大' }],
      requestId: 'r-1',
    });
    expect(problem.title).toEqual({ zh: '不予接受', en: 'Refused' });
    expect(problem.errors).toEqual([
      { code: 'x', path: 'rows.3.level', message: 'is too large', messageZh: '数值过大' },
    ]);
    expect(problem.requestId).toBe('r-1');
  });

  test('an answer that is no problem document still makes a problem', () => {
    const problem = new ApiProblem(502, '<html>');
    expect(problem.status).toBe(502);
    expect(problem.errors).toEqual([]);
  });
});
