/** Scopes of recognition 互认范围: which one contains which place, and the label that prints it (section 2.1). */

export const NATIONAL = 'CN';

export interface ScopeName {
  readonly code: string;
  /** Prefix of the mark: 全国, 晋, 成都市, 京津冀. */
  readonly prefix: string;
  /** Member regions of an agreement. */
  readonly members?: readonly string[];
}

const PROVINCE_PREFIXES =
  '11京12津13冀14晋15蒙21辽22吉23黑31沪32苏33浙34皖35闽36赣37鲁41豫42鄂43湘44粤45桂46琼50渝51川52贵53云54藏61陕62甘63青64宁65新71台81港82澳';

const BUILT_IN: readonly ScopeName[] = [
  { code: NATIONAL, prefix: '全国' },
  ...[...PROVINCE_PREFIXES.matchAll(/(\d\d)(\D)/gu)].map((m) => ({ code: m[1] ?? '', prefix: m[2] ?? '' })),
  { code: 'AGR:JJJ', prefix: '京津冀', members: ['11', '12', '13'] },
  { code: 'AGR:CY', prefix: '川渝', members: ['50', '51'] },
  { code: '110102', prefix: '北京市西城区' },
];

/** Knows every scope by code and by label. */
export interface Scopes {
  /** The label of a scope, such as 晋HR; null for a scope without a registered prefix. */
  labelOf(scope: string): string | null;
  /** The scope of a label, or null. */
  scopeOf(label: string): string | null;
  /** Whether `outer` contains `inner`, both scopes or regions. */
  contains(outer: string, inner: string): boolean;
}

/** Scopes of the nation, the provinces, the attested agreements, and whatever the registers add. */
export function createScopes(registered: readonly ScopeName[] = []): Scopes {
  const byCode = new Map<string, ScopeName>();
  const byLabel = new Map<string, string>();
  for (const name of [...BUILT_IN, ...registered]) {
    byCode.set(name.code, name);
    byLabel.set(`${name.prefix}HR`, name.code);
  }
  return {
    labelOf: (scope) => {
      const name = byCode.get(scope);
      return name === undefined ? null : `${name.prefix}HR`;
    },
    scopeOf: (label) => byLabel.get(label) ?? null,
    contains: (outer, inner) => {
      if (outer === NATIONAL || outer === inner) return true;
      if (inner === NATIONAL || inner.startsWith('AGR:')) return false;
      if (!outer.startsWith('AGR:')) return inner.startsWith(outer);
      const members = byCode.get(outer)?.members ?? [];
      return members.some((member) => inner.startsWith(member));
    },
  };
}

export const DEFAULT_SCOPES = createScopes();

/** Narrower scopes have the larger rank: country, agreement, province, city, district. */
export function narrowness(scope: string): number {
  return scope === NATIONAL ? 0 : scope.startsWith('AGR:') ? 1 : scope.length;
}
