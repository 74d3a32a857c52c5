/** What a condition finds among the resources that an institution sent: conditional creates and references by search. */
import type { ResourceType } from '@fujie/wire/fhir';
import { isSupportedType, parseSearch } from '@fujie/wire/fhir';

import type { Deps } from '../platform/deps.ts';
import { Lru } from './lru.ts';
import type { Operation, Read } from './message.ts';
import { placeOf, problem, refuse } from './message.ts';
import type { PreparedResource } from './prepared.ts';
import { identifierToken } from './rows.ts';
import { searchIds } from './search.query.ts';

export interface Match {
  readonly id: string;
  readonly publicId: string;
}

const REMEMBERED = 50_000;

export class Matcher {
  readonly #deps: Pick<Deps, 'db' | 'seal'>;
  readonly #found = new Lru<string, Match & { readonly names: readonly string[] }>(REMEMBERED);
  /** Questions by what they depend on: the resource that was found, and the identifiers that were asked for. */
  readonly #asked = new Lru<string, readonly string[]>(4 * REMEMBERED);
  /** Counts what was forgotten: an answer that was asked for before must not be remembered after. */
  #forgotten = 0;

  constructor(deps: Pick<Deps, 'db' | 'seal'>) {
    this.#deps = deps;
  }

  /** Resources that exist already for creates that are to happen only if none exists. */
  async conditionalCreates(
    institution: string,
    ops: readonly Operation[],
  ): Promise<Read<ReadonlyMap<Operation, Match>>> {
    const existing = new Map<Operation, Match>();
    for (const op of ops) {
      if (op.ifNoneExist === null) continue;
      const found = await this.find(institution, op.type, op.ifNoneExist);
      if (!found.ok) {
        const path = op.entry < 0 ? 'If-None-Exist' : `Bundle.entry[${String(op.entry)}].request.ifNoneExist`;
        return refuse(found.status, ...found.problems.map((p) => ({ ...p, path })));
      }
      if (found.value) existing.set(op, found.value);
    }
    return { ok: true, value: existing };
  }

  /** `Patient?identifier=…` as a reference, replaced by what it finds. */
  async conditionalReferences(
    institution: string,
    ops: readonly Operation[],
    target: (reference: string) => Operation | undefined,
  ): Promise<Read<ReadonlyMap<string, string>>> {
    const resolved = new Map<string, string>();
    for (const op of ops) {
      for (const { value } of op.span.references) {
        const parts = /^([A-Z][A-Za-z]+)\?(.+)$/.exec(value);
        if (!parts || resolved.has(value) || target(value)) continue;
        const [, type = '', query = ''] = parts;
        const path = placeOf(op.entry, op.type);
        if (!isSupportedType(type))
          return refuse(422, problem('not-supported-type', path, `Cannot search ${type}`, `不支持检索 ${type}`));
        const found = await this.find(institution, type, query);
        if (!found.ok) return refuse(found.status, ...found.problems.map((p) => ({ ...p, path })));
        if (!found.value) {
          const code = type === 'Patient' ? 'unknown-patient' : 'not-found';
          return refuse(
            422,
            problem(code, path, `The reference ${type}?… finds nothing`, `条件引用 ${type}?… 未找到资源`),
          );
        }
        resolved.set(value, `${type}/${found.value.publicId}`);
      }
    }
    return { ok: true, value: resolved };
  }

  async byIdentifier(institution: string, type: ResourceType, system: string, value: string): Promise<Match | null> {
    const found = await this.find(institution, type, `identifier=${encodeURIComponent(`${system}|${value}`)}`);
    return found.ok ? found.value : null;
  }

  /** The one resource that a query finds, null for none; more than one is refused. */
  async find(institution: string, type: ResourceType, queryText: string): Promise<Read<Match | null>> {
    const key = `${institution}\n${type}\n${queryText}`;
    const known = this.#found.get(key);
    if (known?.names.every((name) => this.#asked.get(name)?.includes(key)) === true) return { ok: true, value: known };
    const forgotten = this.#forgotten;
    const { query, problems } = parseSearch(type, [...new URLSearchParams(queryText)]);
    if (problems.length > 0) return refuse(400, ...problems);
    if (query.unknown.length > 0 || query.applied.length === 0) {
      return refuse(
        400,
        problem(
          'invalid-parameter',
          '',
          `A condition may not use ${query.unknown.join(', ') || 'no parameter at all'}`,
          `条件中不支持参数 ${query.unknown.join('、')}`,
        ),
      );
    }
    const rows = await searchIds(this.#deps.db, { ...query, count: 2 }, institution, (system, number) =>
      identifierToken(this.#deps.seal, system, number),
    );
    if (rows.length > 1) {
      return refuse(
        412,
        problem('multiple-matches', '', 'The condition fits more than one resource', '条件匹配到多个资源'),
      );
    }
    const [row] = rows;
    if (!row) return { ok: true, value: null };
    const match = { id: row.id, publicId: row.public_id };
    // Only an identifier keeps finding the same resource, until somebody else bears it.
    if (query.identifiers.length > 0 && forgotten === this.#forgotten) {
      const tokens = query.identifiers.flat().map((t) => identifierToken(this.#deps.seal, t.system, t.code));
      const names = [match.id, ...tokens].map((name) => `${institution}\n${name}`);
      this.#found.set(key, { ...match, names });
      for (const name of names) this.#asked.set(name, [...(this.#asked.get(name) ?? []), key]);
    }
    return { ok: true, value: match };
  }

  /** What was written anew may be found by other identifiers than before, and others by its own. */
  forget(institution: string, written: readonly Pick<PreparedResource, 'id' | 'identifiers'>[]): void {
    if (written.length === 0) return;
    this.#forgotten += 1;
    for (const { id, identifiers } of written)
      for (const name of [id, ...identifiers]) this.#asked.delete(`${institution}\n${name}`);
  }
}
