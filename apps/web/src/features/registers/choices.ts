/** What exists of what the form of an entry asks for: loops with their figures 闭环参数, indicators of the core systems 核心制度指标. */
import { useQuery } from '@tanstack/react-query';

import { loopDefinitionsQuery } from '../../api/loops.ts';
import { indicatorsQuery } from '../../api/organisation.ts';
import { useActor } from '../../app/require.tsx';
import { may } from '../../app/workspaces.ts';
import { lastMonth } from '../../ui/format.ts';
import { useBilingual } from '../../ui/language.ts';

interface Choice {
  readonly value: string;
  readonly label: string;
}
type Choices = (column: string) => readonly Choice[] | undefined;

/** Choices of a column of a register, whose entry names a loop; undefined: there are none, anything may be typed. */
export function useChoices(register: string, loop: unknown): Choices {
  const figures = useLoopFigures(register === 'loop-parameter', loop);
  const indicators = useIndicators(register);
  return (column) => figures(column) ?? indicators(column);
}

function useLoopFigures(isNeeded: boolean, loop: unknown): Choices {
  const say = useBilingual();
  const actor = useActor();
  const isAsked = isNeeded && may(actor, 'loop:read');
  const definitions = useQuery({ ...loopDefinitionsQuery, enabled: isAsked }).data?.definitions;
  return (column) => {
    if (!isAsked || definitions === undefined) return undefined;
    if (column === 'loop') return definitions.map(({ id, title }) => ({ value: id, label: `${say(title)} ${id}` }));
    if (column !== 'parameter') return undefined;
    const parameters = definitions.find(({ id }) => id === loop)?.parameters ?? [];
    return parameters.map(({ id, title, declared, source }) => ({
      value: id,
      label: `${say(title)} ${id} · ${source === 'local' ? '' : '≤ '}${String(declared)}`,
    }));
  };
}

/** Whose entries name an indicator of the core systems by number, or any that departments are given by clause. */
const BY_CLAUSE: readonly string[] = ['indicator-duty', 'department-indicator-month'];

function useIndicators(register: string): Choices {
  const say = useBilingual();
  const actor = useActor();
  const isByClause = BY_CLAUSE.includes(register);
  const isAsked = (isByClause || register === 'indicator-month') && may(actor, 'journal:read');
  const month = lastMonth();
  const found = useQuery({ ...indicatorsQuery(month), enabled: isAsked }).data;
  return (column) => {
    if (column !== 'indicator' || found === undefined) return undefined;
    if (!isByClause)
      return found.indicators.map(({ indicator, title }) => ({
        value: indicator,
        label: `${indicator} ${say(title)}`,
      }));
    return [...(found.annex?.indicators ?? []), ...found.indicators].map(({ clause, title }) => ({
      value: clause,
      label: `${clause.split('.').slice(1).join('.')} ${say(title)}`,
    }));
  };
}
