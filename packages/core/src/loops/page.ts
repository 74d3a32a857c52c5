/** Where a loop leads 办理与查看页面: pages that a definition names, with what this loop is about in its places. */

/** A page with facts in the place of `{name}`; null: one of them is not known. */
export function pageWith(page: string, facts: Readonly<Record<string, unknown>>): string | null {
  const said = (name: string): string | null => {
    const value = Object.hasOwn(facts, name) ? facts[name] : null;
    return typeof value === 'string' || typeof value === 'number' ? encodeURIComponent(String(value)) : null;
  };
  const names = [...page.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);
  if (names.some((name) => said(name) === null)) return null;
  return page.replaceAll(/\{(\w+)\}/g, (_, name: string) => said(name) ?? '');
}

const MOST = { zh: 80, en: 160 } as const;

/** A title in a line: what somebody wrote at length is whole among the facts. */
export function inALine(text: string, language: keyof typeof MOST): string {
  const [...signs] = text.replaceAll(/\s+/g, ' ').trim();
  return signs.length <= MOST[language] ? signs.join('') : `${signs.slice(0, MOST[language] - 1).join('')}…`;
}
