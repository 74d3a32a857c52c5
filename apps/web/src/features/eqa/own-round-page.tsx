/** 质评轮次: a round as a laboratory sees it, from the samples to the scores and what it has to say about them. */
import type { EqaOwnRound } from '@fujie/wire/contracts';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import './eqa.css';
import { ownRoundQuery } from '../../api/eqa.ts';
import { Require, useActor } from '../../app/require.tsx';
import { may } from '../../app/workspaces.ts';
import { ActDialog } from '../../ui/act-dialog.tsx';
import { msOf, showTime } from '../../ui/format.ts';
import { Loaded } from '../../ui/loaded.tsx';
import { Page, Section } from '../../ui/page.tsx';
import { OwnAppeals } from './own-appeals.tsx';
import { OwnScores } from './own-scores.tsx';
import { ReceiptForm } from './receipt-form.tsx';
import { ReturnSection } from './return-section.tsx';
import { StateTrack, TimeLeft } from './round-state.tsx';

const route = getRouteApi('/desk/laboratory/eqa/rounds/$round');

export function OwnRoundPage() {
  const { t } = useTranslation();
  const found = useQuery(ownRoundQuery(Number(route.useParams().round)));
  return (
    <Require can="eqa:read">
      <Page
        title={found.data?.round.nameZh ?? t('eqa.title')}
        subtitle={
          <Link to="/laboratory/eqa" className="fj-link">
            {t('eqa.back')}
          </Link>
        }
      >
        <Loaded query={found}>
          {(data) => <Content data={data} ahead={(msOf(data.now) ?? 0) - found.dataUpdatedAt} />}
        </Loaded>
      </Page>
    </Require>
  );
}

function Content({ data, ahead }: { readonly data: EqaOwnRound; readonly ahead: number }) {
  const { t } = useTranslation();
  const { round, scores } = data;
  return (
    <>
      <Section title={`${round.organiser} ${round.round}`} tools={<TimeLeft round={round} ahead={ahead} />}>
        <StateTrack state={round.state} />
        <ul className="fj-eqa-facts">
          <li>
            <span className="fj-label">{t('eqa.opensAt')}</span>
            {showTime(round.opensAt)}
          </li>
          <li>
            <span className="fj-label">{t('eqa.closesAt')}</span>
            {showTime(round.closesAt)}
          </li>
          <li className="fj-faint">{t(`eqa.lateRule.${round.lateRule}`)}</li>
        </ul>
      </Section>
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
  return (
    <Section
      title={t('eqa.receipt')}
      tools={
        may(actor, 'eqa:confirm') && ['shipped', 'open'].includes(round.state) ? (
          <Button type={receipts.length === 0 ? 'primary' : 'default'} onClick={() => setConfirming(true)}>
            {t('eqa.confirmReceipt')}
          </Button>
        ) : null
      }
    >
      {receipts.length === 0 ? (
        <span className="fj-faint">{t(round.state === 'planned' ? 'eqa.notShipped' : 'eqa.noReceipt')}</span>
      ) : null}
      {receipts.map(({ receivedAt, condition, note, by }) => (
        <div key={`${receivedAt} ${by}`}>
          {showTime(receivedAt)} · {t(`eqa.conditions.${condition}`)} · {by} {note ?? ''}
        </div>
      ))}
      <ActDialog of={isConfirming ? round : null} title={t('eqa.confirmReceipt')} onClose={() => setConfirming(false)}>
        {({ id }) => <ReceiptForm round={id} onDone={() => setConfirming(false)} />}
      </ActDialog>
    </Section>
  );
}
