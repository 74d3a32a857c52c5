/** What the papers of EQA 质评报告与证书 have in common: names in Chinese, figures, times, and where a paper is checked. */
import type { Instant } from '@fujie/core/kernel';
import { formatInstant, showUnit } from '@fujie/core/kernel';
import { qcOrganisations } from '@fujie/core/registers';
import { isIP } from 'node:net';

import type { Deps } from '../platform/deps.ts';
import type { PaperRow } from './eqa-papers.query.ts';
import type { RoundRow } from './eqa.query.ts';

export const KINDS = { reference: '参考值', formulation: '配方值', experts: '专家组', consensus: '同组共识' } as const;

export type Needs = Pick<Deps, 'config'> & { readonly registers: Pick<Deps['registers'], 'current'> };
export type Names = Pick<Needs, 'registers'>;

export const percent = (value: number | null): string => (value === null ? '—' : `${String(Math.round(value))}%`);
export const short = (value: number | null): string => (value === null ? '—' : String(Number(value.toPrecision(5))));
export const minute = (at: number): string =>
  formatInstant(at as Instant)
    .slice(0, 16)
    .replace('T', ' ');
/** A group of participants as it is called on paper. */
export const groupName = (group: string): string => (group === 'all' ? '全体' : group);

export function nameOf({ registers }: Names, item: string): string {
  return registers.current().item(item)?.nameZh ?? item;
}

/** An item with the unit that its figures are in. */
export function headingOf(deps: Names, { items }: Pick<RoundRow, 'items'>, code: string): string {
  const unit = items.find(({ item }) => item === code)?.unit ?? null;
  return unit === null ? nameOf(deps, code) : `${nameOf(deps, code)}（${showUnit(unit)}）`;
}

export function organiserOf({ registers }: Names, code: string): string {
  return registers.current().nameOf(qcOrganisations, code)?.nameZh ?? code;
}

/** A day as papers are dated. */
export function dated(at: number): string {
  const [year = '', month, day] = formatInstant(at as Instant)
    .slice(0, 10)
    .split('-');
  return `${year} 年 ${String(Number(month))} 月 ${String(Number(day))} 日`;
}

/** What stands at the foot of a paper: its code, where anybody checks it, when it was given out. */
export function markOf({ config }: Pick<Needs, 'config'>, { code, issuedMs }: PaperRow): string {
  return `核验码 ${code} · ${whereChecked(config.publicUrl, code)} · ${minute(issuedMs)} 签发`;
}

/** The page that checks a paper. Whoever holds the paper is at another machine: an address that leads to their own is none. */
function whereChecked(publicUrl: string, code: string): string {
  const { hostname } = new URL(publicUrl);
  const isOwnMachine =
    hostname === 'localhost' ||
    hostname.endsWith('.localhost') ||
    hostname === '[::1]' ||
    (isIP(hostname) === 4 && hostname.startsWith('127.'));
  return isOwnMachine ? '核验：本平台首页“质评证书核验”' : `核验：${publicUrl}/public/eqa?code=${code}`;
}
