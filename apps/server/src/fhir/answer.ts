/** Answers of `/fhir`, ready to be sent, and the headers that FHIR asks for. */
import type { Instant, Problem } from '@fujie/core/kernel';
import { formatInstant } from '@fujie/core/kernel';
import { operationOutcome } from '@fujie/wire/fhir';

export interface Answer {
  readonly status: number;
  readonly body: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** The document that a write made, if it made one. */
  readonly documentId?: number | null;
}

export function outcomeAnswer(status: number, problems: readonly Problem[], quarantine: number | null = null): Answer {
  const body = JSON.stringify(operationOutcome(problems, { quarantine }));
  return quarantine === null
    ? { status, body }
    : { status, body, headers: { 'x-fujie-quarantine': String(quarantine) } };
}

export function notFound(reference: string): Answer {
  return outcomeAnswer(404, [
    {
      code: 'not-found',
      path: '',
      message: `${reference} is not among the records of your institution`,
      messageZh: `本机构记录中没有 ${reference}`,
    },
  ]);
}

export function timeText(ms: number): string {
  return formatInstant(ms as Instant);
}

/** Headers of one version of a resource. */
export function versionHeaders(version: number, ms: number): Record<string, string> {
  return { etag: `W/"${String(version)}"`, 'last-modified': httpDate(ms) };
}

/** RFC 9110 date of an instant. */
function httpDate(ms: number): string {
  return new Date(ms).toUTCString();
}
