/** Finds items and panels by Chinese name, English name or code; no phonetic codes needed. */

import type { Offer } from '../../api/catalogue.ts';

/** The best matches first: exact code, then a name that begins so, then one that contains every word. */
export function searchOffers(offers: readonly Offer[], text: string, limit = 30): readonly Offer[] {
  const words = text
    .trim()
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  if (words.length === 0) return [];
  const whole = words.join(' ');
  return offers
    .flatMap((offer) => {
      const names = [offer.code, offer.nameZh, offer.nameEn].map((name) => name.toLowerCase());
      if (!words.every((word) => names.some((name) => name.includes(word)))) return [];
      const rank = names.includes(whole) ? 0 : names.some((name) => name.startsWith(whole)) ? 1 : 2;
      return [{ offer, rank: rank * 2 + (offer.isPanel ? 0 : 1) }];
    })
    .toSorted((a, b) => a.rank - b.rank || a.offer.nameZh.length - b.offer.nameZh.length)
    .slice(0, limit)
    .map(({ offer }) => offer);
}
