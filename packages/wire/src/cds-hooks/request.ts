import type { Inspection } from './inspection.ts';
import { isObject, join, RULES } from './inspection.ts';
import type { JsonObject } from './types.ts';

/** What each hook's context must carry besides `userId` and `patientId`. A hook that is not listed is judged by its envelope. */
const ORDERS: Readonly<Record<string, readonly ('selections' | 'draftOrders')[]>> = {
  'patient-view': [],
  'order-select': ['selections', 'draftOrders'],
  'order-sign': ['draftOrders'],
};

/** A hook request: envelope, context of its hook, prefetched resources. */
export function inspectRequest(document: unknown, on: Inspection): void {
  const root = on.object(document, '');
  if (!root) return;
  const hook = on.string(root, 'hook', '', 'required');
  on.string(root, 'hookInstance', '', 'required', RULES.uuid);
  on.string(root, 'fhirServer', '', 'optional', RULES.url);
  inspectAuthorization(root, on);
  const orders = hook === null ? undefined : ORDERS[hook];
  if (on.has(root, 'context', '')) {
    const context = on.object(root['context'], 'context');
    if (context && orders) inspectContext(context, orders, on);
  }
  if (root['prefetch'] !== undefined) inspectPrefetch(root['prefetch'], on);
}

function inspectAuthorization(root: JsonObject, on: Inspection): void {
  if (root['fhirAuthorization'] === undefined) return;
  const path = 'fhirAuthorization';
  // cds-r-1
  if (root['fhirServer'] === undefined) {
    on.error(
      'fhirServer',
      'required',
      '`fhirServer` is required with `fhirAuthorization`',
      '提供 fhirAuthorization 时必须提供 fhirServer',
    );
  }
  const authorization = on.object(root[path], path);
  if (!authorization) return;
  on.string(authorization, 'access_token', path, 'required');
  on.oneOf(authorization, 'token_type', path, 'required', ['Bearer']);
  if (on.has(authorization, 'expires_in', path) && !Number.isInteger(authorization['expires_in'])) {
    on.error(`${path}.expires_in`, 'not-an-integer', 'must be a whole number of seconds', '必须是整数秒');
  }
  const scope = on.string(authorization, 'scope', path, 'required');
  on.string(authorization, 'subject', path, 'required');
  on.string(authorization, 'patient', path, 'optional', RULES.id);
  // cds-r-2: the specification says SHOULD, so a missing patient is advice.
  if (scope?.includes('patient/') === true && authorization['patient'] === undefined) {
    on.warn(
      `${path}.patient`,
      'required',
      'patient scopes should come with the id of the patient',
      '患者级授权应给出患者 id',
    );
  }
}

function inspectContext(context: JsonObject, orders: readonly string[], on: Inspection): void {
  on.string(context, 'userId', 'context', 'required', RULES.typed);
  on.string(context, 'patientId', 'context', 'required', RULES.id);
  on.string(context, 'encounterId', 'context', 'optional', RULES.id);
  if (orders.includes('selections') && on.has(context, 'selections', 'context')) {
    for (const [selection, path] of on.list(context, 'selections', 'context')) {
      if (typeof selection !== 'string' || !RULES.typed.test(selection)) {
        on.error(path, RULES.typed.code, 'a selection is written {type}/{id}', '选择项须写成“类型/id”');
      }
    }
  }
  if (orders.includes('draftOrders') && on.has(context, 'draftOrders', 'context'))
    inspectDrafts(context['draftOrders'], on);
}

function inspectDrafts(value: unknown, on: Inspection): void {
  const path = 'context.draftOrders';
  const bundle = on.object(value, path);
  if (!bundle) return;
  on.oneOf(bundle, 'resourceType', path, 'required', ['Bundle']);
  // A Bundle of drafts without a type has the one meaning it can have.
  const type = on.string(bundle, 'type', path, 'optional');
  for (const [element, at] of on.list(bundle, 'entry', path)) {
    const entry = on.object(element, at);
    if (!entry) continue;
    if (type !== 'transaction' && type !== 'batch') on.string(entry, 'fullUrl', at, 'required', RULES.uri);
    if (!on.has(entry, 'resource', at)) continue;
    const resource = on.object(entry['resource'], `${at}.resource`);
    if (!resource) continue;
    on.string(resource, 'resourceType', `${at}.resource`, 'required');
    on.string(resource, 'id', `${at}.resource`, 'required', RULES.id);
  }
}

function inspectPrefetch(value: unknown, on: Inspection): void {
  if (!isObject(value)) {
    on.error('prefetch', 'not-an-object', 'must be a JSON object', '必须是 JSON 对象');
    return;
  }
  for (const [key, resource] of Object.entries(value)) {
    // Null says: asked for, and there is none.
    if (resource === null) continue;
    const found = on.object(resource, join('prefetch', key));
    if (found) on.string(found, 'resourceType', join('prefetch', key), 'required');
  }
}
