/** 可报名轮次: rounds that organisers offer to the laboratory, what it asked for, and how that stands. */
import type { EqaOffersResponse } from '@fujie/wire/contracts';
import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { eqaOffersQuery, withdrawEqaRequest } from '../../api/eqa-enrolment.ts';
import { useActor } from '../../app/require.tsx';
import { may } from '../../app/workspaces.ts';
import { ActDialog } from '../../ui/act-dialog.tsx';
import { showTime } from '../../ui/format.ts';
import { useNamed } from '../../ui/language.ts';
import { listed, saying } from '../../ui/listed.ts';
import { Section } from '../../ui/page.tsx';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { RecordTable } from '../../ui/record-table.tsx';
import { useItemNames, useOrganiserNames } from './item-names.ts';
import { RequestForm } from './request-form.tsx';
import { useRoundAct } from './round-act.ts';

type Offer = EqaOffersResponse['offers'][number];

export function Offers() {
  const { t } = useTranslation();
  const organiserOf = useOrganiserNames();
  const nameOf = useItemNames();
  const named = useNamed();
  const [asked, setAsked] = useState<Offer | null>(null);
  const { data } = useQuery(eqaOffersQuery);
  // Most of the year nothing is offered.
  if (data === undefined || data.offers.length === 0) return null;
  return (
    <Section title={t('eqaEnrolment.offers')}>
      <p className="fj-faint">{t('eqaEnrolment.hint')}</p>
      <RecordTable<Offer>
        rowKey={({ round }) => String(round.id)}
        rows={data.offers}
        empty={t('eqaEnrolment.none')}
        width={640}
        columns={[
          {
            title: t('eqa.round'),
            key: 'round',
            render: (_, { round }) => (
              <div className="fj-eqa-name">
                {named(round)}
                <div className="fj-faint">
                  {organiserOf(round.organiser)} {round.round}
                </div>
              </div>
            ),
          },
          {
            title: t('eqaEnrolment.closesAt'),
            key: 'closesAt',
            render: (_, { state, window }) => (
              <span className="fj-nowrap">
                {state === 'not yet'
                  ? t('eqaEnrolment.from', { at: showTime(window.opensAt) })
                  : showTime(window.closesAt)}
              </span>
            ),
          },
          { title: t('eqa.state'), key: 'state', render: (_, offer) => <Standing of={offer} /> },
          {
            title: t('eqa.items'),
            key: 'items',
            render: (_, { round, request }) =>
              listed((request?.items ?? round.items.map(({ item }) => item)).map((item) => nameOf(item))),
          },
          { title: t('eqa.act'), key: 'act', render: (_, offer) => <Acts of={offer} onAsk={setAsked} /> },
        ]}
      />
      <ActDialog of={asked} title={t('eqaEnrolment.ask')} width={760} onClose={() => setAsked(null)}>
        {(offer) => <RequestForm offer={offer} onDone={() => setAsked(null)} />}
      </ActDialog>
    </Section>
  );
}

function Standing({ of: { request, isEnrolled } }: { readonly of: Offer }) {
  const { t } = useTranslation();
  if (isEnrolled) return <span className="fj-good">{t('eqaEnrolment.enrolled')}</span>;
  if (request === null) return t('eqaEnrolment.notAsked');
  const state = t(`eqaEnrolment.states.${request.state}`);
  return request.state === 'refused' ? <span className="fj-bad">{saying(state, request.reason ?? '')}</span> : state;
}

function Acts({ of: offer, onAsk }: { readonly of: Offer; readonly onAsk: (offer: Offer) => void }) {
  const { t } = useTranslation();
  const actor = useActor();
  const { request, state, isEnrolled, mayWithdraw } = offer;
  const withdraw = useRoundAct(withdrawEqaRequest);
  if (!may(actor, 'eqa:confirm')) return null;
  if (request !== null && mayWithdraw)
    return (
      <>
        {withdraw.error === null ? null : <ProblemAlert error={withdraw.error} />}
        <Button size="small" loading={withdraw.isPending} onClick={() => withdraw.mutate(request.id)}>
          {t('eqaEnrolment.withdraw')}
        </Button>
      </>
    );
  if (isEnrolled || state !== 'open') return null;
  return (
    <Button size="small" type="primary" onClick={() => onAsk(offer)}>
      {t('eqaEnrolment.ask')}
    </Button>
  );
}
