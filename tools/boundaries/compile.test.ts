import { readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';

import ts from 'typescript';
import { describe, expect, it } from 'vitest';

const ROOT = resolve(import.meta.dirname, '../..');
const IMPURE = join(import.meta.dirname, 'fixtures/impure');
const SAMPLES = readdirSync(IMPURE).sort();

/** What the compiler says of each sample when it stands among the sources of a package. */
function complaints(packageName: string): Map<string, string> {
  const folder = join(ROOT, 'packages', packageName);
  const config = ts.getParsedCommandLineOfConfigFile(join(folder, 'tsconfig.pure.json'), undefined, {
    ...ts.sys,
    onUnRecoverableConfigFileDiagnostic: (diagnostic) => {
      throw new Error(ts.flattenDiagnosticMessageText(diagnostic.messageText, '\n'));
    },
  });
  if (!config) throw new Error(`no tsconfig.pure.json in ${folder}`);
  const program = ts.createProgram([...config.fileNames, ...SAMPLES.map((name) => join(IMPURE, name))], config.options);
  return new Map(
    SAMPLES.map((name) => {
      const source = program.getSourceFile(join(IMPURE, name));
      const found = program.getSemanticDiagnostics(source);
      return [name, found.map((d) => ts.flattenDiagnosticMessageText(d.messageText, '\n')).join('\n')];
    }),
  );
}

describe.each(['core', 'packs', 'wire'])('the compiler, in %s', (packageName) => {
  const found = complaints(packageName);

  it.each(SAMPLES)('does not know what %s reaches for', (name) => {
    expect(found.get(name)).toMatch(/^Cannot find (name|module)/);
  });
});
