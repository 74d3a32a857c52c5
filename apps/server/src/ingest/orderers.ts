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
    if (order?.resource.resourceType !== 'ServiceRequest') continue;
    const orderer = await ordererOf(stored, order, source);
    orderers.set(JSON.stringify(orderer), orderer);
  }
  return [...orderers.values()];
}

/** Whom an order names, at which institution where it says another one, and the department in whose encounter it was given. */
async function ordererOf(stored: StoredReferences, { resource, holder }: Found, source: Ordered): Promise<Orderer> {
  const order = resource as ServiceRequest;
  const requester = await stored.read(order.requester, holder);
  const role =
    requester?.resource.resourceType === 'PractitionerRole' ? (requester.resource as PractitionerRole) : null;
  const encounter = (await stored.read(order.encounter, holder)) ?? (await stored.read(source.encounter, source));
  const ofRole = async (of: Reference | undefined) => stored.identifiers(of, requester?.holder ?? holder);
  const persons = [
    ...(await stored.identifiers(order.requester, holder)),
    ...(role === null ? [] : await ofRole(role.practitioner)),
  ];
  const places = [
    ...persons.flatMap(({ assigner }) => assigner?.identifier ?? []),
    ...(role === null ? [] : await ofRole(role.organization)),
    ...(encounter === undefined
      ? []
      : await stored.identifiers((encounter.resource as Encounter).serviceProvider, encounter.holder)),
    ...(requester?.resource.resourceType === 'Organization' ? identifiersOf(requester.resource) : []),
  ];
  return {
    institution: valueIn(places, INSTITUTION_SYSTEM),
    department: valueIn(places, DEPARTMENT_SYSTEM),
    practitioner: valueIn(persons, PRACTITIONER_SYSTEM),
  };
}

const valueIn = (identifiers: readonly Identifier[], wanted: string): string | null =>
  identifiers.find(({ system }) => system === wanted)?.value ?? null;

/** A resource, and the one whose contained resources its own references mean: itself, or that in which it is contained. */
interface Found {
  readonly resource: Resource;
  readonly holder: Resource;
}

/** Resources that others of an institution name: contained in the same one, or stored by themselves. */
class StoredReferences {
  readonly #tx: Queryable;
  readonly #institution: string;
  readonly #read = new Map<string, Resource | undefined>();

  constructor(tx: Queryable, institution: string) {
    this.#tx = tx;
    this.#institution = institution;
  }

  async read(of: Reference | undefined, holder: Resource): Promise<Found | undefined> {
    const reference = of?.reference;
    if (reference === undefined) return undefined;
    if (reference.startsWith('#')) {
      const resource = holder.contained?.find(({ id }) => id === reference.slice(1));
      return resource && { resource, holder };
    }
    const resource = this.#read.has(reference) ? this.#read.get(reference) : await this.#stored(reference);
    this.#read.set(reference, resource);
    return resource && { resource, holder: resource };
  }

  async #stored(reference: string): Promise<Resource | undefined> {
    const [type = '', id = ''] = reference.split('/');
    const stored = storedId(this.#institution, type, id);
    const text = (await findContents(this.#tx, this.#institution, [[type, stored]])).get(stored);
    return text === undefined ? undefined : (JSON.parse(text) as Resource);
  }

  /** Of what is named: those in the reference itself, and its own. */
  async identifiers(of: Reference | undefined, holder: Resource): Promise<readonly Identifier[]> {
    const named = await this.read(of, holder);
    return [...(of?.identifier === undefined ? [] : [of.identifier]), ...(named ? identifiersOf(named.resource) : [])];
  }
}
