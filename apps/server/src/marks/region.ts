/** Marks 互认标识 of a region: institutions × items as of a day, and who gained or lost which over a period, and why. */
import type { Day } from '@fujie/core/kernel';
import type { MarkTurn as Turn, RecognitionParameters } from '@fujie/core/recognition';
import { entitledMarks, listedScopes, markTurns, scopesOf } from '@fujie/core/recognition';
import type { RegisterSnapshot } from '@fujie/core/registers';
import type { MarkTurn, RegionCell, RegionMarksQuery, RegionMarksResponse } from '@fujie/wire/contracts';

import { namedInstitution } from '../platform/http/named-institution.ts';
import { listedInstitutions, listedPairs, marksOf, namedItem, reasonView } from './marks.ts';

const ITEMS = 40;
const WIDTH = 8;
const BREATH_MS = 5;

/** A page of the matrix: items down, institutions across. */
export async function regionMarks(
  snapshot: RegisterSnapshot,
  { region, day }: { readonly region: string | null; readonly day: Day },
  query: RegionMarksQuery,
  parameters: RecognitionParameters,
): Promise<Omit<RegionMarksResponse, 'day' | 'revision'>> {
  const all = listedInstitutions(snapshot, region, day)
    .map((code) => namedInstitution(snapshot, code))
    .filter(({ code, nameZh, nameEn }) => contains(query.institution, [code, nameZh, nameEn]));
  const codes = new Set(
    all.flatMap(({ code }) => listedPairs(snapshot, { institution: code })).map(({ item }) => item),
  );
  const items = [...codes].map((code) => namedItem(snapshot, code));
  const categories = [...new Set(items.map(({ category }) => category))].sort();
  const asked = items
    .filter(({ category }) => query.category === undefined || category === query.category)
    .filter(({ code, nameZh, nameEn }) => contains(query.q, [code, nameZh, nameEn]))
    .sort((a, b) => (`${a.category}|${a.code}` < `${b.category}|${b.code}` ? -1 : 1));
  const lacking = query.lacking === undefined ? null : await lackingOf(snapshot, all, asked, day, parameters);
  const institutions = all.filter(({ code }) => lacking === null || lacking.institutions.has(code));
  const chosen = asked.filter(({ code }) => lacking === null || lacking.items.has(code));
  const across = cut(institutions, query.across, Number(query.width ?? WIDTH));
  const rows = cut(chosen, query.page, ITEMS).map((item) => ({
    item,
    cells: across.flatMap(({ code }) => cellOf(snapshot, code, item.code, day, parameters)),
  }));
  const reasons = new Set(rows.flatMap(({ cells }) => cells.flatMap((cell) => cell.reasons)));
  return {
    ...{ categories, items: chosen.length, institutionsInAll: institutions.length, institutions: across, rows },
    reasons: [...reasons].sort().map(reasonView),
  };
}

type Coded = readonly { readonly code: string }[];

/** Institutions and items of which some mark that is listed is not in force; others are let through every few milliseconds. */
async function lackingOf(
  snapshot: RegisterSnapshot,
  institutions: Coded,
  asked: Coded,
  day: Day,
  parameters: RecognitionParameters,
): Promise<{ readonly institutions: ReadonlySet<string>; readonly items: ReadonlySet<string> }> {
  const wanted = new Set(asked.map(({ code }) => code));
  const lacking = { institutions: new Set<string>(), items: new Set<string>() };
  let since = performance.now();
  for (const { code: institution } of institutions) {
    for (const { item } of listedPairs(snapshot, { institution })) {
      const listed = listedScopes(snapshot, institution, item).length;
      if (!wanted.has(item) || entitledMarks(snapshot, institution, item, day, parameters).length === listed) continue;
      lacking.institutions.add(institution);
      lacking.items.add(item);
    }
    if (performance.now() - since < BREATH_MS) continue;
    await new Promise((resolve) => setImmediate(resolve));
    since = performance.now();
  }
  return lacking;
}

function cut<T>(all: readonly T[], page: string | undefined, size: number): T[] {
  const first = (Number(page ?? '1') - 1) * size;
  return all.slice(first, first + size);
}

