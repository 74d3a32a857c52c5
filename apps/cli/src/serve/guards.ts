/** What must hold before a server touches its database: the port is free, and the data directory is nobody else's. */
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';

import type { Config } from '@fujie/server/platform';

/** Throws when nobody could listen there, before minutes are spent on loading. Port 0 is always free. */
export async function requireFreePort(host: string, port: number): Promise<void> {
  const probe = createServer();
  try {
    probe.listen(port, host);
    await once(probe, 'listening');
  } catch (error) {
    throw portFault(error, host, port);
  }
  probe.close();
  await once(probe, 'close');
}

/** Why listening failed, and what helps; any other fault as it is. */
function portFault(error: unknown, host: string, port: number): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  const where = `${host}:${String(port)}`;
  if (code === 'EADDRINUSE') {
    return new Error(
      `Port ${where} is in use by another program: stop it, or set FUJIE_PORT to another port (端口 ${where} 已被占用，请停止占用它的程序，或设置 FUJIE_PORT 换用其他端口).`,
    );
  }
  if (code === 'EACCES') {
    return new Error(
      `This user may not listen on ${where}: set FUJIE_PORT to 1024 or above (当前用户无权监听 ${where}，请将 FUJIE_PORT 设为 1024 及以上).`,
    );
  }
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') {
    return new Error(
      `${host} is not an address of this machine: set FUJIE_HOST to 127.0.0.1, 0.0.0.0 or one that is (${host} 不是本机地址，请设置 FUJIE_HOST).`,
    );
  }
  return error;
}

/** The accounts follow from the secret of an installation: of one that was never started here they would open nothing. */
export function requireStarted(config: Pick<Config, 'databaseUrl' | 'dataDir'>): void {
  if (config.databaseUrl !== null || existsSync(join(config.dataDir, 'postgres'))) return;
  throw new Error(
    `Nothing was started in ${config.dataDir} yet: run npm start first, or set FUJIE_DATA_DIR as it was set there (该目录尚未启动过符节，请先运行 npm start，或设置与启动时相同的 FUJIE_DATA_DIR).`,
  );
}

/** One server per data directory: a second one would stop the database under the first. Returns how to let go. */
export function lockDataDir(dataDir: string): () => void {
  mkdirSync(dataDir, { recursive: true });
  const file = join(dataDir, 'server.pid');
  if (existsSync(file)) {
    const pid = Number(readFileSync(file, 'utf8'));
    if (pid !== process.pid && isServer(pid)) {
      throw new Error(
        `Another server (process ${String(pid)}) uses ${dataDir}. Stop it, or set FUJIE_DATA_DIR to another folder (该目录正被另一服务使用，请停止它，或设置 FUJIE_DATA_DIR).`,
      );
    }
  }
  writeFileSync(file, String(process.pid));
  return () => {
    rmSync(file, { force: true });
  };
}

/** Whether the process lives and is a server of ours: after a crash the number may have gone to any other program. */
function isServer(pid: number): boolean {
  if (!Number.isSafeInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EPERM')) return false;
  }
  // Where the system does not show what a process runs, it is taken for ours.
  if (!existsSync('/proc/self/cmdline')) return true;
  try {
    const words = readFileSync(`/proc/${String(pid)}/cmdline`, 'utf8').split('\0');
    return words.some((word) => word.endsWith('fujie.mjs') || word.endsWith('/fujie')) && words.includes('serve');
  } catch {
    return false;
  }
}
