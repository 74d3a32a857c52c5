import type { Inspection } from './inspection.ts';
import { isObject, join, RULES } from './inspection.ts';
import type { JsonObject } from './types.ts';

/** Longest summary of a card: fewer than 140 characters. */
export const SUMMARY_LIMIT = 139;

/** A response: cards with their suggestions, override reasons and links. */
export function inspectResponse(document: unknown, on: Inspection): void {
  const root = on.object(document, '');
  if (!root || !on.has(root, 'cards', '')) return;
  for (const [element, path] of on.list(root, 'cards', '')) {
    const card = on.object(element, path);
    if (card) inspectCard(card, path, on);
  }
  for (const [element, path] of on.list(root, 'systemActions', '')) inspectAction(element, path, on);
}

function inspectCard(card: JsonObject, path: string, on: Inspection): void {
  on.string(card, 'uuid', path, 'optional', RULES.uuid);
  const summary = on.string(card, 'summary', path, 'required');
  if (summary !== null && [...summary].length > SUMMARY_LIMIT) {
    on.warn(join(path, 'summary'), 'too-long', 'a summary has fewer than 140 characters', '摘要应少于 140 个字符');
  }
  on.string(card, 'detail', path, 'optional');
  on.oneOf(card, 'indicator', path, 'required', ['info', 'warning', 'critical']);
  inspectSource(card, path, on);
  const behavior = on.oneOf(card, 'selectionBehavior', path, 'optional', ['at-most-one', 'any']);
  const suggestions = on.list(card, 'suggestions', path);
  // cds-resp-6
  if (suggestions.length > 0 && card['selectionBehavior'] === undefined) {
    on.error(
      join(path, 'selectionBehavior'),
      'required',
      'suggestions need `selectionBehavior`',
      '有建议时必须给出 selectionBehavior',
    );
  }
  // cds-resp-1
  if (
    behavior === 'at-most-one' &&
    suggestions.filter(([s]) => isObject(s) && s['isRecommended'] === true).length > 1
  ) {
    on.error(
      join(path, 'suggestions'),
      'too-many-recommended',
      'at most one suggestion can be recommended',
      '至多推荐一项建议',
    );
  }
  for (const [element, at] of suggestions) inspectSuggestion(element, at, on);
  // cds-resp-4
  for (const [reason, at] of on.list(card, 'overrideReasons', path)) on.coding(reason, at, ['code', 'display']);
  for (const [link, at] of on.list(card, 'links', path)) inspectLink(link, at, on);
}

function inspectSource(card: JsonObject, path: string, on: Inspection): void {
  if (!on.has(card, 'source', path)) return;
  const at = join(path, 'source');
  const source = on.object(card['source'], at);
  if (!source) return;
  on.string(source, 'label', at, 'required');
  on.string(source, 'url', at, 'optional', RULES.url);
  on.string(source, 'icon', at, 'optional', RULES.url);
  if (source['topic'] !== undefined) on.coding(source['topic'], join(at, 'topic'), ['code']);
}

function inspectSuggestion(element: unknown, path: string, on: Inspection): void {
  const suggestion = on.object(element, path);
  if (!suggestion) return;
  on.string(suggestion, 'label', path, 'required');
  on.string(suggestion, 'uuid', path, 'optional', RULES.uuid);
  on.boolean(suggestion, 'isRecommended', path);
  // cds-resp-7
  on.oneOf(suggestion, 'actionSelectionBehavior', path, 'optional', ['all', 'any', 'at-most-one']);
  for (const [action, at] of on.list(suggestion, 'actions', path)) inspectAction(action, at, on);
}

function inspectAction(element: unknown, path: string, on: Inspection): void {
  const action = on.object(element, path);
  if (!action) return;
  const type = on.oneOf(action, 'type', path, 'required', ['create', 'update', 'delete']);
  // cds-resp-5
  on.string(action, 'description', path, 'required');
  if (type === 'create' || type === 'update') {
    if (!on.has(action, 'resource', path)) return;
    const at = join(path, 'resource');
    const resource = on.object(action['resource'], at);
    if (!resource) return;
    on.string(resource, 'resourceType', at, 'required');
    on.string(resource, 'id', at, 'required', RULES.id);
  }
  // cds-resp-2: the deprecated id in `resource` still says what to delete.
  if (type === 'delete' && action['resourceId'] === undefined && typeof action['resource'] !== 'string') {
    on.error(
      join(path, 'resourceId'),
      'required',
      'a delete names the resource in `resourceId`',
      '删除须以 resourceId 指明资源',
    );
  } else if (type === 'delete' && action['resource'] !== undefined) {
    on.warn(
      join(path, 'resource'),
      'deprecated',
      'a delete names the resource in `resourceId`, not in `resource`',
      '删除应使用 resourceId',
    );
  }
  if (action['resourceId'] !== undefined) on.string(action, 'resourceId', path, 'required', RULES.typed);
}

function inspectLink(element: unknown, path: string, on: Inspection): void {
  const link = on.object(element, path);
  if (!link) return;
  on.string(link, 'label', path, 'required');
  on.string(link, 'url', path, 'required', RULES.url);
  // A link without a type is read as absolute, as the public test cases do.
  if (link['type'] === undefined)
    on.warn(join(path, 'type'), 'required', '`type` is absolute or smart', 'type 应为 absolute 或 smart');
  const type = on.oneOf(link, 'type', path, 'optional', ['absolute', 'smart']);
  on.boolean(link, 'autolaunchable', path);
  // cds-resp-3
  if (link['appContext'] !== undefined && type !== 'smart') {
    on.error(
      join(path, 'appContext'),
      'not-allowed',
      '`appContext` is for smart links only',
      'appContext 仅用于 smart 链接',
    );
  }
}
