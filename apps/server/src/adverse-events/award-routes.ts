/** `/api/v1/adverse-events/awards` 上报激励: what is given for reports, claimed by a receipt, handed out on a voucher. Source: henan-2025.mq.11#05. */
import { dayOf } from '@fujie/core/kernel';
import type { AdverseEventReceiptQuery as Held, AdverseEventVoucherQuery as Brought } from '@fujie/wire/contracts';
import {
  AdverseEventAwards,
  AdverseEventReceiptQuery,
  AdverseEventVoucherQuery,
  AdverseEventVouchers,
  AdverseEventWorth,
} from '@fujie/wire/contracts';
import type { FastifyInstance } from 'fastify';

import { within } from '../platform/auth/scope.ts';
import type { Deps } from '../platform/deps.ts';
import { HttpProblem } from '../platform/http/problems.ts';
import { addressLimit } from '../platform/http/rate-limit.ts';
import { redeemVoucher } from './awards.query.ts';
import { claimAwards, publishedAwards, ruleInEnglish, voucherToken } from './awards.ts';
import { findByReceipt } from './events.query.ts';
import { receiptToken } from './reporters.ts';

const CLAIMS_A_MINUTE = 10;

export function registerAwardRoutes(app: FastifyInstance, deps: Deps): void {
  app.get(
    '/api/v1/adverse-events/awards',
    {
      config: { can: 'adverse-event:report', isShielded: true },
      schema: { response: { 200: AdverseEventAwards } },
    },
    ({ actor }) => publishedAwards(deps, actor.institution),
  );

  app.post<{ Body: Held }>(
    '/api/v1/adverse-events/awards/claim',
    {
      config: { can: 'public' },
      preHandler: addressLimit(app, 'adverse-event-claim', CLAIMS_A_MINUTE),
      schema: { body: AdverseEventReceiptQuery, response: { 200: AdverseEventVouchers } },
    },
    async ({ body }) => {
      const place = await findByReceipt(deps.db, receiptToken(deps.seal, body.receipt));
      return claimAwards(deps, place, body.receipt);
    },
  );

  app.post<{ Body: Brought }>(
    '/api/v1/adverse-events/awards/redeem',
    {
      config: { can: 'adverse-event:award' },
      schema: { body: AdverseEventVoucherQuery, response: { 200: AdverseEventWorth } },
    },
    async ({ actor, body }) => {
      const taken = { on: dayOf(deps.clock.now()), by: actor.id };
      const worth = await redeemVoucher(within(deps, actor).db, voucherToken(deps, body.voucher), taken);
      await deps.audit.record({
        actor,
        action: 'adverse-event:award',
        outcome: worth === null ? 'refused' : 'done',
        ...(worth === null ? {} : { detail: { ...worth } }),
      });
      if (worth !== null) return { ...worth, ruleEn: ruleInEnglish(deps, actor.institution, worth.rule) };
      throw new HttpProblem('not-found', {
        en: 'No such `voucher` of your hospital is open: check it, or it was handed out before.',
        zh: '没有待领取的该`领取码`：请核对，或已领取。',
      });
    },
  );
}
