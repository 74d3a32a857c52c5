/** The one way from a page to the server: JSON in, JSON out, refusals as `ApiProblem`. */
import { ApiProblem } from './problem.ts';

export type QueryValues = Readonly<Record<string, string | number | boolean | null | undefined>>;

interface Options {
  readonly query?: QueryValues;
  /** Sent as JSON, or as it is when it is a form with a file. */
  readonly body?: unknown;
  readonly signal?: AbortSignal;
}

type SignedOutListener = () => void;
let signedOutListener: SignedOutListener | null = null;

/** Calls the listener whenever the server says that nobody is signed in any more. */
export function onSignedOut(listener: SignedOutListener): void {
  signedOutListener = listener;
}

/** An address of the server with its query; empty values are left out. */
export function addressOf(path: string, query: QueryValues = {}): string {
  const pairs = Object.entries(query).flatMap(([name, value]) =>
    value === null || value === undefined || value === '' ? [] : [[name, String(value)]],
  );
  return pairs.length === 0 ? path : `${path}?${new URLSearchParams(pairs).toString()}`;
}

export async function getJson<T>(path: string, options: Options = {}): Promise<T> {
  return (await send('GET', path, options)) as T;
}

export async function postJson<T>(path: string, options: Options = {}): Promise<T> {
  return (await send('POST', path, options)) as T;
}

export async function deleteJson(path: string): Promise<unknown> {
  return send('DELETE', path, {});
}

async function send(method: string, path: string, options: Options): Promise<unknown> {
  const form = options.body instanceof FormData ? options.body : null;
  const isJson = options.body !== undefined && form === null;
  let response: Response;
  try {
    response = await fetch(addressOf(path, options.query), {
      method,
      credentials: 'same-origin',
      headers: { accept: 'application/json', ...(isJson ? { 'content-type': 'application/json' } : {}) },
      ...(form === null ? {} : { body: form }),
      ...(isJson ? { body: JSON.stringify(options.body) } : {}),
      ...(options.signal === undefined ? {} : { signal: options.signal }),
    });
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    throw new ApiProblem(0, {
      title: 'The server does not answer',
      titleZh: '服务没有响应',
      detail: 'Check the network and try again.',
      detailZh: '请检查网络后重试。',
    });
  }
  const content: unknown = await readJson(response);
  if (response.ok) return content;
  const problem = new ApiProblem(response.status, content);
  // Patients have a session of their own, and their page asks them again.
  const isOfStaff = path !== '/api/v1/session' && !path.startsWith('/api/v1/my/');
  if (response.status === 401 && isOfStaff) signedOutListener?.();
  throw problem;
}

async function readJson(response: Response): Promise<unknown> {
  if (response.status === 204 || !(response.headers.get('content-type') ?? '').includes('json')) return null;
  try {
    return (await response.json()) as unknown;
  } catch {
    return null;
  }
}

/** A file as the field of a form. */
export function formOf(file: File): FormData {
  const form = new FormData();
  form.append('file', file);
  return form;
}
