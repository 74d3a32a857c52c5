/** `$validate`: everything that would be refused if a resource or Bundle were sent, without storing anything. */
import type { Problem } from '@fujie/core/kernel';
import type { OperationOutcome } from '@fujie/wire/fhir';
import { isSupportedType, issueOf } from '@fujie/wire/fhir';

import { storedId } from '../ingest/ids.ts';
import { singleOperation } from '../ingest/ingest.ts';
import type { Operation, Read } from '../ingest/message.ts';
import { ID_PATTERN, placeOf, problem, readBundle, readMessage, refuse, unsupportedType } from '../ingest/message.ts';
import type { Sender } from '../ingest/plan.ts';
import { checkAll } from '../ingest/checks.ts';
import { findCurrent } from '../ingest/search.query.ts';
import type { Answer } from './answer.ts';
import { outcomeAnswer } from './answer.ts';
import type { FhirContext } from './context.ts';
import { recordsOf } from './context.ts';
import type { Received } from './writes.ts';

/** `POST /fhir/{type}/$validate` */
export async function validate(
  context: FhirContext,
  sender: Sender,
  type: string,
  received: Received,
): Promise<Answer> {
  const asked = operationsAsked(type, received);
  if (!asked.ok) return outcomeAnswer(asked.status, asked.problems);
  const { operations, problems } = asked.value;
  const errors = [...problems, ...checkAll(operations, sender.institution, context.deps.clock.now())];
  const references = await checkReferences(context, sender, operations);
  const issue = [
    ...[...errors, ...references.errors].map((p) => issueOf(p)),
    ...references.warnings.map((p) => issueOf(p, 'warning')),
  ];
  const outcome: OperationOutcome = {
    resourceType: 'OperationOutcome',
    issue: issue.length > 0 ? issue : [issueOf(FINE, 'information')],
  };
  return { status: 200, body: JSON.stringify(outcome) };
}

const FINE: Problem = { code: 'done', path: '', message: 'No problem found', messageZh: '未发现问题' };

interface Asked {
  readonly operations: readonly Operation[];
  /** What is wrong with entries, or with the Bundle around them. */
  readonly problems: readonly Problem[];
}

function operationsAsked(type: string, { raw, contentType }: Received): Read<Asked> {
  const message = readMessage(raw, contentType);
  if (!message.ok) return message;
  const { resourceType } = message.value.value;
  if (resourceType !== type) {
    const text = `The address says ${type}, the resource is a ${resourceType}`;
    return refuse(422, problem('structure', 'resourceType', text, `地址为 ${type}，而资源类型为 ${resourceType}`));
  }
  if (type !== 'Bundle') {
    if (!isSupportedType(type)) return refuse(422, unsupportedType(type, 'resourceType'));
    return {
      ok: true,
      value: { operations: [singleOperation(message.value, 'create', null, null, null)], problems: [] },
    };
  }
  const bundle = readBundle(message.value);
  if (!bundle.ok) return { ok: true, value: { operations: [], problems: bundle.problems } };
  const { entries } = bundle.value;
  return {
    ok: true,
    value: {
      operations: entries.flatMap((e) => ('write' in e ? [e.write] : [])),
      problems: entries.flatMap((e) => ('problems' in e ? e.problems : [])),
    },
  };
}

/** References that mean nothing: to a patient or inside a Bundle they are refused, others wait for what they mean. */
async function checkReferences(
  context: FhirContext,
  sender: Sender,
  operations: readonly Operation[],
): Promise<{ readonly errors: Problem[]; readonly warnings: Problem[] }> {
  const errors: Problem[] = [];
  const warnings: Problem[] = [];
  const known = new Map<string, boolean>();
  for (const op of operations) {
    if (op.fullUrl !== null) known.set(op.fullUrl, true);
    if (op.clientId !== null) known.set(`${op.type}/${op.clientId}`, true);
  }
  for (const op of operations) {
    const { subject } = op.resource as { readonly subject?: { readonly reference?: string } };
    for (const { value } of op.span.references) {
      const isSubject = value === subject?.reference;
      const found = known.get(value) ?? (await isStored(context, sender, value));
      known.set(value, found);
      if (found) continue;
      const fault = problem(
        value.startsWith('Patient/') ? 'unknown-patient' : 'reference',
        placeOf(op.entry, isSubject ? `${op.type}.subject` : op.type),
        `The reference ${value} means nothing that is known here`,
        `引用 ${value} 未指向已知资源`,
      );
      (isSubject || value.startsWith('urn:uuid:') ? errors : warnings).push(fault);
    }
  }
  return { errors, warnings };
}

/** Whether a relative reference is stored; what is said in another form is not looked up. */
async function isStored(context: FhirContext, { actor, institution }: Sender, reference: string): Promise<boolean> {
  if (reference.startsWith('urn:uuid:')) return false;
  const [type = '', id = ''] = reference.split('/');
  if (!isSupportedType(type) || !ID_PATTERN.test(id)) return true;
  return (await findCurrent(recordsOf(context, actor), type, storedId(institution, type, id), institution)) !== null;
}
