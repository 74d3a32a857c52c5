/** `fujie conform`: judges documents of other systems against a public specification. */
import type { Command } from 'commander';

import { judgeFolder } from './expectations.ts';

export function registerConformCommand(program: Command): void {
  const conform = program.command('conform').description('judge documents against a specification (一致性检查)');
  conform
    .command('cds-hooks DIR')
    .description('judge every document listed in DIR/expected.json against CDS Hooks 2.0; fails when a verdict differs')
    .action((dir: string) => {
      const verdicts = judgeFolder(dir);
      for (const verdict of verdicts.filter((v) => !v.passed)) {
        console.log(`✗ ${verdict.name}: expected ${verdict.expected}, judged ${verdict.actual}`);
        for (const issue of verdict.errors) console.log(`    ${issue.path || '(whole document)'}: ${issue.message}`);
      }
      const failed = verdicts.filter((v) => !v.passed).length;
      console.log(`${String(verdicts.length - failed)} passed, ${String(failed)} failed`);
      if (failed > 0 || verdicts.length === 0) process.exitCode = 1;
    });
}
