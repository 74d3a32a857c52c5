/** Loops one below the other, each a card that also stands on the screen of a telephone. */
import type { LoopSummary } from '@fujie/wire/contracts';
import { Link } from '@tanstack/react-router';
import { Tag } from 'antd';
import { useTranslation } from 'react-i18next';

import { showTime } from '../../ui/format.ts';
import { useBilingual, useNamed } from '../../ui/language.ts';
import { Countdown, FlawTags, HarmTag } from './tags.tsx';

export function LoopRows({ loops }: { readonly loops: readonly LoopSummary[] }) {
  return (
    <ul className="fj-loops">
      {loops.map((loop) => (
        <LoopRow key={loop.id} loop={loop} />
      ))}
    </ul>
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
        <div className="fj-faint">
          {[department, unit].flatMap((place) => (place === null ? [] : named(place))).join(' · ')}
        </div>
      </div>
      <div className="fj-loop-stage">
        {loop.status === 'open'
          ? waiting.map((stage) => (
              <Tag key={stage.id} color={stage.overdue ? 'red' : 'blue'}>
                {t(stage.overdue ? 'loops.waitsOver' : 'loops.waits', { stage: say(stage.title) })}
              </Tag>
            ))
          : null}
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
