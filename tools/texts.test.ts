import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { expect, test } from 'vitest';

import { zh } from '../apps/web/src/i18n/zh.ts';

const PAGES = join(import.meta.dirname, '../apps/web/src');

/** What the pages are made of, texts and tests aside. */
function sources(): string {
  return readdirSync(PAGES, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.tsx?$/.test(file) && !/\.test\.tsx?$|^i18n[\\/](zh|en)\b/.test(file))
    .map((file) => readFileSync(join(PAGES, file), 'utf8'))
    .join('\n');
}

/** Names of all texts, `nav.loops`; of plurals the name that is asked for. */
function namesIn(texts: object, path: readonly string[] = []): readonly string[] {
  return Object.entries(texts).flatMap(([name, text]: [string, unknown]) =>
    typeof text === 'object' && text !== null
      ? namesIn(text, [...path, name])
      : [...path, name].join('.').replace(/_(one|other)$/, ''),
  );
}

/** The names that a text in backquotes may come to, such as `nav.${page}`. */
function patternOf(written: string): RegExp {
  const parts = written.split(/\$\{(?:[^{}]|\{[^}]*\})*\}/).map((part) => part.replace(/\./g, '\\.'));
  return new RegExp(`^${parts.join('[^.]+')}$`);
}

test('each text stands on some page', () => {
  const source = sources();
  const written = new Set([...source.matchAll(/'([\w.-]+)'/g)].map(([, name]) => name));
  const patterns = [...source.matchAll(/`([a-z][\w-]*\.[\w.-]*\$\{[^`]*)`/gi)].map(([, text = '']) => patternOf(text));
  const tables = [...source.matchAll(/\bzh\.([\w.]+)/g)].map(([, name = '']) => `${name}.`);
  const unused = namesIn(zh).filter(
    (name) =>
      !written.has(name) &&
      !patterns.some((pattern) => pattern.test(name)) &&
      !tables.some((table) => name.startsWith(table)),
  );
  expect(unused).toEqual([]);
});

test('no page sets words apart by Chinese punctuation of its own: in English it would stand there, too', () => {
  const found = readdirSync(PAGES, { recursive: true, encoding: 'utf8' }).filter((file) => {
    if (!file.endsWith('.tsx')) return false;
    const code = readFileSync(join(PAGES, file), 'utf8').replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*/g, '');
    return /[：（）\u3000]|join\('[、；，]/.test(code);
  });
  expect(found).toEqual([]);
});
