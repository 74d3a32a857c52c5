/** 轮次组织: a round for the centre that organises it, from enrolment to final grades. */
import type { EqaOrganisedRound } from '@fujie/wire/contracts';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { Alert, Tabs } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

import { answerEqaAppeal, organisedRoundQuery } from '../../api/eqa.ts';
import { ORGANISED_TABS as TABS } from '../../app/eqa-tabs.ts';
import { Section } from '../../ui/page.tsx';
import { AppealTable } from './appeal-table.tsx';
import { Collusion } from './collusion.tsx';
import { Grading } from './grading.tsx';
import { Materials } from './materials.tsx';
import { Matrix } from './matrix.tsx';
import { Participants } from './participants.tsx';
import { ReasonButton } from './reason-button.tsx';
import { Requests } from './requests.tsx';
import { RoundActs } from './round-acts.tsx';
import { aheadOf, RoundHead, RoundPage } from './round-frame.tsx';
import { Statistics } from './statistics.tsx';
import { Targets } from './targets.tsx';

const route = getRouteApi('/desk/laboratory/eqa/organised/$round');

export function OrganisedRoundPage() {
  const found = useQuery(organisedRoundQuery(Number(route.useParams().round)));
  return (
    <RoundPage can="eqa:organise" query={found}>
      {(data) => <Content data={data} ahead={aheadOf(found)} />}
    </RoundPage>
  );
}

function Content({ data, ahead }: { readonly data: EqaOrganisedRound; readonly ahead: number }) {
  const { t } = useTranslation();
  const { tab } = route.useSearch();
  const navigate = route.useNavigate();
  const { round, participants, alike, appeals } = data;
  const count = (status: string): number => participants.filter((one) => one.status === status).length;
  const counts = [
    t('eqa.countsOf.all', { count: participants.length }),
    t('eqa.countsOf.received', { count: participants.filter(({ received }) => received !== null).length }),
    t('eqa.countsOf.submitted', { count: count('submitted') }),
    t('eqa.countsOf.late', { count: count('late') }),
    t('eqa.countsOf.missing', { count: count('not participating') }),
  ];
  const open = {
    participants: data.requests.filter(({ state }) => state === 'waiting').length,
    collusion: alike.filter(({ review }) => review === null).length,
    appeals: waiting(appeals).length,
  };
  const panes: Readonly<Record<(typeof TABS)[number], ReactNode>> = {
    participants: (
      <>
        <Requests data={data} />
        <Participants data={data} />
      </>
    ),
    matrix: <Matrix data={data} />,
    materials: <Materials data={data} />,
    targets: <Targets data={data} />,
    grading: <Grading data={data} />,
    statistics: <Statistics data={data} />,
    collusion: <Collusion data={data} />,
    appeals: <Appeals data={data} />,
  };
  return (
    <>
      <RoundHead
        round={round}
        ahead={ahead}
        facts={counts.map((text) => (
          <li key={text}>{text}</li>
        ))}
      >
        <RoundActs data={data} ahead={ahead} />
        <NextStep round={round} />
      </RoundHead>
      <Tabs
        activeKey={tab ?? 'participants'}
        onChange={(key) => void navigate({ search: { tab: TABS.find((one) => one === key) ?? 'participants' } })}
        items={TABS.map((key) => {
          const left = key === 'participants' || key === 'collusion' || key === 'appeals' ? open[key] : 0;
          return { key, label: `${t(`eqa.${key}`)}${left > 0 ? ` (${String(left)})` : ''}`, children: panes[key] };
        })}
      />
    </>
  );
}

/** What is done in a tab once the returns are in: nobody looks there for it without being led. */
function NextStep({ round: { id, state } }: { readonly round: EqaOrganisedRound['round'] }) {
  const { t } = useTranslation();
  if (state !== 'closed' && state !== 'evaluated') return null;
  return (
    <Link
      to="/laboratory/eqa/organised/$round"
      params={{ round: String(id) }}
      search={{ tab: 'grading' }}
      className="fj-link"
    >
      {t(`eqa.nextSteps.${state}`)}
    </Link>
  );
}

const waiting = (appeals: EqaOrganisedRound['appeals']) => appeals.filter(({ answer }) => answer === null);

/** An appeal was accepted, and no version made since is published. */
function isToCorrect({ appeals, evaluation, round }: EqaOrganisedRound): boolean {
  if (evaluation === null || round.state === 'final') return false;
  const isPublished = round.published === evaluation.version;
  return appeals.some(({ answer }) => answer?.outcome === 'accepted' && (!isPublished || answer.at > evaluation.at));
}

function Appeals({ data }: { readonly data: EqaOrganisedRound }) {
  const { t } = useTranslation();
  return (
    <Section title={t('eqa.appeals')}>
      {isToCorrect(data) ? <Alert type="warning" showIcon title={t('eqa.toCorrect')} /> : null}
      <AppealTable
        appeals={data.appeals}
        answer={(appeal) => (
          <>
            {(['accepted', 'rejected'] as const).map((outcome) => (
              <ReasonButton
                isSmall
                key={outcome}
                label={t(`eqa.answers.${outcome}`)}
                reason={t('eqa.answerText')}
                ask={(text) => answerEqaAppeal(appeal.id, { outcome, text })}
              />
            ))}
          </>
        )}
      />
    </Section>
  );
}
