/**
 * Who ordered a result 开单医师: by the order that its report, or the line itself, names. Read only when an issued result changes, or may be
 * critical. Source: henan-2025.lab.9#07, core-systems.14#08.
 */
import type { Encounter, Identifier, PractitionerRole, Reference, Resource, ServiceRequest } from '@fujie/wire/fhir';
import { DEPARTMENT_SYSTEM, INSTITUTION_SYSTEM, PRACTITIONER_SYSTEM } from '@fujie/wire/fhir';

import type { Queryable } from '../platform/db/database.ts';
import type { CriticalSuspect, OrderedResult } from '../platform/events/events.ts';
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
  const sourced = await sourcesOf(tx, institution, results);
  const sources = [...new Set(sourced.map(({ source }) => source))];
  const stored = new StoredReferences(tx, institution);
  await stored.load(sources.flatMap(({ basedOn }) => basedOn ?? []));
  const orders = sources.flatMap((source) => ordersIn(stored, source).map((order) => ({ order, source })));
  await stored.load(
    orders.flatMap(({ order: { resource }, source }) => [resource.requester, resource.encounter, source.encounter]),
  );
  await stored.load(orders.flatMap(({ order, source }) => behind(namedBy(stored, order, source))));
  const orderers = new Map(sources.map((source) => [source, orderersIn(stored, source)]));
  return sourced.flatMap(({ result, source }) =>
    (orderers.get(source) ?? []).map((orderer) => ({ result, ...orderer })),
  );
}

/** Where the order of each result stands: in its report, or in the line itself. */
async function sourcesOf(tx: Queryable, institution: string, results: readonly string[]) {
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
  return placed.flatMap(({ id, report }) => {
    const line = lines.get(id);
    const source = line?.basedOn === undefined ? (reports.get(report ?? '') ?? line) : line;
    return source?.basedOn === undefined ? [] : [{ result: id, source }];
  });
}

/** What may be critical 危急值 with who ordered it, which says whether another institution sent the specimen in. */
export async function withOrderers(
  tx: Queryable,
  institution: string,
  suspects: readonly CriticalSuspect[],
): Promise<readonly CriticalSuspect[]> {
  const fresh = suspects.flatMap(({ resultId, isFresh }) => (isFresh ? resultId : []));
  if (fresh.length === 0) return suspects;
  const ordered = await orderersOf(tx, institution, fresh);
  return suspects.map((suspect) => ({
    ...suspect,
    orderer: ordered.find(({ result }) => result === suspect.resultId) ?? null,
  }));
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

type FoundOrder = Found & { readonly resource: ServiceRequest };

function ordersIn(stored: StoredReferences, source: Ordered): readonly FoundOrder[] {
  return (source.basedOn ?? []).flatMap((reference) => {
    const found = stored.read(reference, source);
    return found?.resource.resourceType === 'ServiceRequest' ? [found as FoundOrder] : [];
  });
}

function orderersIn(stored: StoredReferences, source: Ordered): readonly Orderer[] {
  const orderers = ordersIn(stored, source).map((order) => ordererOf(stored, order, source));
  return [...new Map(orderers.map((orderer) => [JSON.stringify(orderer), orderer])).values()];
}

interface NamedBy {
  readonly requester: Found | undefined;
  readonly role: PractitionerRole | null;
  readonly encounter: Found | undefined;
}

/** Who asked, as whom, and in which encounter: that of the order, or of what it led to. */
function namedBy(stored: StoredReferences, { resource, holder }: FoundOrder, source: Ordered): NamedBy {
  const requester = stored.read(resource.requester, holder);
  const isRole = requester?.resource.resourceType === 'PractitionerRole';
  return {
    requester,
    role: isRole ? (requester.resource as PractitionerRole) : null,
    encounter: stored.read(resource.encounter, holder) ?? stored.read(source.encounter, source),
  };
}

const providerOf = ({ encounter }: NamedBy) => (encounter?.resource as Encounter | undefined)?.serviceProvider;
const behind = (named: NamedBy) => [named.role?.practitioner, named.role?.organization, providerOf(named)];

/** Whom an order names, at which institution where it says another one, and the department in whose encounter it was given. */
function ordererOf(stored: StoredReferences, order: FoundOrder, source: Ordered): Orderer {
  const named = namedBy(stored, order, source);
  const { requester, role, encounter } = named;
  const within = requester?.holder ?? order.holder;
  const persons = [
    ...stored.identifiers(order.resource.requester, order.holder),
    ...stored.identifiers(role?.practitioner, within),
  ];
  const places = [
    ...persons,
    ...persons.flatMap(({ assigner }) => assigner?.identifier ?? []),
    ...stored.identifiers(role?.organization, within),
    ...stored.identifiers(providerOf(named), encounter?.holder ?? source),
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

/** Resources that others of an institution name: contained in the same one, or stored by themselves, which are loaded together. */
class StoredReferences {
  readonly #tx: Queryable;
  readonly #institution: string;
  readonly #loaded = new Map<string, Resource | undefined>();

  constructor(tx: Queryable, institution: string) {
    this.#tx = tx;
    this.#institution = institution;
  }

  async load(named: readonly (Reference | undefined)[]): Promise<void> {
    const wanted = new Map<string, readonly [type: string, id: string]>();
    for (const one of named) {
      const reference = one?.reference;
      if (reference === undefined || reference.startsWith('#') || this.#loaded.has(reference)) continue;
      const [type = '', id = ''] = reference.split('/');
      wanted.set(reference, [type, storedId(this.#institution, type, id)]);
    }
    const texts = await findContents(this.#tx, this.#institution, [...wanted.values()]);
    for (const [reference, [, id]] of wanted) {
      const text = texts.get(id);
      this.#loaded.set(reference, text === undefined ? undefined : (JSON.parse(text) as Resource));
    }
  }

  /** What was loaded, or is contained; undefined: it is not there. */
  read(of: Reference | undefined, holder: Resource): Found | undefined {
    const reference = of?.reference;
    if (reference === undefined) return undefined;
    const isWithin = reference.startsWith('#');
    const resource = isWithin
      ? holder.contained?.find(({ id }) => id === reference.slice(1))
      : this.#loaded.get(reference);
    return resource && { resource, holder: isWithin ? holder : resource };
  }

  /** Of what is named: those in the reference itself, and its own. */
  identifiers(of: Reference | undefined, holder: Resource): readonly Identifier[] {
    const named = this.read(of, holder);
    return [...(of?.identifier === undefined ? [] : [of.identifier]), ...(named ? identifiersOf(named.resource) : [])];
  }
}
