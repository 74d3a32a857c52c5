import { describe, expect, it } from 'vitest';

import type { Day } from '../kernel/day.ts';
import type { KnownPerson, PersonIdentifier, Presented } from './link.ts';
import { linkPerson } from './link.ts';
import { isPlaceholderName, normaliseName } from './name.ts';

const RESIDENT: PersonIdentifier = { kind: 'resident-id', issuer: '', number: '11010519491231002X', verified: false };
const MRN: PersonIdentifier = { kind: 'mrn', issuer: 'H01', number: '1001', verified: false };
const LI: Presented = { identifiers: [RESIDENT, MRN], name: '李 明', birthOn: '1949-12-31' as Day, sex: 'female' };

function known(identifier: PersonIdentifier, change: Partial<KnownPerson> = {}): KnownPerson {
  return { personId: 7, identifier, nameNorm: '李明', birthOn: '1949-12-31' as Day, sex: 'female', ...change };
}

describe('linking a record to a person', () => {
  it('makes a new person of a complete record that nobody knows', () => {
    expect(linkPerson(LI, [])).toEqual({ personId: null, identity: 'verified', claims: [RESIDENT, MRN], review: null });
  });

  it('links by identity number when name, date of birth and sex agree, and learns the new hospital number', () => {
    expect(linkPerson(LI, [known(RESIDENT)])).toEqual({
      personId: 7,
      identity: 'verified',
      claims: [MRN],
      review: null,
    });
  });

  it.each([
    ['name', { nameNorm: '王芳' }],
    ['birthOn', { birthOn: '1950-01-01' as Day }],
    ['sex', { sex: 'male' as const }],
  ])('never links the same number with another %s', (field, change) => {
    const verdict = linkPerson(LI, [known(RESIDENT, change)]);
    expect(verdict).toMatchObject({
      personId: null,
      identity: 'mismatch',
      claims: [],
      review: { reason: 'same-number-other-person', otherPersonId: 7, fields: [field] },
    });
  });

  it('lets one disagreeing number outweigh another that fits', () => {
    const verdict = linkPerson(LI, [known(RESIDENT), known(MRN, { personId: 8, nameNorm: '王芳' })]);
    expect(verdict).toMatchObject({ personId: null, identity: 'mismatch' });
  });

  it("does not let a child use a parent's number", () => {
    const child: Presented = { ...LI, birthOn: '2020-02-02' as Day, sex: 'male' };
    expect(linkPerson(child, [known(RESIDENT)])).toMatchObject({
      personId: null,
      identity: 'unconfirmed',
      claims: [],
      review: { reason: 'number-contradicts-record', fields: ['birthOn', 'sex'] },
    });
  });

  it('does not link on a typed number and a name alone', () => {
    const verdict = linkPerson({ ...LI, birthOn: null, sex: null }, [known(RESIDENT)]);
    expect(verdict).toMatchObject({
      personId: null,
      identity: 'unconfirmed',
      review: { reason: 'incomplete-record', otherPersonId: 7 },
    });
  });

  it('links a number read from the card with the name alone', () => {
    const read = { ...RESIDENT, verified: true };
    expect(linkPerson({ ...LI, identifiers: [read], birthOn: null, sex: null }, [known(read)])).toMatchObject({
      personId: 7,
      identity: 'verified',
    });
  });

  it('follows the stronger number when two persons fit, and asks a reviewer', () => {
    const verdict = linkPerson(LI, [known(MRN, { personId: 8 }), known(RESIDENT)]);
    expect(verdict).toMatchObject({
      personId: 7,
      identity: 'verified',
      review: { reason: 'numbers-of-two-persons', otherPersonId: 8 },
    });
  });

  it.each(['无名氏', '未知', '王芳之子', '张三之女A', 'UNKNOWN', '急诊无名3', ''])(
    'never links the unnamed: %s',
    (name) => {
      expect(linkPerson({ ...LI, name }, [known(RESIDENT)])).toMatchObject({
        personId: null,
        identity: 'unconfirmed',
        review: { reason: 'not-identified' },
      });
    },
  );
});

describe('names', () => {
  it('are compared without spaces, in one width, with one kind of dot', () => {
    expect(normaliseName(' 买买提•吐尔逊 ')).toBe(normaliseName('买买提・吐尔逊'));
    expect(normaliseName('Ｌｉ  ming')).toBe('LIMING');
  });

  it('of ordinary people are not taken for placeholders', () => {
    for (const name of ['王之涣', '李明', '未央', '吴名', '婴宁'])
      expect([name, isPlaceholderName(normaliseName(name))]).toEqual([name, false]);
  });
});
