/** Which language a page is shown in: the one chosen on this machine, else the first of the browser's that we have. */
import type { Language } from '../ui/language.ts';

export function languageFor(chosen: string | null, wanted: readonly string[]): Language {
  const known = [chosen ?? '', ...wanted].map((tag) => tag.toLowerCase().split('-')[0]);
  return known.find((tag) => tag === 'zh' || tag === 'en') ?? 'zh';
}
