import { expect, test } from 'vitest';

import type { Offer } from '../../api/catalogue.ts';
import { searchOffers } from './catalogue-search.ts';

const offer = (code: string, nameZh: string, nameEn: string, isPanel = false): Offer => ({
  code,
  nameZh,
  nameEn,
  category: 'chemistry',
  price: null,
  isPanel,
  components: [],
});
const offers = [
  offer('ALT', '丙氨酸氨基转移酶', 'Alanine aminotransferase'),
  offer('AST', '天门冬氨酸氨基转移酶', 'Aspartate aminotransferase'),
  offer('P_LIVER', '肝功能', 'Liver function', true),
  offer('K', '钾', 'Potassium'),
];

test('an exact code comes first', () => expect(searchOffers(offers, 'k')[0]?.code).toBe('K'));
test('a part of the Chinese name is enough', () =>
  expect(searchOffers(offers, '氨基转移酶').map((o) => o.code)).toEqual(['ALT', 'AST']));
test('every word must be found', () => {
  expect(searchOffers(offers, 'liver function').map((o) => o.code)).toEqual(['P_LIVER']);
  expect(searchOffers(offers, 'liver potassium')).toEqual([]);
});
test('nothing typed, nothing found', () => expect(searchOffers(offers, '  ')).toEqual([]));
