import type { MeetingContent } from '@fujie/wire/contracts';
import dayjs from 'dayjs';
import { expect, test } from 'vitest';

import { contentOf, valuesOf } from './meeting-values.ts';

const decision = (number: number, text: string) => ({ number, text, owner: 'office' as const, dueOn: '2026-11-30' });
const version = (...decisions: MeetingContent['decisions']) => ({
  content: { chair: 'P1', present: ['P1'], agenda: ['议程'], decisions },
});
const HELD = { heldAt: dayjs('2026-11-10'), chair: 'P1', present: ['P1'] };

test('a number that any version gave is given to no other decision', () => {
  const versions = [version(decision(1, '一')), version(decision(1, '一'), decision(2, '二'))];
  const sent = contentOf({ ...HELD, decisions: [{ number: 1, text: '一' }, { text: '三' }, { text: '四' }] }, versions);
  expect(sent.decisions.map(({ number, text }) => [number, text])).toEqual([
    [1, '一'],
    [4, '三'],
    [5, '四'],
  ]);
});

test('what the form does not show of a decision outlives its correction', () => {
  const last = version({ ...decision(1, '一'), evidence: '培训签到' });
  const sent = contentOf({ ...HELD, ...valuesOf({ heldAt: '2026-11-10T10:00+08:00', ...last }) }, [last]);
  expect(sent.decisions).toEqual([{ ...decision(1, '一'), evidence: '培训签到' }]);
});
