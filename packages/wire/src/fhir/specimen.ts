/**
 * What a specimen 标本 says of its own quality: rejected, of a wrong type, in a wrong container, of a wrong volume, clotted; and whether it needed
 * an anticoagulant. Source: FHIR R4 Specimen, HL7 tables 0371, 0490 and 0493, indicators CL-01 to CL-06.
 */
import type { CodeableConcept, Specimen } from './types.ts';

export const SPECIMEN_FAULT_SYSTEM = 'urn:fujie:specimen-fault';
export const SPECIMEN_FAULTS = ['wrong-type', 'wrong-container', 'wrong-volume', 'clotted', 'contaminated'] as const;
export type SpecimenFault = (typeof SPECIMEN_FAULTS)[number];

const HL7 = 'http://terminology.hl7.org/CodeSystem/v2-';
const SAME: Readonly<Record<string, SpecimenFault>> = {
  ...Object.fromEntries(SPECIMEN_FAULTS.map((fault) => [`${SPECIMEN_FAULT_SYSTEM}|${fault}`, fault])),
  [`${HL7}0490|QS`]: 'wrong-volume',
  [`${HL7}0490|RC`]: 'clotted',
  [`${HL7}0493|CLOT`]: 'clotted',
  [`${HL7}0490|RN`]: 'contaminated',
  [`${HL7}0493|CON`]: 'contaminated',
};
const ADDITIVE = `${HL7}0371|`;
/** Additives of table 0371 that keep blood from clotting: EDTA, heparin, citrate, fluoride, oxalate, ACD, SPS. */
const ANTICOAGULANTS = new Set(
  'EDTK EDTK15 EDTK75 EDTN HEPL HEPN C32 C38 CTAD FL10 FL100 NAF KOX ACDA ACDB NAPS SPS'.split(' '),
);

export const SPECIMEN_KIND_SYSTEM = 'urn:fujie:specimen-kind';
const CULTURES = new Set([`${SPECIMEN_KIND_SYSTEM}|blood-culture`, 'http://snomed.info/sct|446131002']);

/** Whether it was taken for a blood culture 血培养 (SNOMED CT 446131002, or our own kind). */
export function isBloodCulture({ type }: Specimen): boolean {
  return type !== undefined && tokensOf([type]).some((token) => CULTURES.has(token));
}

/** Each once. */
export function specimenFaultsOf({ status, condition = [] }: Specimen): readonly (SpecimenFault | 'rejected')[] {
  const faults = tokensOf(condition).flatMap((token) => (Object.hasOwn(SAME, token) ? (SAME[token] ?? []) : []));
  return [...new Set([...(status === 'unsatisfactory' ? (['rejected'] as const) : []), ...faults])];
}

/** Null: of what is in the container nothing is said by a code of table 0371. */
export function needsAnticoagulant({ container = [] }: Specimen): boolean | null {
  const additives = container.flatMap(({ additiveCodeableConcept }) => additiveCodeableConcept ?? []);
  const codes = tokensOf(additives).flatMap((token) =>
    token.startsWith(ADDITIVE) ? token.slice(ADDITIVE.length) : [],
  );
  return codes.length === 0 ? null : codes.some((code) => ANTICOAGULANTS.has(code));
}

function tokensOf(concepts: readonly CodeableConcept[]): readonly string[] {
  return concepts.flatMap(({ coding = [] }) => coding.map(({ system, code }) => `${system ?? ''}|${code ?? ''}`));
}
