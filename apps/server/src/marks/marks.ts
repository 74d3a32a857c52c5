/** Marks 互认标识 of an institution, as pages and laboratories ask for them; read from the registers in memory. */
import type { Day } from '@fujie/core/kernel';
import { daysBetween } from '@fujie/core/kernel';
import type { Lapse, RecognitionParameters } from '@fujie/core/recognition';
import {
  deriveMark,
  entitledMarks,
  isListInForce,
  listedScopes,
  markInputFor,
  NATIONAL,
  nextLapse,
  reasonText,
  scopesOf,
} from '@fujie/core/recognition';
import type { RecognitionListEntryRow, RecognitionListRow, RegisterSnapshot } from '@fujie/core/registers';
import { agreements, recognitionListEntries, recognitionLists, regions } from '@fujie/core/registers';
import type { Bilingual, LapsingMark, MarkView, NamedCode, NamedItem, Reason } from '@fujie/wire/contracts';

import { namedInstitution } from '../platform/http/named-institution.ts';

/** One institution and item that stand on some list. */
interface ListedPair {
  readonly institution: string;
  readonly item: string;
}

/** The items on any list of an institution, or the institutions of an item, in the order of their codes. */
export function listedPairs(
  snapshot: RegisterSnapshot,
  filter: { readonly institution?: string | undefined; readonly item?: string | undefined },
): readonly ListedPair[] {
  const { institution, item } = filter;
  if (institution !== undefined && item !== undefined) {
    return snapshot.listEntries(institution, item).length > 0 ? [{ institution, item }] : [];
  }
  const index = pairsBy(snapshot, institution === undefined ? 'item' : 'institution');
  return index.get(institution ?? item ?? '') ?? [];
}

function pairsBy(
  snapshot: RegisterSnapshot,
  column: 'institution' | 'item',
): ReadonlyMap<string, readonly ListedPair[]> {
  return snapshot.memo(`listed-by-${column}`, () => {
    const pairs = new Map<string, RecognitionListEntryRow>();
    for (const { row } of snapshot.all(recognitionListEntries)) pairs.set(`${row.institution}|${row.item}`, row);
    const index = new Map<string, ListedPair[]>();
    for (const [, { institution, item }] of [...pairs].sort(([a], [b]) => (a < b ? -1 : 1))) {
      const key = column === 'item' ? item : institution;
      const list = index.get(key);
      if (list) list.push({ institution, item });
      else index.set(key, [{ institution, item }]);
    }
    return index;
  });
}

/** Every listed item × scope with its label on a day, or the reasons why there is none. */
export function marksOf(
  snapshot: RegisterSnapshot,
  pairs: readonly ListedPair[],
  day: Day,
  parameters: RecognitionParameters,
): MarkView[] {
  const scopes = scopesOf(snapshot, day);
  return pairs.flatMap(({ institution, item }) =>
    listedScopes(snapshot, institution, item).map((scope) => {
      const verdict = deriveMark(markInputFor(snapshot, institution, item, scope, day), parameters, scopes);
      return {
        item: namedItem(snapshot, item),
        scope,
        scopeLabel: scopes.labelOf(scope),
        label: verdict.mark,
        reasons: verdict.reasons.map(reasonView),
      };
    }),
  );
}

/** The labels that an institution may print for an item on a day, widest first; empty pairs are left out. */
export function labelsOf(
  snapshot: RegisterSnapshot,
  pairs: readonly ListedPair[],
  day: Day,
  parameters: RecognitionParameters,
): { institution: NamedCode; item: NamedItem; labels: string[] }[] {
  return pairs.flatMap(({ institution, item }) => {
    const labels = [...entitledMarks(snapshot, institution, item, day, parameters)];
    if (labels.length === 0) return [];
    return [{ institution: namedInstitution(snapshot, institution), item: namedItem(snapshot, item), labels }];
  });
}

const BREATH_MS = 5;

/**
 * What lapses within some days, soonest first. Looking ahead takes longer than an answer to an order may wait, so that
 * others are let through every few milliseconds.
 */
