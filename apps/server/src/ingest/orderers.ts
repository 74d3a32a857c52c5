/**
 * Who ordered a result 开单医师: by the order that its report, or the line itself, names. Read only when an issued result changes.
 * Source: henan-2025.lab.9#07.
 */
import type { Encounter, Identifier, PractitionerRole, Reference, Resource, ServiceRequest } from '@fujie/wire/fhir';
import { DEPARTMENT_SYSTEM, INSTITUTION_SYSTEM, PRACTITIONER_SYSTEM } from '@fujie/wire/fhir';

import type { Queryable } from '../platform/db/database.ts';
import type { OrderedResult } from '../platform/events/events.ts';
import { storedId } from './ids.ts';
import { identifiersOf } from './naming.ts';
import { findLineTexts, findReportsOf, findReportTexts } from './orderers.query.ts';
import { findContents } from './stored.query.ts';

type Orderer = Omit<OrderedResult, 'result'>;

/** What may name an order: a report or a line. */
type Ordered = Resource & { readonly basedOn?: readonly Reference[]; readonly encounter?: Reference };

/** Who ordered these results of an institution; of one whose report names no order nobody is known. */
export async function orderersOf(
  tx: Queryable,
  institution: string,
  results: readonly string[],
): Promise<readonly OrderedResult[]> {
  const stored = new StoredReferences(tx, institution);
  const placed = await findReportsOf(tx, institution, results);
  const reports = byId(
    await findReportTexts(tx, institution, [...new Set(placed.flatMap(({ report }) => report ?? []))]),
  );
  // One order is of all its lines; of several, or none, each line says its own.
  const apart = placed.filter(({ report }) => reports.get(report ?? '')?.basedOn?.length !== 1);
  const lines = byId(
    await findLineTexts(
      tx,
      institution,
      apart.map(({ id }) => id),
    ),
  );
  const known = new Map<string, readonly Orderer[]>();
  const found: OrderedResult[] = [];
  for (const { id, report } of placed) {
    const line = lines.get(id);
    const source = line?.basedOn === undefined ? (reports.get(report ?? '') ?? line) : line;
    if (source?.basedOn === undefined) continue;
    const key = `${source.id ?? ''}|${source === line ? 'line' : 'report'}`;
    const orderers = known.get(key) ?? (await namedIn(stored, source));
    known.set(key, orderers);
    found.push(...orderers.map((orderer) => ({ result: id, ...orderer })));
  }
  return found;
}

/** The newest version of each that names an order, else the newest. */
function byId(versions: readonly { readonly id: string; readonly text: string }[]): ReadonlyMap<string, Ordered> {
  const newest = new Map<string, Ordered>();
  for (const { id, text } of versions) {
    const read = JSON.parse(text) as Ordered;
    const known = newest.get(id);
    if (known === undefined || (known.basedOn === undefined && read.basedOn !== undefined)) newest.set(id, read);
  }
  return newest;
}

async function namedIn(stored: StoredReferences, source: Ordered): Promise<readonly Orderer[]> {
  const orderers = new Map<string, Orderer>();
  for (const reference of source.basedOn ?? []) {
    const order = await stored.read(reference, source);
    if (order?.resourceType !== 'ServiceRequest') continue;
    const orderer = await ordererOf(stored, order as ServiceRequest, source);
    orderers.set(JSON.stringify(orderer), orderer);
  }
  return [...orderers.values()];
}

/** Whom an order names, at which institution where it says another one, and the department in whose encounter it was given. */
async function ordererOf(stored: StoredReferences, order: ServiceRequest, source: Ordered): Promise<Orderer> {
  const requester = await stored.read(order.requester, order);
  const role = requester?.resourceType === 'PractitionerRole' ? (requester as PractitionerRole) : undefined;
  const encounter = (await stored.read(order.encounter, order)) ?? (await stored.read(source.encounter, source));
  const persons = [
    ...(await stored.identifiers(order.requester, order)),
    ...(role === undefined ? [] : await stored.identifiers(role.practitioner, role)),
  ];
  const provider = (encounter as Encounter | undefined)?.serviceProvider;
  const places = [
    ...persons.flatMap(({ assigner }) => assigner?.identifier ?? []),
    ...(role === undefined ? [] : await stored.identifiers(role.organization, role)),
    ...(encounter === undefined ? [] : await stored.identifiers(provider, encounter)),
    ...(requester?.resourceType === 'Organization' ? identifiersOf(requester) : []),
  ];
  return {
    institution: valueIn(places, INSTITUTION_SYSTEM),
    department: valueIn(places, DEPARTMENT_SYSTEM),
    practitioner: valueIn(persons, PRACTITIONER_SYSTEM),
  };
}

const valueIn = (identifiers: readonly Identifier[], wanted: string): string | null =>
  identifiers.find(({ system }) => system === wanted)?.value ?? null;

/** Resources that others of an institution name: contained in them, or stored by themselves. */
class StoredReferences {
  readonly #tx: Queryable;
  readonly #institution: string;
  readonly #read = new Map<string, Resource | undefined>();

  constructor(tx: Queryable, institution: string) {
    this.#tx = tx;
    this.#institution = institution;
  }

  async read(of: Reference | undefined, beside: Resource): Promise<Resource | undefined> {
    const reference = of?.reference;
    if (reference === undefined) return undefined;
    if (reference.startsWith('#')) return beside.contained?.find(({ id }) => id === reference.slice(1));
    if (this.#read.has(reference)) return this.#read.get(reference);
    const [type = '', id = ''] = reference.split('/');
    const stored = storedId(this.#institution, type, id);
    const text = (await findContents(this.#tx, this.#institution, [[type, stored]])).get(stored);
    const resource = text === undefined ? undefined : (JSON.parse(text) as Resource);
    this.#read.set(reference, resource);
    return resource;
  }

  /** Of what is named: those in the reference itself, and its own. */
  async identifiers(of: Reference | undefined, beside: Resource): Promise<readonly Identifier[]> {
    const named = await this.read(of, beside);
    return [...(of?.identifier === undefined ? [] : [of.identifier]), ...(named ? identifiersOf(named) : [])];
  }
}
