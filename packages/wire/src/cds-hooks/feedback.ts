import type { Inspection } from './inspection.ts';
import { join, RULES } from './inspection.ts';

const UTC_INSTANT =
  /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])T([01]\d|2[0-3]):[0-5]\d:([0-5]\d|60)(\.\d+)?(Z|\+00:00)$/;

/** Feedback: what the physician did with each card. */
export function inspectFeedback(document: unknown, on: Inspection): void {
  const root = on.object(document, '');
  if (!root || !on.has(root, 'feedback', '')) return;
  for (const [element, path] of on.list(root, 'feedback', '')) {
    const entry = on.object(element, path);
    if (!entry) continue;
    on.string(entry, 'card', path, 'required', RULES.uuid);
    // cds-fb-1
    const outcome = on.oneOf(entry, 'outcome', path, 'required', ['accepted', 'overridden']);
    const accepted = on.list(entry, 'acceptedSuggestions', path);
    // cds-fb-2
    if (outcome === 'accepted' && accepted.length === 0) {
      on.error(
        join(path, 'acceptedSuggestions'),
        'required',
        'an accepted card names the suggestions taken',
        '采纳时须列出所采纳的建议',
      );
    }
    for (const [suggestion, at] of accepted) {
      const named = on.object(suggestion, at);
      if (named) on.string(named, 'id', at, 'required', RULES.uuid);
    }
    if (entry['overrideReason'] !== undefined) {
      const at = join(path, 'overrideReason');
      const reason = on.object(entry['overrideReason'], at);
      // cds-fb-3
      if (reason && reason['reason'] === undefined && reason['userComment'] === undefined) {
        on.error(
          at,
          'required',
          'an override reason has a `reason`, a `userComment`, or both',
          '须给出 reason 或 userComment',
        );
      }
      if (reason?.['reason'] !== undefined) on.coding(reason['reason'], join(at, 'reason'), ['code']);
      if (reason) on.string(reason, 'userComment', at, 'optional');
    }
    on.string(entry, 'outcomeTimestamp', path, 'required', {
      code: 'not-utc',
      test: (value) => UTC_INSTANT.test(value),
      expected: 'a date and time in UTC such as 2024-05-20T01:00:00Z',
      expectedZh: 'UTC 日期时间，例如 2024-05-20T01:00:00Z',
    });
  }
}
