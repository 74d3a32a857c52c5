/** A number of a scorecard 科室质量得分, which opens to what it counts for whoever may see that. */
import type { ScoreCasesQuery, ScorecardsResponse, ScoreView } from '@fujie/wire/contracts';
import { Link } from '@tanstack/react-router';
import dayjs from 'dayjs';

import { useActor } from '../../app/require.tsx';
import { may } from '../../app/workspaces.ts';
import { useNamed } from '../../ui/language.ts';

const PERCENT = 100;

/** A number whose steps of loops are shown. */
export interface Opened {
  readonly title: string;
  readonly of: ScoreCasesQuery;
}

interface Props {
  readonly month: string;
  readonly measure: { readonly id: ScoreView['measure']; readonly name: string };
  /** The whole hospital has no code. */
  readonly row: ScorecardsResponse['departments'][number];
  readonly onOpen: (opened: Opened) => void;
}

export function showScore({ numerator, denominator, value }: ScoreView): string {
  if (value === null) return '–';
  return `${(value * PERCENT).toFixed(0)}% (${String(numerator)}/${String(denominator)})`;
}

export function ScoreCell({ month, measure: { id, name }, row: { department, scores }, onOpen }: Props) {
  const named = useNamed();
  const actor = useActor();
  const score = scores.find(({ measure }) => measure === id);
  if (score === undefined || score.value === null) return '–';
  const text = showScore(score);
  const title = `${named(department)} · ${name} ${text}`;
  // The head of a department opens the own numbers alone.
  const isReadable = actor?.role !== 'department-head' || actor.department === department.code;
  if (id === 'targets')
    return (
      <Link to="/targets" className="fj-link" aria-label={title}>
        {text}
      </Link>
    );
  if (id === 'critical' || id === 'loops')
    return isReadable && may(actor, 'scorecard:cases') ? (
      <button
        type="button"
        className="fj-plain-button fj-number"
        aria-label={title}
        onClick={() =>
          onOpen({
            title,
            of: { month, measure: id, ...(department.code === '' ? {} : { department: department.code }) },
          })
        }
      >
        {text}
      </button>
    ) : (
      text
    );
  const from = dayjs(`${month}-01`);
  return isReadable && may(actor, 'statistics:cases') ? (
    <Link
      to="/statistics"
      search={{ from: from.format('YYYY-MM-DD'), to: from.endOf('month').format('YYYY-MM-DD'), by: 'department' }}
      className="fj-link"
      aria-label={title}
    >
      {text}
    </Link>
  ) : (
    text
  );
}
