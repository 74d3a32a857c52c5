/**
 * Control results of laboratories beside each other 室内质控室间化: each series against those who measure the same lot and level by the same
 * method on the same model, or else the same method, or else at all. Each laboratory counts once. Source: national-2022.art.24#02.
 */
import { meansKey } from '../eqa/peer-groups.ts';
import { cvOf, meanOf } from '../estimates/moments.ts';
import type { ChosenGroup, PeerComparison, PeerSettings } from '../iqc/peers.ts';
import { chooseGroup, compareWithPeers, DEFAULT_PEER_SETTINGS, readSdi } from '../iqc/peers.ts';
import { groupBy } from '../kernel/group-by.ts';
import { median } from '../kernel/robust.ts';

/** A lot and level on a system, with the figures in control of a time. */
export interface PeerSeries {
  readonly institution: string;
  readonly system: string;
  readonly method: string | null;
  readonly model: string | null;
  readonly unit: string | null;
  readonly product: string;
  readonly lot: string;
  readonly level: string;
  readonly n: number;
  readonly mean: number;
  readonly sd: number | null;
}

export const PEER_TIERS = ['peers', 'method', 'all'] as const;
export type PeerTier = (typeof PEER_TIERS)[number];

/** A group that is large enough, with the usual CV of its laboratories and their means, the smallest first. */
export interface PeerGroupOf extends Omit<ChosenGroup<PeerTier>, 'name'> {
  readonly tier: PeerTier;
  readonly cvPercent: number | null;
  readonly means: readonly number[];
}

export interface ComparedSeries extends PeerSeries, PeerComparison {
  readonly cvPercent: number | null;
  /** Its place among the groups; null: no group is large enough. */
  readonly group: number | null;
  /** Laboratories with the same lot and level. */
  readonly laboratories: number;
  readonly reading: ReturnType<typeof readSdi> | null;
}

const keyOf = (text: string | null): string | null => (text === null ? null : meansKey(text) || null);

const TIER_KEYS: Readonly<Record<PeerTier, (one: PeerSeries) => string | null>> = {
  peers: ({ method, model }) => (keyOf(model) === null ? null : JSON.stringify([keyOf(method), keyOf(model)])),
  method: ({ method }) => keyOf(method),
  all: () => '',
};

/** Compares series of one item. */
export function comparePeers(
  all: readonly PeerSeries[],
  settings: PeerSettings = DEFAULT_PEER_SETTINGS,
): { readonly groups: readonly PeerGroupOf[]; readonly series: readonly ComparedSeries[] } {
  const groups: PeerGroupOf[] = [];
  const places = new Map<string, number | null>();
  const ofLot = groupBy(all, ({ product, lot, level, unit }) => JSON.stringify([product, lot, level, unit]));
  const series = [...ofLot].flatMap(([lot, same]) => {
    const laboratories = new Set(same.map(({ institution }) => institution)).size;
    const tiers = PEER_TIERS.map((tier) => {
      const keyFor = TIER_KEYS[tier];
      return {
        tier,
        members: groupBy(
          same.filter((one) => keyFor(one) !== null),
          (one) => keyFor(one) ?? '',
        ),
      };
    });
    const placeOf = (one: PeerSeries): number | null => {
      for (const { tier, members } of tiers) {
        const key = TIER_KEYS[tier](one);
        if (key === null) continue;
        const name = JSON.stringify([lot, tier, key]);
        if (!places.has(name)) {
          const made = makeGroup(tier, members.get(key) ?? [], settings);
          places.set(name, made === null ? null : groups.push(made) - 1);
        }
        const place = places.get(name) ?? null;
        if (place !== null) return place;
      }
      return null;
    };
    return same.map((one): ComparedSeries => compared(one, placeOf(one), groups, laboratories));
  });
  return { groups, series };
}

function compared(
  one: PeerSeries,
  place: number | null,
  groups: readonly PeerGroupOf[],
  laboratories: number,
): ComparedSeries {
  const cvPercent = one.sd === null ? null : cvOf(one.mean, one.sd);
  const group = place === null ? undefined : groups[place];
  const found =
    group === undefined
      ? { sdi: null, cvr: null, biasPercent: null }
      : compareWithPeers(
          { mean: one.mean, cvPercent: cvPercent ?? 0 },
          { mean: group.mean, sd: group.sd, cvPercent: group.cvPercent ?? 0 },
        );
  return {
    ...one,
    ...found,
    cvr: cvPercent === null ? null : found.cvr,
    ...{ cvPercent, group: place, laboratories },
    reading: found.sdi === null ? null : readSdi(found.sdi),
  };
}

/** Each laboratory once: the mean of its means, the median of its CVs. */
function makeGroup(tier: PeerTier, members: readonly PeerSeries[], settings: PeerSettings): PeerGroupOf | null {
  const means = [...groupBy(members, ({ institution }) => institution).values()]
    .map((own) => meanOf(own.map(({ mean }) => mean)))
    .sort((a, b) => a - b);
  const chosen = chooseGroup([{ name: tier, means }], settings);
  if (chosen === null) return null;
  const cvs = [...groupBy(members, ({ institution }) => institution).values()].flatMap((own) => {
    const known = own.flatMap(({ mean, sd }) => (sd === null ? [] : (cvOf(mean, sd) ?? [])));
    return known.length === 0 ? [] : median(known);
  });
  const { n, mean, sd, uncertainty, by } = chosen;
  return { tier, n, mean, sd, uncertainty, by, cvPercent: cvs.length === 0 ? null : median(cvs), means };
}
