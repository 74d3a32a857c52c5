/** Answers of `/fhir` that say what is wrong: OperationOutcome with expression paths, in Chinese and English. */
import type { Problem } from '@fujie/core/kernel';

import type { OperationOutcome, OperationOutcomeIssue } from './types.ts';

/** Code system of the machine-readable names of our problems. */
export const PROBLEM_SYSTEM = 'urn:fujie:problem';

/** Carries the id under which a refused message is kept. */
export const QUARANTINE_EXTENSION = 'urn:fujie:extension:quarantine';

/** FHIR issue types by the beginning of our own codes; `invalid` for the rest. */
const ISSUE_TYPES: readonly (readonly [string, string])[] = [
  ['not-json', 'structure'],
  ['not-utf8', 'structure'],
  ['duplicate-key', 'structure'],
  ['duplicate-entry', 'duplicate'],
  ['structure', 'structure'],
  ['required', 'required'],
  ['unknown-patient', 'not-found'],
  ['not-found', 'not-found'],
  ['not-supported', 'not-supported'],
  ['media-type', 'not-supported'],
  ['too-large', 'too-long'],
  ['too-many', 'too-costly'],
  ['too-costly', 'too-costly'],
  ['version-conflict', 'conflict'],
  ['superseded', 'conflict'],
  ['multiple-matches', 'multiple-matches'],
  ['not-permitted', 'forbidden'],
  ['not-signed-in', 'login'],
  ['quarantined', 'informational'],
  ['internal', 'exception'],
  ['future-time', 'business-rule'],
  ['time-order', 'business-rule'],
  ['negative-age', 'business-rule'],
  ['resident-id', 'value'],
];

export function issueOf(
  problem: Problem,
  severity: OperationOutcomeIssue['severity'] = 'error',
): OperationOutcomeIssue {
  const code = ISSUE_TYPES.find(([prefix]) => problem.code.startsWith(prefix))?.[1] ?? 'invalid';
  return {
    severity,
    code,
    details: { coding: [{ system: PROBLEM_SYSTEM, code: problem.code }], text: problem.messageZh },
    diagnostics: problem.message,
    ...(problem.path === '' ? {} : { expression: [problem.path] }),
  };
}

/** Renders problems; with the id of the quarantined message when it was kept. */
export function operationOutcome(
  problems: readonly Problem[],
  options: { readonly quarantine?: number | null; readonly severity?: OperationOutcomeIssue['severity'] } = {},
): OperationOutcome {
  const issue = problems.map((p) => issueOf(p, options.severity));
  const quarantine = options.quarantine ?? null;
  if (quarantine === null) return { resourceType: 'OperationOutcome', issue };
  return {
    resourceType: 'OperationOutcome',
    extension: [{ url: QUARANTINE_EXTENSION, valueString: String(quarantine) }],
    issue: [
      ...issue,
      issueOf(
        {
          code: 'quarantined',
          path: '',
          message: `The message is kept in quarantine as ${String(quarantine)}; correct it there and replay it, or send it again`,
          messageZh: `原消息已存入隔离区，编号 ${String(quarantine)}；可在隔离区更正后重放，或更正后重新发送`,
        },
        'information',
      ),
    ],
  };
}
