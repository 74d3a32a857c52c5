/** How a round stands 轮次状态, and the time that is left: to the second, by the clock of the server. */
import type { EqaRound } from '@fujie/wire/contracts';
import { useQueryClient } from '@tanstack/react-query';
import { Tag } from 'antd';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { EQA_KEY } from '../../api/eqa.ts';
import { msOf, showTime } from '../../ui/format.ts';

const STATES = ['planned', 'shipped', 'open', 'closed', 'evaluated', 'published', 'final'] as const;
type State = EqaRound['state'];
const COLOURS: Readonly<Record<State, string>> = {
  ...{ planned: 'default', shipped: 'blue', open: 'green', closed: 'gold', evaluated: 'gold' },
  ...{ published: 'blue', final: 'default' },
};
const DAY = 86_400_000;
const HOUR = 3_600_000;

export function StateTag({ state }: { readonly state: State }) {
  const { t } = useTranslation();
  return <Tag color={COLOURS[state]}>{t(`eqa.states.${state}`)}</Tag>;
}

/** The way of a round, with where it is; one that opened before its samples were shipped has passed that over. */
export function StateTrack({ round: { state, isShipped } }: { readonly round: EqaRound }) {
  const { t } = useTranslation();
  const place = STATES.indexOf(state);
  return (
    <ol className="fj-eqa-track">
      {STATES.map((one, index) => (
        <li
          key={one}
          {...(index === place ? { 'aria-current': 'step' as const } : {})}
          className={index < place && (one !== 'shipped' || isShipped) ? 'fj-eqa-past' : ''}
        >
          {t(`eqa.states.${one}`)}
        </li>
      ))}
    </ol>
  );
}

const two = (value: number): string => String(value).padStart(2, '0');

/** `ahead`: how much later it is on the server than here. */
export function TimeLeft({ round, ahead }: { readonly round: EqaRound; readonly ahead: number }) {
  const { t } = useTranslation();
  const [now, setNow] = useState(() => Date.now());
  const isRunning = ['planned', 'shipped', 'open'].includes(round.state);
  useEffect(() => {
    if (!isRunning) return undefined;
    const beat = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(beat);
  }, [isRunning]);
  const there = now + ahead;
  const [opens, closes] = [msOf(round.opensAt) ?? 0, msOf(round.closesAt) ?? 0];
  const isOver = there > (round.state === 'open' ? closes : opens) + 999;
  const queries = useQueryClient();
  // The page stands as the round does, to the second.
  useEffect(() => {
    if (isRunning && isOver) void queries.invalidateQueries({ queryKey: EQA_KEY });
  }, [isRunning, isOver, queries]);
  if (!isRunning || there > closes + 999)
    return <span className="fj-faint">{t('eqa.closedFor', { at: showTime(round.closesAt) })}</span>;
  const left = Math.max(0, (there < opens ? opens : closes) - there);
  const rest = left % DAY;
  const clock = [rest / HOUR, (rest % HOUR) / 60_000, (rest % 60_000) / 1000]
    .map((part) => two(Math.floor(part)))
    .join(':');
  const days = Math.floor(left / DAY);
  const time = days === 0 ? clock : t('eqa.days', { count: days, time: clock });
  const isSoon = there >= opens && left < DAY;
  return (
    <span className={isSoon ? 'fj-eqa-clock fj-eqa-clock-soon' : 'fj-eqa-clock'} role="timer">
      {t(there < opens ? 'eqa.untilOpen' : 'eqa.left', { time })}
    </span>
  );
}
