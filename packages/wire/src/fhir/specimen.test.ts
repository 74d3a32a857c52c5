import { expect, test } from 'vitest';

import { needsAnticoagulant, specimenFaultsOf } from './specimen.ts';
import type { Specimen } from './types.ts';

const HL7 = 'http://terminology.hl7.org/CodeSystem/v2-';
const specimen = (given: Partial<Specimen>): Specimen => ({ resourceType: 'Specimen', ...given });
const coded = (system: string, code: string) => ({ coding: [{ system, code }] });

// Indicators CL-01 to CL-03, CL-05, CL-06; HL7 tables 0490 (reason of rejection) and 0493 (condition).
test.each([
  ['accepted', { status: 'available' }, []],
  ['rejected', { status: 'unsatisfactory' }, ['rejected']],
  ['clotted by condition', { condition: [coded(`${HL7}0493`, 'CLOT')] }, ['clotted']],
  ['clotted twice said', { condition: [coded(`${HL7}0493`, 'CLOT'), coded(`${HL7}0490`, 'RC')] }, ['clotted']],
  [
    'too little, rejected',
    { status: 'unsatisfactory', condition: [coded(`${HL7}0490`, 'QS')] },
    ['rejected', 'wrong-volume'],
  ],
  ['wrong container', { condition: [coded('urn:fujie:specimen-fault', 'wrong-container')] }, ['wrong-container']],
  ['the same letters of another system', { condition: [coded('urn:other', 'QS'), coded('', 'constructor')] }, []],
])('a specimen %s', (_, given, faults) => {
  expect(specimenFaultsOf(specimen(given))).toEqual(faults);
});

// CL-05: specimens that need an anticoagulant; HL7 table 0371 (additive).
test.each([
  ['nothing said', {}, null],
  ['EDTA', { container: [{ additiveCodeableConcept: coded(`${HL7}0371`, 'EDTK') }] }, true],
  ['a gel that lets it clot', { container: [{ additiveCodeableConcept: coded(`${HL7}0371`, 'SST') }] }, false],
  ['only text', { container: [{ additiveCodeableConcept: { text: 'EDTA' } }] }, null],
  ['a code of the laboratory itself', { container: [{ additiveCodeableConcept: coded('urn:lis', '7') }] }, null],
])('a container with %s', (_, given, needs) => {
  expect(needsAnticoagulant(specimen(given))).toBe(needs);
});
