/** The pages of a search, read alike for every resource that is listed by number: `_count`, `_cursor`, `_format`. */

export interface Paging {
  count: number;
  after: number | null;
}

const MOST = 200;
const DEFAULT_COUNT = 50;
const OF_PAGES = ['_count', '_cursor', '_format'];

export const FIRST_PAGE: Paging = { count: DEFAULT_COUNT, after: null };

/** Whether a parameter says which page of a search is wanted, and not what is searched. */
export const isOfPages = (name: string): boolean => OF_PAGES.includes(name);

/** Takes a parameter of pages; false: it is no page link of ours. */
export function takePaging(search: Paging, name: string, value: string): boolean {
  if (name === '_count') search.count = Math.min(MOST, Math.max(1, Math.trunc(Number(value)) || DEFAULT_COUNT));
  if (name !== '_cursor') return true;
  if (!/^\d{1,15}$/.test(value)) return false;
  search.after = Number(value);
  return true;
}
