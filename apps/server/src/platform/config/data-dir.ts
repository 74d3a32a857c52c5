/** Where data and secret of this installation lie 数据目录, unless it is configured. */
import { createHash, randomBytes } from 'node:crypto';
import {
  accessSync,
  chmodSync,
  constants,
  existsSync,
  mkdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Root of the checkout or of the installed program. */
export const PROGRAM_ROOT = resolve(dirname(fileURLToPath(import.meta.url)), '../../../../..');

/** `.fujie` beside the program; under root, if that place is closed to other users, a folder of its own in /var/lib. */
export function defaultDataDir(): string {
  const beside = join(PROGRAM_ROOT, '.fujie');
  if (process.getuid?.() !== 0 || isOpenToOthers(PROGRAM_ROOT)) return beside;
  return join('/var/lib/fujie', createHash('sha256').update(PROGRAM_ROOT).digest('hex').slice(0, 12));
}

/** Whether every folder on the way may be entered by any user. */
export function isOpenToOthers(path: string): boolean {
  for (let dir = path; ; dir = dirname(dir)) {
    if ((statSync(dir).mode & 0o001) === 0) return false;
    if (dir === dirname(dir)) return true;
  }
}

/** The secret of the installation, drawn once. */
export function storedSecret(dataDir: string): string {
  mkdirSync(dataDir, { recursive: true });
  const file = join(dataDir, 'secret');
  if (!existsSync(file)) {
    writeFileSync(file, randomBytes(32).toString('hex'), { mode: 0o600, flag: 'wx' });
    chmodSync(file, 0o600);
  }
  accessSync(file, constants.R_OK);
  return readFileSync(file, 'utf8').trim();
}
