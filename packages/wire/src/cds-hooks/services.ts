import type { Inspection } from './inspection.ts';
import { join } from './inspection.ts';

const SERVICE_ID = /^[^\s/]+$/;

/** The discovery document: every service names its hook, its id and what it is for. */
export function inspectServices(document: unknown, on: Inspection): void {
  const root = on.object(document, '');
  if (!root || !on.has(root, 'services', '')) return;
  const seen = new Set<string>();
  for (const [element, path] of on.list(root, 'services', '')) {
    const service = on.object(element, path);
    if (!service) continue;
    on.string(service, 'hook', path, 'required');
    on.string(service, 'description', path, 'required');
    on.string(service, 'title', path, 'optional');
    on.string(service, 'usageRequirements', path, 'optional');
    const id = on.string(service, 'id', path, 'required', {
      code: 'not-a-path-segment',
      test: (value) => SERVICE_ID.test(value),
      expected: 'usable as one segment of a URL',
      expectedZh: '可用作 URL 的一段',
    });
    if (id !== null && seen.has(id))
      on.error(join(path, 'id'), 'duplicate', `service \`${id}\` is listed twice`, `服务 ${id} 重复`);
    if (id !== null) seen.add(id);
    if (service['prefetch'] === undefined) continue;
    const prefetch = on.object(service['prefetch'], join(path, 'prefetch'));
    for (const key of Object.keys(prefetch ?? {})) on.string(prefetch ?? {}, key, join(path, 'prefetch'), 'required');
  }
}
