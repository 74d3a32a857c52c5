/** How loops 闭环 are defined, as pages and systems read it: by which definition one is judged, and which are in force for a reader. */
import type { Instant } from '@fujie/core/kernel';
import { dayOf } from '@fujie/core/kernel';
import type { EscalationStep, LoopDefinition, StageDefinition } from '@fujie/core/loops';
import type { Bilingual, LoopDefinitionsResponse } from '@fujie/wire/contracts';

import type { Actor } from '../platform/auth/permissions.ts';
import type { Deps } from '../platform/deps.ts';
import { loopOn, loopsOn } from '../platform/loops/definitions.ts';
import { hasPart, isToldOf } from '../platform/loops/visible.ts';
import type { ListedLoop } from './loops.query.ts';

export const nameOfStage = ({ zh, en }: StageDefinition): Bilingual => ({ zh, en });

/** The definition by which a loop is judged. */
export function definitionOf(
  deps: Pick<Deps, 'config' | 'registers'>,
  { definition, unit, openedMs }: ListedLoop,
): LoopDefinition | null {
  return loopOn(deps, definition, unit, dayOf(openedMs as Instant));
}

/** The loops in force with their figures as they hold for the institution of the reader. */
export function definitionsFor(deps: Pick<Deps, 'clock' | 'config' | 'registers'>, actor: Actor): DefinitionView[] {
  const today = dayOf(deps.clock.now());
  return loopsOn(deps, today).map((declared) => {
    const { id, title, arises, clauses, harm, stages, parameters, waivers } = declared;
    const own = loopOn(deps, id, actor.institution ?? '', today) ?? declared;
    return {
      id,
      title: { ...title },
      arises: { ...arises },
      clauses: [...clauses],
      harm,
      hasPart: hasPart(actor.role, declared) || isToldOf(actor.role, declared),
      stages: stages.map((stage) => ({
        id: stage.id,
        title: nameOfStage(stage),
        clauses: [...stage.clauses],
        owner: { ...stage.owner },
        ...limitsOf(stage),
        ladder: stage.escalation === undefined ? null : ladderOf(stage.escalation, own),
      })),
      ladder: ladderOf(declared.escalation, own),
      waivers: { roles: [...waivers.roles], reasons: Object.values(waivers.reasons).map(({ zh, en }) => ({ zh, en })) },
      reopening: [...declared.reopening],
      parameters: Object.entries(parameters).map(([name, { zh, en, value, unit, source }]) => ({
        id: name,
        title: { zh, en },
        value: own.parameters[name]?.value ?? value,
        declared: value,
        unit,
        source,
      })),
    };
  });
}
type DefinitionView = LoopDefinitionsResponse['definitions'][number];

/** The parameter that limits a stage, and those that do in cases of their own. */
function limitsOf({ limit }: StageDefinition): { readonly limit: string | null; readonly otherLimits: string[] } {
  if (limit === null || !('parameter' in limit)) return { limit: null, otherLimits: [] };
  const others = new Set((limit.cases ?? []).map(({ parameter }) => parameter));
  others.delete(limit.parameter);
  return { limit: limit.parameter, otherLimits: [...others] };
}

/** Who is told at which part of a limit 逐级预警, with the figures that hold for the reader. */
function ladderOf(steps: readonly EscalationStep[], { parameters }: LoopDefinition): DefinitionView['ladder'] {
  return steps.map(({ percent, to, if: condition }) => ({
    percent: typeof percent === 'number' ? percent : (parameters[percent.parameter]?.value ?? 0),
    to: { ...to },
    isConditional: condition !== undefined,
  }));
}
