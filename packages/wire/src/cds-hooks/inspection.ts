/** Walks a document of unknown shape and collects what is wrong with it, each fault with the path to its spot. */
import type { Problem } from '@fujie/core/kernel';

import type { JsonObject } from './types.ts';

/** An `error` breaks the specification; a `warning` is advice that a reader lets pass and our own answers never need. */
export interface Issue extends Problem {
  readonly severity: 'error' | 'warning';
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const FHIR_ID = /^[A-Za-z0-9\-.]{1,64}$/;
const TYPED_REFERENCE = /^[A-Z][A-Za-z]{0,63}\/[A-Za-z0-9\-.]{1,64}$/;
const ABSOLUTE_URL = /^[a-z][a-z0-9+.-]*:\/\/[^\s/?#]\S*$/i;
const ABSOLUTE_URI = /^[a-z][a-z0-9+.-]*:\S+$/i;

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

interface StringRule {
  readonly test: (value: string) => boolean;
  readonly code: string;
  readonly expected: string;
  readonly expectedZh: string;
}

const rule = (code: string, pattern: RegExp, expected: string, expectedZh: string): StringRule => ({
  code,
  test: (value) => pattern.test(value),
  expected,
  expectedZh,
});

export const RULES = {
  uuid: rule('not-a-uuid', UUID, 'a UUID', 'UUID'),
  id: rule('not-a-fhir-id', FHIR_ID, 'a FHIR id without type prefix', '不带类型前缀的 FHIR id'),
  typed: rule('not-a-typed-reference', TYPED_REFERENCE, 'written {type}/{id}', '“类型/id”形式'),
  url: rule('not-an-absolute-url', ABSOLUTE_URL, 'an absolute URL', '完整的 URL'),
  uri: rule('not-an-absolute-uri', ABSOLUTE_URI, 'an absolute URI', '完整的 URI'),
} as const;

export class Inspection {
  readonly issues: Issue[] = [];

  error(path: string, code: string, message: string, messageZh: string): void {
    this.issues.push({ severity: 'error', code, path, message, messageZh });
  }

  warn(path: string, code: string, message: string, messageZh: string): void {
    this.issues.push({ severity: 'warning', code, path, message, messageZh });
  }

  /** A member that must be there; reports when it is absent, null or an empty string. */
  has(owner: JsonObject, key: string, path: string): boolean {
    const value = owner[key];
    if (value !== undefined && value !== null && value !== '') return true;
    this.error(join(path, key), 'required', `\`${key}\` is required`, `缺少必填的 ${key}`);
    return false;
  }

  object(value: unknown, path: string): JsonObject | null {
    if (!isObject(value)) {
      this.error(path, 'not-an-object', 'must be a JSON object', '必须是 JSON 对象');
      return null;
    }
    if (Object.keys(value).length === 0) {
      this.error(path, 'empty-object', 'an object must have some content', '对象不能为空');
      return null;
    }
    return value;
  }

  /** The elements of a list with their paths; null when it is not a list. An absent list is empty. */
  list(owner: JsonObject, key: string, path: string): readonly (readonly [unknown, string])[] {
    const value = owner[key];
    if (value === undefined) return [];
    if (!Array.isArray(value)) {
      this.error(join(path, key), 'not-a-list', 'must be a list', '必须是数组');
      return [];
    }
    return value.map((element: unknown, index) => [element, `${join(path, key)}[${String(index)}]`] as const);
  }

  /** A string member; `check` is what it must satisfy when present. */
  string(
    owner: JsonObject,
    key: string,
    path: string,
    presence: 'required' | 'optional',
    check?: StringRule,
  ): string | null {
    const value = owner[key];
    if (presence === 'required' ? !this.has(owner, key, path) : value === undefined) return null;
    if (typeof value !== 'string') {
      this.error(join(path, key), 'not-a-string', 'must be a string', '必须是字符串');
      return null;
    }
    if (check && !check.test(value)) {
      this.error(
        join(path, key),
        check.code,
        `\`${value.slice(0, 100)}\` is not ${check.expected}`,
        `“${value.slice(0, 100)}”不是${check.expectedZh}`,
      );
      return null;
    }
    return value;
  }

  oneOf(
    owner: JsonObject,
    key: string,
    path: string,
    presence: 'required' | 'optional',
    allowed: readonly string[],
  ): string | null {
    return this.string(owner, key, path, presence, {
      code: 'not-allowed',
      test: (value) => allowed.includes(value),
      expected: `one of ${allowed.join(', ')}`,
      expectedZh: `${allowed.join('、')}之一`,
    });
  }

  boolean(owner: JsonObject, key: string, path: string): void {
    const value = owner[key];
    if (value !== undefined && typeof value !== 'boolean') {
      this.error(join(path, key), 'not-a-boolean', 'must be true or false', '必须是 true 或 false');
    }
  }

  /** A Coding; `display` is demanded where the specification does. */
  coding(value: unknown, path: string, needs: readonly ('code' | 'display')[]): void {
    const coding = this.object(value, path);
    if (!coding) return;
    for (const key of ['code', 'display'] as const)
      this.string(coding, key, path, needs.includes(key) ? 'required' : 'optional');
    this.string(coding, 'system', path, 'optional', RULES.uri);
  }
}

export function join(path: string, key: string): string {
  return path === '' ? key : `${path}.${key}`;
}
