/** The built pages: `apps/web/dist`, built again when a source of theirs is newer. */
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

import { ROOT, runNode, say } from './terminal.mjs';

const BUILT = 'apps/web/dist/index.html';
const SOURCES = [
  'apps/web/src',
  'apps/web/public',
  'apps/web/index.html',
  'apps/web/vite.config.ts',
  'apps/web/package.json',
  'packages/core/src',
  'packages/wire/src',
  'package-lock.json',
];

/** @param {string} path @returns {number} the time of the newest file at or below a path */
function newest(path) {
  if (!existsSync(path)) return 0;
  const found = statSync(path);
  if (!found.isDirectory()) return found.mtimeMs;
  return Math.max(0, ...readdirSync(path).map((name) => newest(join(path, name))));
}

/** Whether the built pages are there and no source is newer. */
export function arePagesFresh(root = ROOT) {
  const built = newest(join(root, BUILT));
  return built > 0 && SOURCES.every((source) => newest(join(root, source)) <= built);
}

/**
 * Builds the pages if they are missing or old.
 *
 * @returns {Promise<boolean>} whether they are fresh now
 */
export async function buildPages() {
  if (arePagesFresh()) return true;
  say('Building the pages … 正在构建页面');
  const { code, output } = await runNode('node_modules/vite/bin/vite.js', ['build', 'apps/web', '--logLevel', 'warn'], {
    env: { NODE_ENV: 'production' },
  });
  if (code !== 0) say(output);
  return code === 0;
}
