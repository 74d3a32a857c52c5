/**
 * Awards for reporting 上报激励: published by department and month, claimed by the receipt of a report, handed out on a voucher. The voucher
 * leads to no report, department or month, since so many reports share what it is worth, and anybody may bring it. Source: henan-2025.mq.11#05, henan-2025.mq.11#04.
 */
import type { Instant } from '@fujie/core/kernel';
import { addDays, dayOf } from '@fujie/core/kernel';
import type { AdverseEventAwardRow } from '@fujie/core/registers';
import { adverseEventAwards, departments } from '@fujie/core/registers';
import type { AdverseEventAwards, AdverseEventVouchers } from '@fujie/wire/contracts';

import type { Queryable } from '../platform/db/database.ts';
import type { Deps } from '../platform/deps.ts';
import { HttpProblem } from '../platform/http/problems.ts';
import { namedDepartment } from '../platform/http/named-institution.ts';
import { countSharing, insertClaim } from './awards.query.ts';
import type { Place } from './events.query.ts';
import { findEvents } from './events.query.ts';
import { newReceipt, receiptToken } from './reporters.ts';

const YEAR_DAYS = 366;
/** By so many reports, of so many departments, is shared what a voucher is worth: by fewer, its rule and amount would name them. */
const LEAST_REPORTS = 5;
const LEAST_DEPARTMENTS = 3;

type Needs = Pick<Deps, 'clock' | 'registers' | 'scoped' | 'seal'>;

const awardsOf = ({ registers, clock }: Pick<Deps, 'clock' | 'registers'>, institution: string) =>
  registers
    .current()
    .inForce(adverseEventAwards, dayOf(clock.now()))
    .filter((row) => row.institution === institution);

/** What a hospital gives for reports of the last year, the newest month first. */
export function publishedAwards(deps: Needs, institution: string | null): AdverseEventAwards {
  if (institution === null) return { awards: [] };
  const since = addDays(dayOf(deps.clock.now()), -YEAR_DAYS).slice(0, 7);
  const snapshot = deps.registers.current();
  const rows = awardsOf(deps, institution).filter(({ month }) => month >= since);
  rows.sort((a, b) => (a.month === b.month ? 0 : a.month < b.month ? 1 : -1));
  return {
    awards: rows.map(({ department, month, rule, ruleEn, awards, amount }) => ({
      department: namedDepartment(snapshot, institution, department),
      ...{ month, rule, ruleEn, awards },
      amount: amount === null ? null : String(amount),
    })),
  };
}

/** Claims whatever is given for the report of a receipt: a voucher for each award, shown once. */
export async function claimAwards(deps: Needs, place: Place | null, receipt: string): Promise<AdverseEventVouchers> {
  const db = place === null ? null : deps.scoped({ institutions: [place.institution], persons: [] });
  const [event] = place === null || db === null ? [] : await findEvents(db, [place.event]);
  if (event === undefined || db === null)
    throw new HttpProblem('not-found', {
      en: 'No report has this `receipt`: check its twenty letters and digits.',
      zh: '没有对应该`回执码`的报告，请核对（20 位字母和数字）。',
    });
  const month = dayOf(Math.round(event.reported_ms) as Instant).slice(0, 7);
  const given = awardsOf(deps, event.institution).filter(
    (row) => row.department === event.department && row.month === month,
  );
  if (event.status === 'void' || given.length === 0)
    throw new HttpProblem('refused', {
      en: 'Nothing is given for this report: no award is published for its department and month, or it was found to be no event.',
      zh: '该报告没有可领取的激励：其科室与月份未公布激励，或经核实不属不良事件。',
    });
  const shared = await sharedOf(deps, db, given);
  if (shared.length === 0)
    throw new HttpProblem('refused', {
      en: `Not yet: fewer than ${String(LEAST_REPORTS)} reports, or reports of fewer than ${String(LEAST_DEPARTMENTS)} departments, share the rule and amount of this award, so that its voucher would lead to who reported. Keep the receipt and claim it later.`,
      zh: `暂不能领取：与该激励规则和金额相同的上报不足 ${String(LEAST_REPORTS)} 例，或涉及科室不足 ${String(LEAST_DEPARTMENTS)} 个，领取码会暴露报告人。请保存回执码，以后再领取。`,
    });
  const vouchers = await db.tx(async (tx) => {
    const taken: AdverseEventVouchers['vouchers'] = [];
    for (const row of shared) {
      const voucher = newReceipt();
      const claim = { ...hashesOf(deps, row, receipt, voucher), ...worthOf(row), institution: event.institution };
      if (await insertClaim(tx, claim))
        taken.push({ voucher, rule: row.rule, ruleEn: row.ruleEn, amount: claim.amount });
    }
    return taken;
  });
  if (vouchers.length === 0)
    throw new HttpProblem('conflict', {
      en: 'It was claimed before, or as many were claimed as are given; a voucher is shown once.',
      zh: '已领取过，或名额已领完；领取码只显示一次。',
    });
  return { vouchers };
}

/** Of awards of an institution those whose worth so many reports share; a hospital of fewer departments needs all of them. */
async function sharedOf(
  deps: Needs,
  db: Queryable,
  given: readonly AdverseEventAwardRow[],
): Promise<readonly AdverseEventAwardRow[]> {
  const shared: AdverseEventAwardRow[] = [];
  for (const row of given) {
    const alike = awardsOf(deps, row.institution).filter((one) => one.rule === row.rule && one.amount === row.amount);
    const units = alike.map(({ department, month }) => `${department}|${month}`);
    const found = await countSharing(db, row.institution, units);
    const all = deps.registers.current().inForce(departments, dayOf(deps.clock.now()));
    const own = all.filter(({ institution }) => institution === row.institution).length;
    if (found.reports >= LEAST_REPORTS && found.departments >= Math.min(LEAST_DEPARTMENTS, own)) shared.push(row);
  }
  return shared;
}

/** A rule in English, as the register has it; null: it has none. */
export const ruleInEnglish = (deps: Pick<Deps, 'registers'>, institution: string | null, rule: string): string | null =>
  deps.registers
    .current()
    .all(adverseEventAwards)
    .map(({ row }) => row)
    .find((row) => row.institution === institution && row.rule === rule && row.ruleEn !== null)?.ruleEn ?? null;

const worthOf = ({ rule, awards, amount }: AdverseEventAwardRow) => ({
  rule,
  most: awards,
  amount: amount === null ? null : String(amount),
});

/** Each under a name of its own, so that whoever holds the table cannot join it with the reports. */
function hashesOf({ seal }: Needs, row: AdverseEventAwardRow, receipt: string, voucher: string) {
  const key = receiptToken(seal, receipt).toString('hex');
  return {
    receipt: seal.token('adverse-event-claim', '', key),
    award: seal.token('adverse-event-award', row.institution, [row.department, row.month, row.rule].join('|')),
    voucher: voucherToken({ seal }, voucher),
  };
}

export const voucherToken = ({ seal }: Pick<Deps, 'seal'>, voucher: string): Buffer =>
  seal.token('adverse-event-voucher', '', voucher.toUpperCase().replaceAll(/[^0-9A-Z]/g, ''));
