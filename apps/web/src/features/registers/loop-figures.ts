/** The loops and figures that exist, where the form of an entry asks for them 闭环参数. */
import { useQuery } from '@tanstack/react-query';

import { loopDefinitionsQuery } from '../../api/loops.ts';
import { useActor } from '../../app/require.tsx';
import { may } from '../../app/workspaces.ts';
import { useBilingual } from '../../ui/language.ts';

interface Choice {
  readonly value: string;
  readonly label: string;
}

/** Choices of a column of a register; undefined: there are none, anything may be typed. */
export function useLoopChoices(register: string, loop: unknown): (column: string) => readonly Choice[] | undefined {
  const say = useBilingual();
  const actor = useActor();
  const isAsked = register === 'loop-parameter' && may(actor, 'loop:read');
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