function contains(q: string | undefined, texts: readonly (string | null)[]): boolean {
  const wanted = (q ?? '').normalize('NFKC').trim().toLowerCase();
  return texts.some((text) => text?.normalize('NFKC').toLowerCase().includes(wanted) === true);
}

function cellOf(
  snapshot: RegisterSnapshot,
  institution: string,
  item: string,
  day: Day,
  parameters: RecognitionParameters,
): RegionCell[] {
  const marks = marksOf(snapshot, listedPairs(snapshot, { institution, item }), day, parameters);
  if (marks.length === 0) return [];
  const lacking = marks.filter(({ label }) => label === null);
  return [
    {
      institution,
      labels: marks.flatMap(({ label }) => label ?? []),
      lacking: lacking.map(({ scope, scopeLabel }) => scopeLabel ?? scope),
      reasons: [...new Set(lacking.flatMap(({ reasons }) => reasons.map(({ code }) => code)))],
    },
  ];
}

/** A turn with whose it is. */
export interface OwnTurn extends Turn {
  readonly institution: string;
  readonly item: string;
}

/**
 * Turns of institutions over a period, the latest first. Looking through a province takes longer than an answer to an order may wait, so that
 * others are let through every few milliseconds.
 */
export async function turnsOf(
  snapshot: RegisterSnapshot,
  pairs: readonly { readonly institution: string; readonly item: string }[],
  period: { readonly from: Day; readonly to: Day },
  parameters: RecognitionParameters,
): Promise<readonly OwnTurn[]> {
  const found: OwnTurn[] = [];
  let since = performance.now();
  for (const pair of pairs) {
    for (const turn of markTurns(snapshot, pair, period, parameters)) found.push({ ...pair, ...turn });
    if (performance.now() - since < BREATH_MS) continue;
    await new Promise((resolve) => setImmediate(resolve));
    since = performance.now();
  }
  return found.sort((a, b) => (a.on < b.on ? 1 : a.on > b.on ? -1 : 0));
}

export function turnView(snapshot: RegisterSnapshot, { institution, item, reasons, ...turn }: OwnTurn): MarkTurn {
  return {
    ...turn,
    institution: namedInstitution(snapshot, institution),
    item: namedItem(snapshot, item),
    reasons: reasons.map(reasonView),
  };
}

const HEADER = [
  ['机构代码', '机构', '项目代码', '项目', '范围', '标识', '不具备的原因'],
  ['Institution', 'Name', 'Item', 'Name', 'Scope', 'Mark', 'Why there is none'],
] as const;
const TURNS_HEADER = [
  ['日期', '机构代码', '机构', '项目代码', '项目', '范围', '此前', '此后', '原因'],
  ['Day', 'Institution', 'Name', 'Item', 'Name', 'Scope', 'Before', 'After', 'Why'],
] as const;
type Lines = readonly (readonly string[])[];

/** Every mark of institutions on a day, for a file; lets others through as above. */
export async function markLines(
  snapshot: RegisterSnapshot,
  institutions: readonly string[],
  day: Day,
  parameters: RecognitionParameters,
): Promise<Lines> {
  const lines: (readonly string[])[] = [...HEADER];
  for (const code of institutions) {
    const { nameZh } = namedInstitution(snapshot, code);
    for (const mark of marksOf(snapshot, listedPairs(snapshot, { institution: code }), day, parameters))
      lines.push([
        ...[code, nameZh, mark.item.code, mark.item.nameZh, mark.scopeLabel ?? mark.scope, mark.label ?? '—'],
        mark.reasons.map(({ text }) => text.zh).join('；'),
      ]);
    await new Promise((resolve) => setImmediate(resolve));
  }
  return lines;
}

export function turnLines(snapshot: RegisterSnapshot, turns: readonly OwnTurn[]): Lines {
  const lines = turns.map((turn) => {
    const { on, institution, item, scope, before, after, reasons } = turnView(snapshot, turn);
    const label = scopesOf(snapshot, turn.on).labelOf(scope) ?? scope;
    return [
      ...[on, institution.code, institution.nameZh, item.code, item.nameZh, label, before ?? '—', after ?? '—'],
      reasons.map(({ text }) => text.zh).join('；'),
    ];
  });
  return [...TURNS_HEADER, ...lines];
}

export const HEADER_ROWS = HEADER.length;
