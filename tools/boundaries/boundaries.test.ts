import { createRequire } from 'node:module';
import { resolve } from 'node:path';

import type { ICruiseOptions, ICruiseResult, IForbiddenRuleType, IViolation } from 'dependency-cruiser';
import { cruise } from 'dependency-cruiser';
import { beforeAll, describe, expect, it } from 'vitest';

interface Configuration {
  readonly forbidden: readonly IForbiddenRuleType[];
  readonly options: ICruiseOptions;
}

const ROOT = resolve(import.meta.dirname, '../..');
const TREE = resolve(import.meta.dirname, 'fixtures/tree');
const configuration = createRequire(import.meta.url)(resolve(ROOT, '.dependency-cruiser.cjs')) as Configuration;
/** In the fixtures, packages can only reach each other by path: nothing installs them under their names. */
const BY_PATH = 'no-import-by-path-across-packages';

async function cruiseFolder(baseDir: string, folders: string[]): Promise<ICruiseResult> {
  const { forbidden, options } = configuration;
  const { output } = await cruise(
    folders,
    {
      ...options,
      exclude: { path: '^apps/web/dist/' },
      baseDir,
      ruleSet: { forbidden: [...forbidden] },
      validate: true,
    },
    options.enhancedResolveOptions,
  );
  if (typeof output === 'string') throw new Error(output);
  return output;
}

const nameOf = (path: string): string => path.replace(/^.*\//, '').replace(/[.]ts$/, '');

describe('the import rules', () => {
  let violations: readonly IViolation[];

  beforeAll(async () => {
    violations = (await cruiseFolder(TREE, ['packages', 'apps'])).summary.violations;
  });

  it.each(configuration.forbidden.map((rule) => String(rule.name)))('%s notices the file that breaks it', (name) => {
    expect(violations.filter((v) => v.rule.name === name).map((v) => nameOf(v.from))).toContain(name);
  });

  it.each(configuration.forbidden.map((rule) => [String(rule.name), rule.comment ?? '']))(
    '%s says what to do instead',
    (_name, comment) => {
      expect(comment.length).toBeGreaterThan(40);
    },
  );

  it('keep every part of wire but the contracts out of the pages', () => {
    const found = violations.filter((v) => v.rule.name === 'web-knows-only-contracts').map((v) => v.to);
    expect(found.sort()).toEqual(['packages/packs/src/allowed.ts', 'packages/wire/src/fhir/allowed.ts']);
  });

  it('leave what is allowed alone', () => {
    const wrong = violations.filter((v) => /allowed|day[.]|decide|app[.]ts/.test(v.from) && v.rule.name !== BY_PATH);
    expect(wrong).toEqual([]);
  });

  it('find each fault once, in the file made for it', () => {
    const others = violations.filter((v) => v.rule.name !== BY_PATH && v.rule.name !== nameOf(v.from));
    expect(others.map((v) => `${v.rule.name} ${nameOf(v.from)}`).sort()).toEqual([]);
  });
});

describe('the tree itself', () => {
  it('is followed through the names of its packages, so that the rules see what crosses them', async () => {
    const { modules } = await cruiseFolder(ROOT, ['packages', 'apps/server/src']);
    const crossings = modules.flatMap((m) =>
      m.dependencies.filter((d) => d.module.startsWith('@fujie/')).map((d) => `${m.source} ${d.resolved}`),
    );
    expect(crossings.some((edge) => /^packages\/wire\/src\/.* packages\/core\/src\//.test(edge))).toBe(true);
    expect(crossings.some((edge) => /^apps\/server\/src\/.* packages\/core\/src\//.test(edge))).toBe(true);
    expect(crossings.filter((edge) => / @fujie/.test(edge))).toEqual([]);
  }, 120_000);
});
