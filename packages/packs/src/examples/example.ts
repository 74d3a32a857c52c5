/** Worked examples 演算示例: a base input, cases that change it at dotted paths, and the exact verdict of each case. */
import type { Problem, Result } from '@fujie/core/kernel';
import { fault, ok } from '@fujie/core/kernel';

import type { Json } from './read-json.ts';
import { isJson } from './read-json.ts';

/** The function that an example is about. */
export const EXAMPLE_KINDS = [
  'mark',
  'admission',
  'candidate',
  'detect',
  'act',
  'fee',
  'panel',
  'print',
  'deviation',
  'loop',
] as const;
export type ExampleKind = (typeof EXAMPLE_KINDS)[number];

export interface ExampleCase {
  readonly set: Json;
  readonly expect: Json;
  /** Clauses that decide, as the author wrote them. */
  readonly clause: string;
  /** Parameters that differ from the defaults. */
  readonly parameters: Json;
}

export interface Example {
  readonly id: string;
  readonly kind: ExampleKind;
  readonly title: string;
  /** Rules that the example is an example of. */
  readonly rules: readonly string[];
  readonly base: Json;
  readonly cases: readonly ExampleCase[];
}

const FENCE = /^([ \t]*)(`{3,}|~{3,})[ \t]*json\b[^\n]*\n([\s\S]*?)^[ \t]*\2[`~]*[ \t]*$/gimu;

/** The examples of a file: one example or a list as JSON, or every fenced `json` block of a Markdown page. */
export function parseExamples(content: string, isMarkdown: boolean): Result<readonly Example[]> {
  const text = content.replace(/^\uFEFF/u, '').replaceAll('\r\n', '\n');
  const examples: Example[] = [];
  const problems: Problem[] = [];
  const blocks = isMarkdown ? blocksOf(text) : [{ path: '', json: text }];
  for (const { path, json } of blocks) {
    const value = parseJson(json, path, problems);
    if (value === undefined) continue;
    const values = Array.isArray(value) ? (value as readonly unknown[]) : [value];
    values.forEach((one, index) => {
      if (isMarkdown && isForeign(one)) return;
      const where = values.length > 1 ? `${path}[${String(index)}]` : path;
      const example = parseExample(one, where, problems);
      if (example) examples.push(example);
    });
  }
  if (examples.length === 0 && problems.length === 0) {
    problems.push(problem('no-examples', '', 'the file holds no worked example', '文件中没有演算示例'));
  }
  return problems.length > 0 ? fault(...problems) : ok(examples);
}

/** The examples of values that are read already: one example or a list of them. */
export function parseExampleValues(value: unknown): Result<readonly Example[]> {
  return parseExamples(JSON.stringify(value), false);
}

function blocksOf(text: string): readonly { readonly path: string; readonly json: string }[] {
  return [...text.matchAll(FENCE)].map((match) => ({
    path: `line ${String(text.slice(0, match.index).split('\n').length)}`,
    json: match[3] ?? '',
  }));
}

function parseJson(text: string, path: string, problems: Problem[]): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    problems.push(problem('not-json', path, `not JSON: ${why}`, `不是 JSON：${why}`));
    return undefined;
  }
}

/** Other JSON that a page shows, which does not even try to be an example. */
function isForeign(value: unknown): boolean {
  return !isJson(value) || !['kind', 'base', 'cases'].some((field) => field in value);
}

function parseExample(value: unknown, path: string, problems: Problem[]): Example | null {
  const before = problems.length;
  const say = (field: string, en: string, zh: string): void => {
    problems.push(problem('malformed-example', join(path, field), en, zh));
  };
  if (!isJson(value)) {
    say(
      '',
      'a worked example is an object with id, kind, base and cases',
      '演算示例应为含 id、kind、base、cases 的对象',
    );
    return null;
  }
  const { id, base, cases } = value;
  const kind = EXAMPLE_KINDS.find((candidate) => candidate === value['kind']);
  if (typeof id !== 'string' || id === '') say('id', 'an example has an id', '缺 id');
  if (kind === undefined)
    say('kind', `the kind is one of ${EXAMPLE_KINDS.join(', ')}`, `kind 应为 ${EXAMPLE_KINDS.join('、')} 之一`);
  if (!isJson(base)) say('base', 'an example has a base input', '缺 base');
  if (!Array.isArray(cases) || cases.length === 0)
    say('cases', 'an example has at least one case', '至少要有一个 case');
  const parsed = Array.isArray(cases)
    ? (cases as readonly unknown[]).map((one, index) => parseCase(one, value, `cases[${String(index)}]`, say))
    : [];
  if (problems.length > before || typeof id !== 'string' || kind === undefined || !isJson(base)) return null;
  return {
    id,
    kind,
    title: typeof value['title'] === 'string' ? value['title'] : '',
    rules: Array.isArray(value['rules'])
      ? (value['rules'] as readonly unknown[]).filter((rule) => typeof rule === 'string')
      : [],
    base,
    cases: parsed.filter((one) => one !== null),
  };
}

function parseCase(
  value: unknown,
  example: Json,
  path: string,
  say: (field: string, en: string, zh: string) => void,
): ExampleCase | null {
  if (!isJson(value) || !isJson(value['expect'])) {
    say(`${path}.expect`, 'a case states the verdict that it expects', '每个 case 应有 expect');
    return null;
  }
  const set = value['set'] ?? {};
  if (!isJson(set)) {
    say(`${path}.set`, '`set` is an object from dotted paths to values', 'set 应为“路径 → 值”的对象');
    return null;
  }
  const own = isJson(example['parameters']) ? example['parameters'] : {};
  return {
    set,
    expect: value['expect'],
    clause: typeof value['clause'] === 'string' ? value['clause'] : '',
    parameters: isJson(value['parameters']) ? { ...own, ...value['parameters'] } : own,
  };
}

const join = (path: string, field: string): string => [path, field].filter((part) => part !== '').join(' ');

function problem(code: string, path: string, message: string, messageZh: string): Problem {
  return { code, path, message, messageZh };
}

/** The input of a case: the base with the values of `set` at their dotted paths. */
export function inputOf(example: Example, one: ExampleCase): Json {
  const input = structuredCopy(example.base);
  for (const [path, value] of Object.entries(one.set)) setAt(input, path.split('.'), structuredCopy(value));
  return input;
}

function structuredCopy<T>(value: T): T {
  return value === undefined ? value : (JSON.parse(JSON.stringify(value)) as T);
}

function setAt(target: unknown, path: readonly string[], value: unknown): void {
  const [head, ...rest] = path;
  if (head === undefined || typeof target !== 'object' || target === null) return;
  const holder = target as Record<string, unknown>;
  if (rest.length === 0) {
    Object.defineProperty(holder, head, { value, enumerable: true, configurable: true, writable: true });
    return;
  }
  const next = Object.hasOwn(holder, head) ? holder[head] : undefined;
  if (typeof next !== 'object' || next === null) {
    Object.defineProperty(holder, head, { value: {}, enumerable: true, configurable: true, writable: true });
  }
  setAt(holder[head], rest, value);
}
