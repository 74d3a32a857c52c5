/** Conditions under which a submission may change what is stored. */
import type { Problem } from '@fujie/core/kernel';
import { startOf } from '@fujie/wire/fhir';

import type { CurrentResource, CurrentResult, ParentReport } from './change.query.ts';
import { problem } from './message.ts';
import type { Placed, Prepared } from './prepared.ts';
import { voidOf } from './prepared.ts';

/** A condition of the sender that does not hold: the transaction ends without a trace. */
export class PreconditionFailed extends Error {
  override readonly name = 'PreconditionFailed';
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[]) {
    super('precondition failed');
    this.problems = problems;
  }
}

/** What was stored before, as far as a submission concerns it. */
export interface Stored {
  readonly resources: ReadonlyMap<string, CurrentResource>;
  readonly results: ReadonlyMap<string, CurrentResult>;
  /** Reports of lines and images that came without them. */
  readonly parents: ReadonlyMap<string, ParentReport>;
}

export function knownOf(placed: Placed, stored: Stored): CurrentResource | CurrentResult | undefined {
  return placed.type === 'Observation' ? stored.results.get(placed.id) : stored.resources.get(placed.id);
}

/** If-Match, ids that belong to another institution, and states that were left behind. */
export function problemsOfChange(submission: Prepared, stored: Stored): Problem[] {
  const problems: Problem[] = [];
  const listed = new Set(submission.reports.flatMap((r) => r.listed ?? []));
  for (const placed of submission.placed) {
    const known = knownOf(placed, stored);
    const isAlone = placed.entry < 0;
    const place = isAlone ? placed.type : `Bundle.entry[${String(placed.entry)}]`;
    const inside = isAlone ? place : `${place}.resource`;
    if (known && known.institution !== submission.institution) {
      problems.push(
        problem(
          'not-permitted',
          `${inside}.id`,
          'This id was given to a resource of another institution',
          '该编号属于其他机构的资源',
        ),
      );
    }
    if (placed.ifMatch !== null) {
      problems.push(...(versionConflict(placed, known?.version ?? 0) ?? []));
    } else if (known && isLeftBehind(placed, known, stored.parents, listed)) {
      problems.push(
        problem(
          'superseded',
          `${inside}.status`,
          `It is ${known.status ?? ''} already: a later \`${placed.status ?? ''}\` needs a later time of issue, or If-Match`,
          `当前状态已为 ${known.status ?? ''}：重新发布为 ${placed.status ?? ''} 须有更晚的签发时间（issued）或带 If-Match`,
        ),
      );
    }
  }
  return problems;
}

/** If-Match against the current version; null when it holds, or none is given. */
export function versionConflict(
  { entry, type, ifMatch }: Pick<Placed, 'entry' | 'type' | 'ifMatch'>,
  current: number,
): Problem[] | null {
  if (ifMatch === null || /^(?:W\/)?"?(\d+)"?$/.exec(ifMatch)?.[1] === String(current)) return null;
  return [
    problem(
      'version-conflict',
      entry < 0 ? `${type}.meta.versionId` : `Bundle.entry[${String(entry)}].request.ifMatch`,
      `The current version is ${String(current)}, not ${ifMatch}; read it and decide anew`,
      `当前版本为 ${String(current)}，与 If-Match ${ifMatch} 不符，请重新读取后提交`,
    ),
  ];
}

const STAGES: Readonly<Record<string, number>> = {
  registered: 0,
  partial: 0,
  preliminary: 0,
  final: 1,
  corrected: 2,
  amended: 2,
  appended: 2,
  cancelled: 3,
  'entered-in-error': 3,
};

/** A report or line that was corrected or withdrawn does not become final again by a message that is merely late. */
export function isBehind(placed: Placed, known: CurrentResource | CurrentResult): boolean {
  const stage = STAGES[placed.status ?? ''];
  const reached = STAGES[known.status ?? ''];
  if (stage === undefined || reached === undefined || stage > 1 || stage >= reached) return false;
  const { issued } = JSON.parse(known.content ?? '{}') as { issued?: string };
  return (placed.issuedAt ?? 0) <= (startOf(issued) ?? known.at) && (placed.lastUpdated ?? 0) <= known.at;
}

function isLeftBehind(
  placed: Placed,
  known: CurrentResource | CurrentResult,
  parents: Stored['parents'],
  listed: ReadonlySet<string>,
): boolean {
  // Lines follow the report that they came with.
  if (placed.type === 'Observation' ? listed.has(placed.id) : placed.type !== 'DiagnosticReport') return false;
  const parent = parents.get(placed.id);
  // The report was issued anew after it had withdrawn the line.
  if (parent && parent.at > known.at && voidOf(parent.status) === null) return false;
  return isBehind(placed, known);
}
