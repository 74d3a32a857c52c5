/** The frame of a round 轮次 for whoever looks at it: its name, its time, how it stands. */
import type { EqaRound } from '@fujie/wire/contracts';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

import './eqa.css';
import { Require } from '../../app/require.tsx';
import { msOf, showTime } from '../../ui/format.ts';
import { useNamed } from '../../ui/language.ts';
import { Loaded } from '../../ui/loaded.tsx';
import { Page, Section } from '../../ui/page.tsx';
import { useOrganiserNames } from './item-names.ts';
import { StateTrack, TimeLeft } from './round-state.tsx';

interface Known {
  readonly round: EqaRound;
  readonly now: string;
}

interface Query<T> {
  readonly data: T | undefined;
  readonly dataUpdatedAt: number;
  readonly error: unknown;
  readonly isPending: boolean;
  readonly refetch: () => unknown;
}

/** How much later it is on the server than here. */
export function aheadOf({ data, dataUpdatedAt }: Pick<Query<Pick<Known, 'now'>>, 'data' | 'dataUpdatedAt'>): number {
  return data === undefined ? 0 : (msOf(data.now) ?? dataUpdatedAt) - dataUpdatedAt;
}

interface PageProps<T> {
  readonly can: string;
  readonly query: Query<T>;
  readonly children: (data: T) => ReactNode;
}

export function RoundPage<T extends Known>({ can, query, children }: PageProps<T>) {
  const { t } = useTranslation();
  const named = useNamed();
  return (
    <Require can={can}>
      <Page
        title={query.data === undefined ? t('eqa.title') : named(query.data.round)}
        subtitle={
          <Link to="/laboratory/eqa" className="fj-link">
            {t('eqa.back')}
          </Link>
        }
      >
        <Loaded query={query}>{children}</Loaded>
      </Page>
    </Require>
  );
}

interface HeadProps {
  readonly round: EqaRound;
  readonly ahead: number;
  /** What else is to be known of it, one after the other. */
  readonly facts: ReactNode;
  /** What can be done to it. */
  readonly children?: ReactNode;
}

export function RoundHead({ round, ahead, facts, children }: HeadProps) {
  const { t } = useTranslation();
  const organiserOf = useOrganiserNames();
  return (
    <Section title={`${organiserOf(round.organiser)} ${round.round}`} tools={<TimeLeft round={round} ahead={ahead} />}>
      <StateTrack round={round} />
      <ul className="fj-eqa-facts">
        <li>
          <span className="fj-label">{t('eqa.opensAt')}</span>
          {showTime(round.opensAt)}
        </li>
        <li>
          <span className="fj-label">{t('eqa.closesAt')}</span>
          {showTime(round.closesAt)}
        </li>
        {facts}
      </ul>
      {children}
    </Section>
  );
}
