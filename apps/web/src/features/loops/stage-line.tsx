/** The stages of a loop as a line in time: how each stands, until when, by whose figure, and who did it. */
import {
  CheckOutlined,
  ClockCircleOutlined,
  CloseOutlined,
  ExclamationOutlined,
  MinusOutlined,
  SwapRightOutlined,
} from '@ant-design/icons';
import type { LoopStageView } from '@fujie/wire/contracts';
import { useTranslation } from 'react-i18next';

import { ClauseTags } from '../../ui/clauses.tsx';
import { showTime } from '../../ui/format.ts';
import { useBilingual } from '../../ui/language.ts';
import { useRecorderName, useRoleName } from '../../ui/role-name.ts';
import type { Tone } from './standing.ts';
import { toneOf } from './standing.ts';
import { Countdown, FlawTags, SourceTag, useFigure } from './tags.tsx';

const SIGNS: Readonly<Record<Tone, React.ReactNode>> = {
  done: <CheckOutlined />,
  flawed: <ExclamationOutlined />,
  late: <ExclamationOutlined />,
  running: <ClockCircleOutlined />,
  overdue: <CloseOutlined />,
  waiting: null,
  waived: <SwapRightOutlined />,
  'not-needed': <MinusOutlined />,
};

export function StageLine({ stages }: { readonly stages: readonly LoopStageView[] }) {
  return (
    <ol className="fj-stages">
      {stages.map((stage) => (
        <Stage key={stage.id} stage={stage} />
      ))}
    </ol>
  );
}

function Stage({ stage }: { readonly stage: LoopStageView }) {
  const { t } = useTranslation();
  const say = useBilingual();
  const roleName = useRoleName();
  const recorderName = useRecorderName();
  const figure = useFigure();
  const tone = toneOf(stage);
  const { limit, dueAt, doneAt, startedAt, outcome, by, attempts, tries, onWeekendsAlone } = stage;
  const isWaited = tone === 'running' || tone === 'overdue';
  return (
    <li className={`fj-stage fj-stage-${tone}`}>
      <span className="fj-stage-sign" aria-hidden>
        {SIGNS[tone]}
      </span>
      <div className="fj-stage-head">
        <strong>{say(stage.title)}</strong> <span className="fj-stage-tone">{t(`loops.tones.${tone}`)}</span>{' '}
        {isWaited && dueAt !== null ? <Countdown dueAt={dueAt} /> : null}
        <FlawTags flaws={stage.flaws} />
      </div>
      {stage.neededIf === null ? null : (
        <div className="fj-faint">{t('loops.neededIf', { condition: say(stage.neededIf) })}</div>
      )}
      <div className="fj-stage-facts">
        <span>
          {t('loops.owner', { role: roleName(stage.owner.role), place: t(`loops.places.${stage.owner.at}`) })}
        </span>
        {limit === null ? null : (
          <span>
            {say(limit.title)} {figure(limit)} <SourceTag source={limit.source} />
          </span>
        )}
        {startedAt === null ? null : <span>{t('loops.started', { at: showTime(startedAt) })}</span>}
        {dueAt === null ? null : <span>{t('loops.due', { at: showTime(dueAt) })}</span>}
        {tries !== null && isWaited ? (
          <span>
            {t('loops.tries', { count: attempts, least: tries.least, kinds: tries.kinds, of: say(tries.of) })}{' '}
            <SourceTag source={tries.source} />
          </span>
        ) : attempts === 0 ? null : (
          <span>{t('loops.attempts', { count: attempts })}</span>
        )}
      </div>
      {onWeekendsAlone.length === 0 ? null : (
        <div className="fj-stage-gap">{t('loops.onWeekendsAlone', { years: onWeekendsAlone.join(', ') })}</div>
      )}
      {doneAt === null ? null : (
        <div>
          {[outcome === null ? null : say(outcome), by === null ? null : recorderName(by), showTime(doneAt)]
            .filter((part) => part !== null)
            .join(' · ')}
        </div>
      )}
      <ClauseTags ids={stage.clauses} />
    </li>
  );
}
