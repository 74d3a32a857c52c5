/** Judges documents against CDS Hooks 2.0: the required members of each, the invariants, and path-precise faults. */
import type { Result } from '@fujie/core/kernel';
import { fault, ok } from '@fujie/core/kernel';

import { inspectFeedback } from './feedback.ts';
import type { Issue } from './inspection.ts';
import { Inspection } from './inspection.ts';
import { inspectRequest } from './request.ts';
import { inspectResponse } from './response.ts';
import { inspectServices } from './services.ts';
import { foreignSubjects } from './subject.ts';
import type { Feedback, Hook, HookRequest } from './types.ts';

export const DOCUMENT_KINDS = ['services', 'request', 'response', 'feedback'] as const;
export type DocumentKind = (typeof DOCUMENT_KINDS)[number];

const INSPECTORS: Readonly<Record<DocumentKind, (document: unknown, on: Inspection) => void>> = {
  services: inspectServices,
  request: inspectRequest,
  response: inspectResponse,
  feedback: inspectFeedback,
};

/** Everything that is wrong with a document, in the order found; a document without an `error` conforms. */
export function judge(document: unknown, kind: DocumentKind): readonly Issue[] {
  const inspection = new Inspection();
  INSPECTORS[kind](document, inspection);
  return inspection.issues;
}

/** Reads a request of one hook about one patient, or says what is wrong with it. */
export function parseHookRequest(document: unknown, hook: Hook): Result<HookRequest> {
  const errors = judge(document, 'request').filter((issue) => issue.severity === 'error');
  if (errors.length > 0) return fault(...errors);
  const request = document as HookRequest;
  if (request.hook !== hook) {
    return fault({
      code: 'wrong-hook',
      path: 'hook',
      message: `this service answers \`${hook}\`, not \`${request.hook}\``,
      messageZh: `该服务应答 ${hook}，而非 ${request.hook}`,
    });
  }
  const foreign = foreignSubjects(request);
  return foreign.length > 0 ? fault(...foreign) : ok(request);
}

/** Reads feedback, or says what is wrong with it. A bare list, as older clients send it, is read as its entries. */
export function parseFeedback(document: unknown): Result<Feedback> {
  const body: unknown = Array.isArray(document) ? { feedback: document as unknown[] } : document;
  const errors = judge(body, 'feedback').filter((issue) => issue.severity === 'error');
  return errors.length > 0 ? fault(...errors) : ok(body as Feedback);
}
