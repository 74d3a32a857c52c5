/** Refusals of the server as values that a page can show: RFC 9457 problem+json in both languages. */

export interface ProblemSpot {
  readonly code: string;
  readonly path: string;
  readonly message: string;
  readonly messageZh: string;
}

/** A refusal of the server, or the fact that it could not be reached. */
export class ApiProblem extends Error {
  override readonly name = 'ApiProblem';
  /** 0: the server was not reached. */
  readonly status: number;
  readonly type: string;
  readonly title: { readonly zh: string; readonly en: string };
  readonly detail: { readonly zh: string; readonly en: string };
  readonly errors: readonly ProblemSpot[];
  readonly requestId: string | null;

  constructor(status: number, body: unknown) {
    const fields = isRecord(body) ? body : {};
    super(text(fields['detail']) ?? `HTTP ${status}`);
    this.status = status;
    this.type = text(fields['type']) ?? 'about:blank';
    this.title = bilingual(fields['titleZh'], fields['title']);
    this.detail = bilingual(fields['detailZh'], fields['detail']);
    this.errors = Array.isArray(fields['errors']) ? fields['errors'].filter(isRecord).map(toSpot) : [];
    this.requestId = text(fields['requestId']);
  }
}

function toSpot(value: Readonly<Record<string, unknown>>): ProblemSpot {
  const message = text(value['message']) ?? '';
  return {
    code: text(value['code']) ?? '',
    path: text(value['path']) ?? '',
    message,
    messageZh: text(value['messageZh']) ?? message,
  };
}

function bilingual(zh: unknown, en: unknown): { zh: string; en: string } {
  return { zh: text(zh) ?? text(en) ?? '', en: text(en) ?? text(zh) ?? '' };
}

function text(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
