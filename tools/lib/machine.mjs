/** What the machine must have: checked first, installed where we may, and otherwise said with the command that helps. */
import { accessSync, constants, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { ROOT, run, say } from './terminal.mjs';

const OLDEST_NODE = [20, 19];

/** Ends the process if this Node is too old to run the project. */
export function requireNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const [oldestMajor = 0, oldestMinor = 0] = OLDEST_NODE;
  if (major > oldestMajor || (major === oldestMajor && minor >= oldestMinor)) return;
  say(
    `Fujie needs Node.js ${OLDEST_NODE.join('.')} or later; this is ${process.versions.node}.\n` +
      'Install it from https://nodejs.org (or with your version manager: `nvm install 20`) and try again.\n' +
      `符节需要 Node.js ${OLDEST_NODE.join('.')} 或更高版本；当前为 ${process.versions.node}。`,
  );
  process.exit(1);
}

/** @param {string} file @returns {Record<string, { version?: string, optional?: boolean, link?: boolean }>} */
function lockedPackages(file) {
  return JSON.parse(readFileSync(file, 'utf8')).packages ?? {};
}

/** Whether what is installed is what the lock file says, optional packages of other machines aside. */
export function isInstalled(root = ROOT) {
  const installedFile = join(root, 'node_modules/.package-lock.json');
  if (!existsSync(installedFile)) return false;
  const installed = lockedPackages(installedFile);
  return Object.entries(lockedPackages(join(root, 'package-lock.json'))).every(([path, wanted]) => {
    if (!path.includes('node_modules/')) return true;
    const found = installed[path];
    return found ? found.version === wanted.version : wanted.optional === true;
  });
}

/** Runs `npm ci` if anything is missing; ends the process if that fails. */
export async function ensureInstalled() {
  if (isInstalled()) return;
  say('Installing what the project needs (npm ci) … 正在安装依赖');
  const { code } = await run('npm', ['ci', '--no-audit', '--no-fund'], { live: true });
  if (code === 0 && isInstalled()) return;
  say('npm ci failed: see its message above. Without it nothing can run.');
  process.exit(1);
}

/** Debian's Chromium without windows: the same engine for less than half the time of a processor that the browser for a desk takes. */
const HEADLESS = '/usr/bin/chromium-headless-shell';
const CHROMIUM = '/usr/bin/chromium';

/** The browser that tests drive. */
export const chromiumPath = () => process.env['FUJIE_CHROMIUM'] ?? (isExecutable(HEADLESS) ? HEADLESS : CHROMIUM);

/** @param {string} file */
function isExecutable(file) {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

async function hasChineseFont() {
  const { code, output } = await run('fc-list', [':lang=zh-cn', 'family']);
  return code === 0 && output.trim() !== '';
}

/** Debian's packages that are still missing for tests in a browser. */
async function missingPackages() {
  const missing = [];
  if (!isExecutable(chromiumPath())) missing.push('chromium-headless-shell');
  if (!(await hasChineseFont())) missing.push('fontconfig', 'fonts-noto-cjk');
  return missing;
}

/**
 * Makes sure of a browser and Chinese fonts, installing Debian's if we are root.
 *
 * @returns {Promise<string | undefined>} what to do about it, if something is still missing
 */
export async function ensureBrowser() {
  const missing = await missingPackages();
  if (missing.length === 0) return undefined;
  const remedy =
    `The browser tests need ${missing.join(', ')}. On Debian:\n` +
    `    sudo apt-get update && sudo apt-get install -y --no-install-recommends ${missing.join(' ')}\n` +
    'A Chromium elsewhere is named by FUJIE_CHROMIUM=/path/to/chromium.';
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return remedy;
  say(`Installing ${missing.join(', ')} (apt-get) …`);
  const quiet = { env: { DEBIAN_FRONTEND: 'noninteractive' } };
  const install = ['install', '-y', '-q', '--no-install-recommends', ...missing];
  let outcome = await run('apt-get', install, quiet);
  if (outcome.code !== 0) {
    await run('apt-get', ['update', '-q'], quiet);
    outcome = await run('apt-get', install, quiet);
  }
  if (outcome.code === 0 && (await missingPackages()).length === 0) return undefined;
  return `${outcome.output.slice(-2000)}\n${remedy}`;
}
