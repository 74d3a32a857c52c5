import type { ClausesResponse } from '@fujie/wire/contracts';
import { describe, expect, test } from 'vitest';

import { toConfirm } from '../../ui/clauses.tsx';
import { coverageRows, EVERY_PACK, packTotals } from './coverage-rows.ts';

const text = (zh: string) => ({ zh, en: zh });
const inForce = { from: '2022-03-01', to: null };
const regulation: ClausesResponse = {
  jurisdiction: 'taiyuan',
  packs: [
    {
      id: 'national-2022',
      version: '1',
      level: 'national',
      title: text('办法'),
      documentNumber: '6号',
      issuer: text('国家'),
      inForce,
      applies: true,
    },
  ],
  clauses: [
    {
      id: 'national-2022.art.19',
      pack: 'national-2022',
      title: text('第十九条'),
      inForce,
      items: [
        {
          id: 'national-2022.art.19#01',
          type: 'RULE',
          summary: text('六种情形'),
          encodedBy: ['rule:act'],
          notEncoded: null,
          examples: ['D-09'],
        },
        {
          id: 'national-2022.art.19#02',
          type: 'SOFT',
          summary: text('鼓励'),
          encodedBy: [],
          notEncoded: text('政策'),
          examples: [],
        },
        {
          id: 'national-2022.art.19#03',
          type: 'LOOP',
          summary: text('点评'),
          encodedBy: ['rule:act'],
          notEncoded: text('点评尚未建立'),
          examples: [],
        },
      ],
    },
  ],
};

describe('coverage', () => {
  test('what is not encoded is counted, not hidden', () => {
    expect(packTotals(regulation, 'national-2022')).toEqual({ encoded: 1, partly: 1, total: 3 });
    expect(coverageRows(regulation, { pack: null, text: '', show: 'not-encoded' }).map((row) => row.item.id)).toEqual([
      'national-2022.art.19#02',
    ]);
    expect(coverageRows(regulation, { pack: null, text: '', show: 'partly' }).map((row) => row.item.id)).toEqual([
      'national-2022.art.19#03',
    ]);
  });
  test('an example leads to the clause that it proves', () => {
    expect(coverageRows(regulation, { pack: null, text: 'd-09', show: 'all' })).toHaveLength(1);
  });
});

test('a summary from memory or that copies dispute is to be confirmed, one read in the document or a copy is not', () => {
  expect((['memory', 'contested', 'document', 'transcription'] as const).map((basis) => toConfirm({ basis }))).toEqual([
    'memory',
    'contested',
    null,
    null,
  ]);
  expect(toConfirm({})).toBeNull();
});

describe('documents', () => {
  const [here] = regulation.packs;
  const [clause] = regulation.clauses;
  if (!here || !clause) throw new Error('there are a document and a clause');
  const two: ClausesResponse = {
    ...regulation,
    packs: [here, { ...here, id: 'taiyuan-2024', applies: false }],
    clauses: [clause, { ...clause, id: 'taiyuan-2024.1', pack: 'taiyuan-2024' }],
  };
  const packsShown = (pack: string | null) => [
    ...new Set(coverageRows(two, { pack, text: '', show: 'all' }).map((row) => row.clause.pack)),
  ];

  test('of other places are shown when asked for', () => {
    expect(packsShown(null)).toEqual(['national-2022']);
    expect(packsShown('taiyuan-2024')).toEqual(['taiyuan-2024']);
    expect(packsShown(EVERY_PACK)).toEqual(['national-2022', 'taiyuan-2024']);
  });
});
