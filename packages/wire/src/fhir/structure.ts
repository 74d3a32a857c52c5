/** The structural part of FHIR R4 for the supported types, as JSON Schema; compiled where the messages come in. */
import generated from './structure.gen.json' with { type: 'json' };
import type { JsonObject } from './types.ts';

export const STRUCTURE: { readonly types: readonly string[]; readonly definitions: JsonObject } = generated;
