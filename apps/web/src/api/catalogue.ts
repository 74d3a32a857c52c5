/** Items and panels of the region as the order form offers them. */
import { queryOptions } from '@tanstack/react-query';

import { allEntries } from './registers.ts';

/** What can be ordered: an item, or a panel with its components. */
export interface Offer {
  readonly code: string;
  readonly nameZh: string;
  readonly nameEn: string;
  readonly category: string;
  readonly price: string | null;
  readonly isPanel: boolean;
  readonly components: readonly string[];
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function priceOf(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

export const catalogueQuery = queryOptions({
  queryKey: ['catalogue'],
  staleTime: 10 * 60_000,
  queryFn: async ({ signal }): Promise<readonly Offer[]> => {
    const [items, components] = await Promise.all([
      allEntries('item', {}, signal),
      allEntries('panel-component', {}, signal),
    ]);
    const panels = new Map<string, Offer>();
    for (const { row } of components) {
      const code = textOf(row['panel']);
      const known = panels.get(code);
      panels.set(code, {
        code,
        nameZh: textOf(row['panelNameZh']),
        nameEn: textOf(row['panelNameEn']),
        category: 'panel',
        price: priceOf(row['panelPrice']),
        isPanel: true,
        components: [...(known?.components ?? []), textOf(row['item'])],
      });
    }
    return [
      ...panels.values(),
      ...items.map(({ row }) => ({
        code: textOf(row['code']),
        nameZh: textOf(row['nameZh']),
        nameEn: textOf(row['nameEn']),
        category: textOf(row['category']),
        price: priceOf(row['price']),
        isPanel: false,
        components: [],
      })),
    ];
  },
});

/** Registers whose entries are one code with a name. */
const NAMED_REGISTERS = [
  'institution',
  'item',
  'region',
  'agreement',
  'consortium',
  'qc-organisation',
  'recognition-list',
] as const;
export type NamedRegister = (typeof NAMED_REGISTERS)[number];

export function isNamedRegister(register: string): register is NamedRegister {
  return NAMED_REGISTERS.some((known) => known === register);
}

/** Names by code, for pages that hold codes. */
export const namesQuery = (register: NamedRegister) =>
  queryOptions({
    queryKey: ['names', register],
    staleTime: 10 * 60_000,
    queryFn: async ({ signal }): Promise<ReadonlyMap<string, { nameZh: string; nameEn: string | null }>> => {
      const entries = await allEntries(register, {}, signal);
      return new Map(
        entries.map(({ row }) => [
          textOf(row['code']),
          { nameZh: textOf(row['nameZh'] ?? row['titleZh']), nameEn: textOf(row['nameEn']) || null },
        ]),
      );
    },
  });
