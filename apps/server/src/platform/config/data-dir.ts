/** Where data and secret of this installation lie 数据目录, unless it is configured. */
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import {
  accessSync,
  chmodSync,
  constants,
  existsSync,
  linkSync,
  mkdirSync,
  readFileSync,
  rmSync,
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

/** The secret of the installation, drawn once; `draw` draws a new one. */
export function storedSecret(dataDir: string, draw = (): string => randomBytes(32).toString('hex')): string {
  mkdirSync(dataDir, { recursive: true });
  const file = join(dataDir, 'secret');
  if (!existsSync(file)) storeFirst(file, draw());
  accessSync(file, constants.R_OK);
  const secret = readFileSync(file, 'utf8').trim();
  if (secret === '')
    throw new Error(
      `\`${file}\` is empty: put back the secret of this installation, or delete it where nothing was stored yet. 密钥文件为空：请恢复本安装的密钥；尚未存入任何数据的，可删除该文件。`,
    );
  return secret;
}

/** Puts a file in its place whole and once: of servers that start together one does, and no other reads a half of it. */
function storeFirst(file: string, text: string): void {
  const draft = `${file}-${randomUUID()}`;
  writeFileSync(draft, text, { mode: 0o600, flag: 'wx' });
  chmodSync(draft, 0o600);
  try {
    linkSync(draft, file);
  } catch (error) {
    if (!existsSync(file)) throw error;
  } finally {
    rmSync(draft);
  }
}
