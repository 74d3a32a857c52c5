/** The loops 闭环 of a jurisdiction: what its documents declare, each refined by the narrower ones and weakened by none. */
import type { LoopDefinition, LoopParameter } from '@fujie/core/loops';
import { isAllowed } from '@fujie/core/loops';
import type { Problem, Result } from '@fujie/core/kernel';
import { fault, ok } from '@fujie/core/kernel';

import type { LoopRefinement, Pack } from './pack.ts';

/** Composes the loops of packs in their order; two of one name, or a refinement that weakens, is a problem. */
export function composeLoops(packs: readonly Pack[]): Result<ReadonlyMap<string, LoopDefinition>> {
  const loops = new Map<string, LoopDefinition>();
  const problems: Problem[] = [];
  for (const pack of packs) {
    for (const loop of pack.loops ?? []) {
      if (loops.has(loop.id)) problems.push(problem(loop.id, `${pack.id} declares it again`, `${pack.id} 重复声明`));
      else loops.set(loop.id, loop);
    }
    for (const refinement of pack.refinements ?? []) {
      const known = loops.get(refinement.loop);
      if (known === undefined) {
        problems.push(
          problem(
            refinement.loop,
            `${pack.id} refines it, but no wider document declares it`,
            `${pack.id} 细化的闭环未由上位文件声明`,
          ),
        );
        continue;
      }
      problems.push(...weakenings(known, refinement), ...tellsOfNothing(known, refinement));
      loops.set(known.id, refined(known, refinement));
    }
  }
  return problems.length > 0 ? fault(...problems) : ok(loops);
}

/**
 * A loop as an institution follows it by a document of its own 本院规定, where no document of the place asks for it: no figure of it is
 * law there, and its name says whose rule it is.
 */
export function asOwnRule(loop: LoopDefinition): LoopDefinition {
  const { title, parameters } = loop;
  return {
    ...loop,
    title: { zh: `${title.zh}（本院规定）`, en: `${title.en} (own rule)` },
    parameters: Object.fromEntries(
      Object.entries(parameters).map(([name, parameter]) => [name, { ...parameter, source: 'local' }]),
    ),
  };
}

function weakenings(loop: LoopDefinition, { parameters = {} }: LoopRefinement): readonly Problem[] {
  return Object.entries(parameters).flatMap(([name, { value, source }]) => {
    const declared = loop.parameters[name];
    if (declared !== undefined && isAllowed(declared, value)) return [];
    return problem(
      `${loop.id}.${name}`,
      `${source} sets it to ${String(value)}, which weakens ${declared?.source ?? 'nothing that is declared'}`,
      `${source} 定为 ${String(value)}，弱于 ${declared?.source ?? '任何已声明的参数'}`,
    );
  });
}

/** Stages of which a refinement tells somebody and that the loop has not: nobody would be told. */
function tellsOfNothing(
  loop: LoopDefinition,
  { clauses, stages = [], tells = [] }: LoopRefinement,
): readonly Problem[] {
  const known = [...loop.stages, ...stages].map(({ id }) => id);
  return tells
    .flatMap(({ of }) => of)
    .filter((stage) => !known.includes(stage))
    .map((stage) =>
      problem(
        `${loop.id}.${stage}`,
        `${clauses[0] ?? 'a refinement'} tells somebody of it, and it is no stage`,
        `${clauses[0] ?? '细化'} 要求告知，但没有该环节`,
      ),
    );
}

function refined(
  loop: LoopDefinition,
  { clauses, parameters = {}, adds = {}, stages = [], tells = [] }: LoopRefinement,
): LoopDefinition {
  const changed = Object.entries(parameters).flatMap(
    ([name, setting]): readonly (readonly [string, LoopParameter])[] => {
      const declared = loop.parameters[name];
      return declared === undefined ? [] : [[name, { ...declared, ...setting }]];
    },
  );
  return {
    ...loop,
    clauses: [...loop.clauses, ...clauses],
    parameters: { ...adds, ...loop.parameters, ...Object.fromEntries(changed) },
    stages: [...loop.stages, ...stages].map((stage) => {
      const told = tells.filter(({ of }) => of.includes(stage.id)).map(({ of: _, ...step }) => step);
      return told.length === 0 ? stage : { ...stage, escalation: [...(stage.escalation ?? loop.escalation), ...told] };
    }),
  };
}

function problem(path: string, message: string, messageZh: string): Problem {
  return { code: 'packs-disagree', path, message: `loop ${path}: ${message}`, messageZh: `闭环 ${path}：${messageZh}` };
}
