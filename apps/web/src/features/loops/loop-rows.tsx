/** Loops one below the other, each a card that also stands on the screen of a telephone. */
import type { LoopSummary } from '@fujie/wire/contracts';
import type { UseInfiniteQueryResult } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button, Tag } from 'antd';
import { Fragment, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { useActor } from '../../app/require.tsx';
import { showTime } from '../../ui/format.ts';
import { useBilingual, useNamed } from '../../ui/language.ts';
import { foldKinds, isOver } from './folded.ts';
import { Countdown, FlawTags, HarmTag } from './tags.tsx';

interface Props {
  readonly loops: readonly LoopSummary[];
  /** Whether several of one kind that harm nobody's body take the place of two. */
  readonly isFolded?: boolean;
}

export function LoopRows({ loops, isFolded = false }: Props) {
  const groups = isFolded ? foldKinds(loops) : loops.map((loop) => ({ shown: [loop], folded: [] }));
  return (
    <ul className="fj-loops">
      {groups.map(({ shown, folded }) => (
        <Fragment key={shown[0]?.id}>
          {shown.map((loop) => (
            <LoopRow key={loop.id} loop={loop} />
          ))}
          {folded.length === 0 ? null : <Folded loops={folded} />}
        </Fragment>
      ))}
    </ul>
  );
}

/** What else there is of the kind above: how many, how many of them over the limit; opens to the rows themselves. */
function Folded({ loops }: { readonly loops: readonly LoopSummary[] }) {
  const { t } = useTranslation();
  const say = useBilingual();
  const [isOpen, setOpen] = useState(false);
  const over = loops.filter(isOver).length;
  const kind = loops[0] === undefined ? '' : say(loops[0].definition.title);
  return (
    <>
      <li className="fj-loop-fold">
        <Button type="link" size="small" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
          {t(isOpen ? 'loops.foldAgain' : 'loops.folded', { count: loops.length, kind })}
        </Button>
        {over === 0 ? null : <Tag color="red">{t('loops.foldedOver', { count: over })}</Tag>}
      </li>
      {isOpen ? loops.map((loop) => <LoopRow key={loop.id} loop={loop} />) : null}
    </>
  );
}

/** The next page of a list, if there is one. */
export function MoreLoops({
  found: { hasNextPage, isFetchingNextPage, fetchNextPage },
}: {
  readonly found: Pick<UseInfiniteQueryResult, 'hasNextPage' | 'isFetchingNextPage' | 'fetchNextPage'>;
}) {
  const { t } = useTranslation();
  if (!hasNextPage) return null;
  return (
    <div className="fj-loops-more">
      <Button loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
        {t('loops.more')}
      </Button>
    </div>
  );
}

const STATUS_COLOURS = { open: 'blue', closed: 'green', waived: 'default', void: 'default' } as const;

/** How the whole stands; what was closed with a flaw is not shown as what was closed without. */
export function LoopStatus({ loop: { status, flaws } }: { readonly loop: Pick<LoopSummary, 'status' | 'flaws'> }) {
  const { t } = useTranslation();
  const isFlawed = status === 'closed' && flaws.length > 0;
  return (
    <Tag color={isFlawed ? 'orange' : STATUS_COLOURS[status]}>
      {t(isFlawed ? 'loops.statuses.flawed' : `loops.statuses.${status}`)}
    </Tag>
  );
}

function LoopRow({ loop }: { readonly loop: LoopSummary }) {
  const say = useBilingual();
  const named = useNamed();
  const { t } = useTranslation();
  const { harm, department, unit, waiting, assignee, flaws } = loop;
  // Where the reader works is said at the head of every page.
  const isOwnPlace = unit.code === useActor()?.institution?.code;
  const places = [department, isOwnPlace ? null : unit].filter((one) => one !== null);
  const title = say(loop.title);
  const kind = say(loop.definition.title);
  return (
    <li className={`fj-loop fj-loop-harm-${String(harm)}`}>
      <div className="fj-loop-what">
        <Link to="/loops/$id" params={{ id: String(loop.id) }} className="fj-link fj-loop-title">
          {title}
        </Link>
        <div>
          <HarmTag harm={harm} />
          {title === kind ? null : <span className="fj-faint">{kind}</span>}
        </div>
      </div>
      <div className="fj-loop-whose">
        {loop.nameMasked === null ? null : <div>{loop.nameMasked}</div>}
        {places.length === 0 ? null : <div className="fj-faint">{places.map(named).join(' · ')}</div>}
      </div>
      <div className="fj-loop-stage">
        {loop.status === 'open'
          ? waiting.map((stage) => (
              <Tag key={stage.id} color={stage.overdue ? 'red' : 'blue'}>
                {t(stage.overdue ? 'loops.waitsOver' : 'loops.waits', { stage: say(stage.title) })}
              </Tag>
            ))
          : null}
        {loop.status === 'open' && waiting.some(({ isBarred }) => isBarred) ? (
          <span className="fj-faint" title={t('loops.barred')}>
            {t('loops.forOthers')}
          </span>
        ) : null}
        {loop.minutes === undefined ? null : (
          <span className="fj-number">{t('loops.took', { minutes: Math.round(loop.minutes * 10) / 10 })}</span>
        )}
        {assignee === null ? null : <span className="fj-faint">{t('loops.assignedTo', { name: assignee })}</span>}
        <FlawTags flaws={flaws} />
      </div>
      <div className="fj-loop-due">
        {loop.status === 'open' ? (
          loop.dueAt === null ? (
            <span className="fj-faint">{t('loops.noLimit')}</span>
          ) : (
            <>
              <Countdown dueAt={loop.dueAt} />
              <div className="fj-faint">{t('loops.due', { at: showTime(loop.dueAt) })}</div>
            </>
          )
        ) : (
          <>
            <LoopStatus loop={loop} />
            <div className="fj-faint">{showTime(loop.closedAt)}</div>
          </>
        )}
      </div>
    </li>
  );
}
