/** 质评轮次: a round as a laboratory sees it, from the samples to the scores and what it has to say about them. */
import type { EqaOwnRound } from '@fujie/wire/contracts';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { ownRoundQuery } from '../../api/eqa.ts';
import { useActor } from '../../app/require.tsx';
import { may } from '../../app/workspaces.ts';
import { ActDialog } from '../../ui/act-dialog.tsx';
import { showTime } from '../../ui/format.ts';
import { Section } from '../../ui/page.tsx';
import { OwnAppeals } from './own-appeals.tsx';
import { OwnScores } from './own-scores.tsx';
import { ReceiptForm } from './receipt-form.tsx';
import { ReturnSection } from './return-section.tsx';
import { aheadOf, RoundHead, RoundPage } from './round-frame.tsx';

const route = getRouteApi('/desk/laboratory/eqa/rounds/$round');

export function OwnRoundPage() {
  const found = useQuery(ownRoundQuery(Number(route.useParams().round)));
  return (
    <RoundPage can="eqa:read" query={found}>
      {(data) => <Content data={data} ahead={aheadOf(found)} />}
    </RoundPage>
  );
}

function Content({ data, ahead }: { readonly data: EqaOwnRound; readonly ahead: number }) {
  const { t } = useTranslation();
  const { round, scores } = data;
  return (
    <>
      <RoundHead
        round={round}
        ahead={ahead}
        facts={<li className="fj-faint">{t(`eqa.lateRule.${round.lateRule}`)}</li>}
      />
      {scores.length === 0 ? null : <OwnScores data={data} />}
      {round.published === 0 ? null : <OwnAppeals data={data} />}
      <Receipts data={data} />
      <ReturnSection data={data} />
    </>
  );
}

function Receipts({ data }: { readonly data: EqaOwnRound }) {
  const { t } = useTranslation();
  const actor = useActor();
  const [isConfirming, setConfirming] = useState(false);
  const { round, receipts } = data;
  // What arrived unfit is sent again, and confirmed again.
  const isAwaited = receipts.every(({ condition }) => condition !== 'good');
  return (
    <Section
      title={t('eqa.receipt')}
      tools={
        isAwaited && may(actor, 'eqa:confirm') && round.isShipped && ['shipped', 'open'].includes(round.state) ? (
          <Button type={receipts.length === 0 ? 'primary' : 'default'} onClick={() => setConfirming(true)}>
            {t('eqa.confirmReceipt')}
          </Button>
        ) : null
      }
    >
      {receipts.length === 0 ? (
        <span className="fj-faint">{t(round.isShipped ? 'eqa.noReceipt' : 'eqa.notShipped')}</span>
      ) : null}
      {receipts.map(({ receivedAt, condition, note, by }) => (
        <div key={`${receivedAt} ${by}`}>
          {showTime(receivedAt)} · {t(`eqa.conditions.${condition}`)} · {by}
          {note === null ? '' : ` · ${note}`}
        </div>
      ))}
      <ActDialog of={isConfirming ? round : null} title={t('eqa.confirmReceipt')} onClose={() => setConfirming(false)}>
        {({ id }) => <ReceiptForm round={id} onDone={() => setConfirming(false)} />}
      </ActDialog>
    </Section>
  );
}