export async function lapsingOf(
  snapshot: RegisterSnapshot,
  institution: string,
  day: Day,
  days: number,
  parameters: RecognitionParameters,
): Promise<{ readonly marked: number; readonly lapsing: LapsingMark[] }> {
  const lapsing: LapsingMark[] = [];
  const scopes = scopesOf(snapshot, day);
  let marked = 0;
  let since = performance.now();
  for (const { item } of listedPairs(snapshot, { institution })) {
    for (const scope of listedScopes(snapshot, institution, item)) {
      if (deriveMark(markInputFor(snapshot, institution, item, scope, day), parameters, scopes).mark !== null)
        marked += 1;
      const lapse = nextLapse(snapshot, { institution, item, scope }, day, days, parameters);
      if (lapse) lapsing.push(lapseView(snapshot, item, scope, day, lapse));
    }
    if (performance.now() - since < BREATH_MS) continue;
    await new Promise((resolve) => setImmediate(resolve));
    since = performance.now();
  }
  lapsing.sort((a, b) => a.daysLeft - b.daysLeft || (a.item.code < b.item.code ? -1 : 1));
  return { marked, lapsing };
}

export function lapseView(
  snapshot: RegisterSnapshot,
  item: string,
  scope: string,
  day: Day,
  lapse: Lapse,
): LapsingMark {
  return {
    item: namedItem(snapshot, item),
    scope,
    label: lapse.label,
    lapsesOn: lapse.on,
    daysLeft: daysBetween(day, lapse.on),
    reasons: lapse.reasons.map(reasonView),
    detail: lapse.due.length > 0 ? dueText(lapse.due) : findingsText(lapse.findings),
  };
}

const ACTIVITIES: Readonly<Record<string, string>> = {
  verification: '检定',
  testing: '检测',
  calibration: '校准',
  stability: '稳定性测量',
  maintenance: '保养',
};

function dueText(due: Lapse['due']): Bilingual {
  return {
    zh: due.map((d) => `仪器 ${d.instrument} 的${ACTIVITIES[d.activity] ?? d.activity}于 ${d.day} 到期`).join('；'),
    en: due.map((d) => `${d.activity} of instrument ${d.instrument} is due on ${d.day}`).join('; '),
  };
}

function findingsText(findings: Lapse['findings']): Bilingual {
  return { zh: findings.map((f) => f.text.zh).join('；'), en: findings.map((f) => f.text.en).join('; ') };
}

export function reasonView(code: string): Reason {
  const { zh, en, clauses } = reasonText(code);
  return { code, text: { zh, en }, clauses: [...clauses] };
}

export function namedItem(snapshot: RegisterSnapshot, code: string): NamedItem {
  const item = snapshot.item(code);
  return {
    code,
    nameZh: item?.nameZh ?? code,
    nameEn: item?.nameEn ?? code,
    kind: item?.kind ?? '',
    category: item?.category ?? '',
  };
}

/** Where a list holds 适用地区, by name: the country, an agreement, or a region. */
export function namedScope(snapshot: RegisterSnapshot, code: string): NamedCode {
  const region = snapshot.nameOf(regions, code);
  if (region) return { code, nameZh: region.nameZh, nameEn: region.nameEn ?? null };
  if (code === NATIONAL) return { code, nameZh: '全国', nameEn: 'Nationwide' };
  return { code, nameZh: snapshot.nameOf(agreements, code)?.nameZh ?? code, nameEn: null };
}

/** The listed institutions that a region contains; every one for a reader without a region. */
export function listedInstitutions(snapshot: RegisterSnapshot, region: string | null, day: Day): readonly string[] {
  const scopes = scopesOf(snapshot, day);
  return [...pairsBy(snapshot, 'institution').keys()].filter((code) => {
    const place = snapshot.institution(code)?.region;
    return region === null || (place !== undefined && scopes.contains(region, place));
  });
}

/** The lists in force on a day 现行互认清单: published, and superseded by none that is published (section 2.6). */
export function listsInForce(snapshot: RegisterSnapshot, day: Day): readonly RecognitionListRow[] {
  const rows = snapshot.inForce(recognitionLists, day);
  const versions = rows.map((row) => ({
    id: row.code,
    published: row.publishedOn,
    supersedes: row.supersedes ?? [],
    entries: [],
  }));
  return rows.filter((row) =>
    versions.some((version) => version.id === row.code && isListInForce(version, versions, day)),
  );
}
