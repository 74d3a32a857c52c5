/** Bundles that `/fhir` answers with, as text: the resources inside keep the digits with which they were sent. */

export interface ServedEntry {
  readonly fullUrl: string;
  /** The resource as it is given out. */
  readonly text: string;
}

export interface BundleLink {
  readonly relation: 'self' | 'next';
  readonly url: string;
}

/** A page of matches. `total` is given only where it was counted. */
export function searchsetText(
  entries: readonly ServedEntry[],
  links: readonly BundleLink[],
  extra: { readonly total?: number; readonly outcome?: string } = {},
): string {
  const parts = entries.map(
    (entry) => `{"fullUrl":${JSON.stringify(entry.fullUrl)},"resource":${entry.text},"search":{"mode":"match"}}`,
  );
  if (extra.outcome !== undefined) parts.push(`{"resource":${extra.outcome},"search":{"mode":"outcome"}}`);
  return bundleText('searchset', parts, links, extra.total);
}

export interface HistoryEntry extends ServedEntry {
  readonly version: number;
  readonly updated: string;
  readonly reference: string;
}

/** Versions, newest first; `total` is given where it was counted. */
export function historyText(
  entries: readonly HistoryEntry[],
  links: readonly BundleLink[],
  total: number | undefined,
): string {
  const parts = entries.map((entry) => {
    const request = JSON.stringify({
      method: entry.version === 1 ? 'POST' : 'PUT',
      url: entry.version === 1 ? (entry.reference.split('/')[0] ?? '') : entry.reference,
    });
    const response = JSON.stringify({
      status: entry.version === 1 ? '201' : '200',
      etag: `W/"${String(entry.version)}"`,
      lastModified: entry.updated,
    });
    return `{"fullUrl":${JSON.stringify(entry.fullUrl)},"resource":${entry.text},"request":${request},"response":${response}}`;
  });
  return bundleText('history', parts, links, total);
}

export interface ResponseEntry {
  readonly status: string;
  readonly location?: string;
  readonly etag?: string;
  readonly lastModified?: string;
  /** An OperationOutcome, as text. */
  readonly outcome?: string;
  /** The resource that was asked for, as text. */
  readonly resource?: string;
}

/** The answer to a transaction or batch, entry by entry. */
export function responseText(
  type: 'transaction-response' | 'batch-response',
  entries: readonly ResponseEntry[],
): string {
  const parts = entries.map(({ outcome, resource, ...response }) => {
    const head = JSON.stringify(response);
    const withOutcome = outcome === undefined ? head : `${head.slice(0, -1)},"outcome":${outcome}}`;
    return `{${resource === undefined ? '' : `"resource":${resource},`}"response":${withOutcome}}`;
  });
  return bundleText(type, parts, [], undefined);
}

function bundleText(
  type: string,
  entries: readonly string[],
  links: readonly BundleLink[],
  total: number | undefined,
): string {
  let out = `{"resourceType":"Bundle"`;
  out += `,"type":"${type}"`;
  if (total !== undefined) out += `,"total":${String(total)}`;
  if (links.length > 0) out += `,"link":${JSON.stringify(links)}`;
  if (entries.length > 0) out += `,"entry":[${entries.join(',')}]`;
  return `${out}}`;
}
