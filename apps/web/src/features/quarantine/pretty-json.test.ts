import { describe, expect, test } from 'vitest';

import { isJson, prettyJson } from './pretty-json.ts';

describe('a refused message laid out for editing', () => {
  test('no digit of a decimal is lost', () => {
    expect(prettyJson('{"value":4.10,"big":12345678901234567890}')).toBe(
      '{\n  "value": 4.10,\n  "big": 12345678901234567890\n}',
    );
  });
  test('braces, colons and quotes inside texts are left alone', () => {
    expect(prettyJson('{"a":"x{,:}\\"y"}')).toBe('{\n  "a": "x{,:}\\"y"\n}');
  });
  test('empty objects and lists stay on their line, and the layout says the same as the message', () => {
    const text = '{"a":[],"b":{},"c":[1,{"d":null}]}';
    expect(prettyJson(text)).toContain('"a": [],');
    expect(JSON.parse(prettyJson(text))).toEqual(JSON.parse(text));
  });
  test('what is not JSON is shown as it came', () => {
    expect(prettyJson('{"a":')).toBe('{"a":');
    expect(isJson('{"a":')).toBe(false);
  });
});
