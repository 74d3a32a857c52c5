/** Reads a published draw 抽取公示 from a file: anybody may have written it. */
import { fault, ok } from '@fujie/core/kernel';
import type { Result } from '@fujie/core/kernel';
import { Value } from 'typebox/value';

import { PublishedDraw } from './inspection-draws.ts';

/** The draw, or the first places where it is none. */
export function parseDraw(text: string): Result<PublishedDraw> {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return fault({ code: 'malformed', path: '', message: 'it is no JSON', messageZh: '不是 JSON' });
  }
  if (Value.Check(PublishedDraw, parsed)) return ok(parsed);
  const problems = Value.Errors(PublishedDraw, parsed)
    .slice(0, 5)
    .map(({ instancePath, message }) => ({
      ...{ code: 'invalid', path: instancePath, message },
      messageZh: '与公示格式不符',
    }));
  return fault(...problems);
}
