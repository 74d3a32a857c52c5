/** What is checked of a message before anything of it is named or linked. */
import type { Instant, Problem } from '@fujie/core/kernel';
import { dayOf } from '@fujie/core/kernel';
import type { Patient, Reference } from '@fujie/wire/fhir';
import { birthOf, checkAgeAt, checkResource, DEFAULT_TOLERANCE_MS, INSTITUTION_SYSTEM } from '@fujie/wire/fhir';

import type { Queryable } from '../platform/db/database.ts';
import { isOwnId } from './ids.ts';
import type { Operation } from './message.ts';
import { placeOf, problem } from './message.ts';
import { versionConflict } from './conditions.ts';
import type { Named } from './naming.ts';
import type { PreparedResult } from './prepared.ts';
import { findGiven, findVersionNumbers } from './stored.query.ts';
import { structureProblems } from './structure.ts';
import type { Subject } from './subjects.ts';
import { subjectReferenceOf } from './subjects.ts';

/** Structure, performer, times and ages of every operation. */
export function checkAll(ops: readonly Operation[], institution: string, now: Instant): Problem[] {
  const problems: Problem[] = [];
  const options = { now, toleranceMs: DEFAULT_TOLERANCE_MS };
  const births = new Map<string, ReturnType<typeof birthOf>>();
  for (const op of ops) {
    const structural = structureProblems(op.resource, op.type);
    for (const p of structural) problems.push({ ...p, path: placeOf(op.entry, p.path) });
    if (structural.length > 0) continue;
    for (const p of checkResource(op.resource, options)) problems.push({ ...p, path: placeOf(op.entry, p.path) });
    const foreign = foreignPerformer(op, institution);
    if (foreign) problems.push(foreign);
    if (op.type !== 'Patient') continue;
    const birth = birthOf(op.resource as Patient);
    if (op.fullUrl !== null) births.set(op.fullUrl, birth);
    if (op.clientId !== null) births.set(`Patient/${op.clientId}`, birth);
  }
  if (problems.length > 0) return problems;
  for (const op of ops) {
    const reference = subjectReferenceOf(op.resource)?.reference;
    const birth = reference === undefined ? null : (births.get(reference) ?? null);
    const aged = checkAgeAt(op.resource, birth);
    if (aged) problems.push({ ...aged, path: placeOf(op.entry, aged.path) });
  }
  return problems;
}

/** A result is filed under the institution that sends it: one that says another performed it would bear the wrong name. */
function foreignPerformer(op: Operation, institution: string): Problem | null {
  if (op.type !== 'DiagnosticReport' && op.type !== 'Observation') return null;
  const { performer = [] } = op.resource as { readonly performer?: readonly Reference[] };
  const named = performer.flatMap(({ identifier }) =>
    identifier?.system === INSTITUTION_SYSTEM && identifier.value !== undefined ? [identifier.value] : [],
  );
  if (named.length === 0 || named.includes(institution)) return null;
  return problem(
    'foreign-performer',
    placeOf(op.entry, `${op.type}.performer`),
    `Performed by \`${named.join('`, `')}\`, sent with the token of \`${institution}\`: let that institution send it with its own token`,
    `出具机构为 ${named.join('、')}，而发送凭证属于 ${institution}：请由出具机构以其自身凭证发送`,
  );
}

/** Ids of the platform's own form that it has not given to this sender: taken in advance, they would bar what is to come. */
export async function inventedIds(db: Queryable, institution: string, ops: readonly Operation[]): Promise<Problem[]> {
  const claimed = ops.filter((op) => op.clientId !== null && isOwnId(op.clientId));
  if (claimed.length === 0) return [];
  const given = await findGiven(
    db,
    institution,
    claimed.map((op) => [op.type, op.clientId ?? '']),
  );
  return claimed
    .filter((op) => !given.has(`${op.type}/${op.clientId ?? ''}`))
    .map((op) =>
      problem(
        'not-found',
        placeOf(op.entry, `${op.type}.id`),
        'Ids of this form are given by the platform, and this one was not',
        '此形式的编号由平台分配，而该编号不存在',
      ),
    );
}

/** References by `urn:uuid:` mean an entry of the same message; one that means none would stay open for ever. */
export function danglingReferences(ops: readonly Operation[], resolve: (reference: string) => string): Problem[] {
  const problems: Problem[] = [];
  for (const op of ops) {
    for (const { value } of op.span.references) {
      if (!value.startsWith('urn:uuid:') || resolve(value) !== value) continue;
      problems.push(
        problem(
          'reference',
          placeOf(op.entry, op.type),
          `The reference ${value} means no entry of this Bundle`,
          `引用 ${value} 在本 Bundle 中没有对应条目`,
        ),
      );
    }
  }
  return problems;
}

/** If-Match that does not hold already now: asked before anything is learnt of the persons in the message. */
export async function unmatchedVersions(db: Queryable, named: ReadonlyMap<Operation, Named>): Promise<Problem[]> {
  const conditional = [...named.values()].filter(({ op }) => op.ifMatch !== null);
  if (conditional.length === 0) return [];
  const versions = await findVersionNumbers(
    db,
    conditional.map(({ op, id }) => [op.type, id]),
  );
  return conditional.flatMap(({ op, id }) => versionConflict(op, versions.get(`${op.type}/${id}`) ?? 0) ?? []);
}

/** Results taken before their patient was born, by the time that counts for them: the age would be negative. */
export function bornLater(
  ops: readonly Operation[],
  subjects: ReadonlyMap<Operation, Subject>,
  results: readonly PreparedResult[],
): Problem[] {
  return results.flatMap(({ ix, collectedAt, sourceType }) => {
    const op = ops[ix];
    const birthOn = op === undefined ? null : (subjects.get(op)?.person.birthOn ?? null);
    if (op === undefined || birthOn === null || collectedAt === null || dayOf(collectedAt) >= birthOn) return [];
    return [
      problem(
        'negative-age',
        placeOf(op.entry, `${sourceType}.effective`),
        `The act is earlier than the patient's birth on ${birthOn}: the age would be negative`,
        `检查检验时间早于患者出生日期 ${birthOn}，年龄为负`,
      ),
    ];
  });
}
