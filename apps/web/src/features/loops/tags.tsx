/** Tags of loops: how bad it is, what is wrong, what is left of the limit, where a limit comes from. */
import type { LoopStageView, LoopSummary } from '@fujie/wire/contracts';
import { Tag } from 'antd';
import { useTranslation } from 'react-i18next';

import { ClauseTags } from '../../ui/clauses.tsx';
import { msOf, showTime } from '../../ui/format.ts';
import { useServerNow } from './server-time.ts';
import { timeLeft } from './standing.ts';

const HARMS = ['life', 'health', 'rights', 'order'] as const;
const HARM_COLOURS = { life: 'red', health: 'orange', rights: 'blue', order: 'default' } as const;

export function HarmTag({ harm }: { readonly harm: number }) {
  const { t } = useTranslation();
  const kind = HARMS[harm - 1] ?? 'order';
  return <Tag color={HARM_COLOURS[kind]}>{t(`loops.harm.${kind}`)}</Tag>;
}

export type Flaws = LoopSummary['flaws'];

export function FlawTags({ flaws }: { readonly flaws: Flaws }) {
  const { t } = useTranslation();
  return flaws.map((flaw) => (
    <Tag key={flaw} color="orange">
      {t(`loops.flaws.${flaw}`)}
    </Tag>
  ));
}

/** What is left until then, counted down; over it in red. */
export function Countdown({ dueAt }: { readonly dueAt: string }) {
  const { t } = useTranslation();
  const now = useServerNow();
  const { isOver, unit, count, rest } = timeLeft(msOf(dueAt) ?? now, now);
  const length = t(`loops.length.${unit}`, { count, rest });
  return (
    <span
      role="timer"
      className={`fj-countdown${isOver ? ' fj-countdown-over' : ''}`}
      title={t('loops.due', { at: showTime(dueAt) })}
    >
      {t(isOver ? 'loops.over' : 'loops.left', { length })}
    </span>
  );
}

/** A figure with where it comes from: the clause, or that its owner sets it. */
export function SourceTag({ source }: { readonly source: string }) {
  const { t } = useTranslation();
  return source === 'local' ? (
    <Tag title={t('loops.localHint')}>{t('loops.local')}</Tag>
  ) : (
    <ClauseTags ids={[source]} />
  );
}

const UNITS = ['minute', 'hour', 'day', 'workday', 'percent', 'count'] as const;

/** `10 分钟`. */
export function useFigure(): (figure: Pick<NonNullable<LoopStageView['limit']>, 'value' | 'unit'>) => string {
  const { t } = useTranslation();
  return ({ value, unit }) => {
    const known = UNITS.find((one) => one === unit);
    return known === undefined ? `${String(value)} ${unit}` : t(`loops.units.${known}`, { count: value });
  };
}
