/**
 * Awards for reporting 上报激励: published by department and month, claimed by the receipt of a report, handed out on a voucher. The voucher
 * leads to no report, department or month, and anybody may bring it. Source: henan-2025.mq.11#05, henan-2025.mq.11#04.
 */
import type { Instant } from '@fujie/core/kernel';
import { addDays, dayOf } from '@fujie/core/kernel';
import type { AdverseEventAwardRow } from '@fujie/core/registers';
import { adverseEventAwards } from '@fujie/core/registers';
import type { AdverseEventAwards, AdverseEventVouchers } from '@fujie/wire/contracts';

import type { Deps } from '../platform/deps.ts';
import { HttpProblem } from '../platform/http/problems.ts';
import { namedDepartment } from '../platform/http/named-institution.ts';
import { insertClaim } from './awards.query.ts';
import type { Place } from './events.query.ts';
import { findEvents } from './events.query.ts';
import { newReceipt, receiptToken } from './reporters.ts';

const YEAR_DAYS = 366;

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
    awards: rows.map(({ department, month, rule, awards, amount }) => ({
      department: namedDepartment(snapshot, institution, department),
      ...{ month, rule, awards },
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
  const vouchers = await db.tx(async (tx) => {
    const taken: AdverseEventVouchers['vouchers'] = [];
    for (const row of given) {
      const voucher = newReceipt();
      const claim = { ...hashesOf(deps, row, receipt, voucher), ...worthOf(row), institution: event.institution };
      if (await insertClaim(tx, claim)) taken.push({ voucher, rule: row.rule, amount: claim.amount });
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
