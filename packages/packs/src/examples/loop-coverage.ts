/** Which edges of the loops of the packs have a worked example, and which have none 闭环示例覆盖. */
import type { LoopDefinition } from '@fujie/core/loops';

import type { Pack } from '../pack.ts';
import { JURISDICTION_IDS, packsOf, resolveJurisdiction } from '../jurisdiction.ts';
import type { Example, ExampleCase } from './example.ts';
import { inputOf } from './example.ts';
import type { EdgeKind, LoopEdge } from './loop-edges.ts';
import { edgesOf, limitsOf, stepName } from './loop-edges.ts';
import type { LOOP_QUESTIONS } from './loop-input.ts';
import { loopVerdict } from './loop-input.ts';
import type { Json } from './read-json.ts';
import { InputFault, isJson } from './read-json.ts';
import { agrees } from './run-examples.ts';

type PackExample = { readonly pack: string; readonly example: Example };

/** The edges of one loop, of those that a pack brings, and what of them is shown. */
export interface LoopCoverage {
  readonly pack: string;
  readonly loop: LoopDefinition;
  readonly edges: readonly { readonly edge: LoopEdge; readonly isShown: boolean }[];
  readonly examples: readonly string[];
}

/** Of every loop that a pack declares all edges; of one that it refines those that it moves. */
export function loopCoverage(packs: readonly Pack[], examples: readonly PackExample[]): readonly LoopCoverage[] {
  return packs.flatMap((pack) =>
    [...(pack.loops ?? []).map((loop) => ({ loop, edges: edgesOf(loop) })), ...refinedBy(pack)].map(
      ({ loop, edges }): LoopCoverage => {
        const own = examples.filter((one) => one.pack === pack.id && one.example.base['loop'] === loop.id);
        const cases = own
          .flatMap(({ example }) => example.cases.map((one) => readCase(example, one)))
          .filter((one) => holds(one, { definition: loop }));
        return {
          ...{ pack: pack.id, loop, examples: own.map(({ example }) => example.id) },
          edges: edges.map((edge) => ({ edge, isShown: isShown(edge, cases) })),
        };
      },
    ),
  );
}

/** A sentence for each edge without an example: which loop, which stage, which edge. */
export function missingLoopExamples(packs: readonly Pack[], examples: readonly PackExample[]): readonly string[] {
  return loopCoverage(packs, examples).flatMap(({ pack, loop, edges }) =>
    edges
      .filter(({ isShown: shown }) => !shown)
      .map(({ edge: { stage, what } }) => {
        const spot = stage === null ? `loop ${loop.id}` : `loop ${loop.id} stage ${stage}`;
        return `${spot}: no example of ${pack} stands on both sides of the ${what}`;
      }),
  );
}

/** How many edges of a kind there are, and how many of them are shown. */
export function countEdges(
  coverage: readonly LoopCoverage[],
  kind?: EdgeKind,
): { readonly total: number; readonly shown: number } {
  const edges = coverage.flatMap((one) => one.edges).filter(({ edge }) => kind === undefined || edge.kind === kind);
  return { total: edges.length, shown: edges.filter(({ isShown: shown }) => shown).length };
}

/** The loops that a pack refines with figures, stages or who is told, as they stand where it applies, with the edges that it moves. */
function refinedBy(pack: Pack): readonly { readonly loop: LoopDefinition; readonly edges: readonly LoopEdge[] }[] {
  const place = JURISDICTION_IDS.find((id) => packsOf(id).some(({ id: packId }) => packId === pack.id));
  return (pack.refinements ?? []).flatMap(({ loop: id, parameters = {}, stages = [], tells = [] }) => {
    const loop = place === undefined ? undefined : resolveJurisdiction(place, pack.inForce.from).loops.get(id);
    if (loop === undefined) return [];
    const added = new Set(stages.map((stage) => stage.id));
    const limited = (stage: string | null): boolean =>
      limitsOf(loop.stages.find((one) => one.id === stage) ?? NO_STAGE).some((name) => Object.hasOwn(parameters, name));
    const edges = edgesOf(loop).filter(
      ({ kind, stage, what }) =>
        (stage !== null && added.has(stage)) ||
        (kind === 'step' &&
          tells.some((step) => step.of.includes(stage ?? '') && what === stepName(step.percent, step.to.role))) ||
        (kind === 'limit' && limited(stage) && Object.keys(parameters).some((name) => what.split(' ').includes(name))),
    );
    return edges.length === 0 ? [] : [{ loop, edges }];
  });
}

const NO_STAGE: LoopDefinition['stages'][number] = {
  ...{ id: '', zh: '', en: '', clauses: [], after: [], limit: null, outcomes: {} },
  owner: { role: '', at: 'institution' },
};

/** The question of a case that is asked about an edge. */
const QUESTION_OF: Readonly<Record<EdgeKind, (typeof LOOP_QUESTIONS)[number]>> = {
  limit: 'limit',
  step: 'ladder',
  evidence: 'evidence',
  person: 'persons',
  release: 'waivers',
};

interface ReadCase {
  readonly input: Json;
  readonly expect: Json;
  /** The end with which it closes its stage. */
  readonly outcome: unknown;
}

function readCase(example: Example, one: ExampleCase): ReadCase {
  const input = inputOf(example, one);
  const { stage, acts, outcome } = input;
  const usual = isJson(acts) && typeof stage === 'string' ? acts[stage] : undefined;
  return { input, expect: one.expect, outcome: outcome ?? (isJson(usual) ? usual['outcome'] : undefined) };
}

/** Whether each way to move the edge is noticed by a case, which holds as long as nothing is moved. */
function isShown({ kind, stage, outcome, moved }: LoopEdge, cases: readonly ReadCase[]): boolean {
  const own = cases.filter(
    (one) =>
      (one.input['stage'] ?? null) === stage &&
      one.input['ask'] === QUESTION_OF[kind] &&
      (outcome === undefined || outcome === one.outcome),
  );
  return moved.every((change) => own.some((one) => !holds(one, change)));
}

function holds({ input, expect }: ReadCase, change: LoopEdge['moved'][number]): boolean {
  try {
    return agrees('loop', expect, loopVerdict(input, change));
  } catch (error) {
    if (error instanceof InputFault) return true;
    throw error;
  }
}
