/** `fujie pack`: checks the regulation packs, runs and explains worked examples, writes the coverage page. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import type { ExamplesOutcome } from '@fujie/packs/examples';
import {
  checkPacks,
  coverageMarkdown,
  currentState,
  explainCase,
  missingLoopExamples,
  PACK_EXAMPLES,
  parseExamples,
  runExamples,
  runParsedExamples,
} from '@fujie/packs/examples';
import type { Command } from 'commander';

import { explainClause } from './explain-clause.ts';
import { explainDecisionById } from './explain-decision.ts';
import { registerReplayCommand } from './replay-command.ts';
import { registerWhatIfCommand } from './what-if-command.ts';

const ROOT = fileURLToPath(new URL('../../../../', import.meta.url));

/** Markdown pages hold examples in fenced blocks; every other file is JSON. */
const isMarkdown = (file: string): boolean => ['.md', '.markdown'].includes(extname(file).toLowerCase());

/** The text of a file, or why it cannot be read. */
function readText(file: string): { readonly text: string } | { readonly problem: string } {
  try {
    return { text: readFileSync(file, 'utf8') };
  } catch (error) {
    return { problem: `cannot read ${file} (无法读取): ${error instanceof Error ? error.message : String(error)}` };
  }
}

export function registerPackCommands(program: Command): void {
  const pack = program.command('pack').description('regulation packs: check, worked examples, coverage (法规包)');
  pack
    .command('check')
    .description('every clause encoded or reasoned, every citation resolved, every rule with passing examples')
    .action(check);
  pack
    .command('cases')
    .argument('[files...]', 'worked examples: .json, or .md with fenced json blocks; by default those of the packs')
    .description('run worked examples and print each case that fails, expected and actual')
    .action(runCases);
  pack
    .command('coverage')
    .option('--out <file>', 'write the page to a file')
    .option('--check', 'fail when the file differs from what would be written')
    .description('clause → rule → example, as Markdown')
    .action(writeCoverage);
  pack
    .command('explain')
    .argument('[what]', 'a clause or one item of it; or worked examples: .json, or .md with fenced json blocks')
    .option('--id <id>', 'only the example with this id')
    .option('--decision <id>', 'a stored decision instead of a file (已存判定)')
    .description('print a clause with its rules and examples, or the findings behind each case or a stored decision')
    .action(explainWanted);
  registerReplayCommand(pack);
  registerWhatIfCommand(pack);
}

function check(): void {
  const state = currentState((path) => existsSync(join(ROOT, path)));
  const faults = [...checkPacks(state), ...missingLoopExamples(state.packs, state.examples)];
  for (const fault of faults) console.log(`✗ ${fault}`);
  console.log(faults.length === 0 ? 'packs are complete (法规包完整)' : `${String(faults.length)} faults`);
  if (faults.length > 0) process.exitCode = 1;
}

function runCases(files: readonly string[]): void {
  let passed = 0;
  let failed = 0;
  if (files.length === 0) {
    const outcome = runParsedExamples(PACK_EXAMPLES.map(({ example }) => example));
    printOutcome('packs', outcome);
    passed = outcome.passed;
    failed = outcome.failed.length;
  }
  for (const file of files) {
    const read = readText(file);
    if ('problem' in read) {
      console.error(read.problem);
      failed += 1;
      continue;
    }
    const outcome = runExamples(read.text, isMarkdown(file));
    printOutcome(file, outcome);
    passed += outcome.passed;
    failed += outcome.failed.length + outcome.problems.length;
  }
  console.log(`${String(passed)} passed, ${String(failed)} failed`);
  if (failed > 0 || passed === 0) process.exitCode = 1;
}

function printOutcome(file: string, { failed, problems }: ExamplesOutcome): void {
  for (const { path, message, messageZh } of problems)
    console.error(`${file}${path === '' ? '' : `: ${path}`}: ${message}（${messageZh}）`);
  for (const { id, case: number, clause, expected, actual } of failed) {
    console.log(`✗ ${id} case ${String(number)}${clause === '' ? '' : ` (${clause})`}`);
    console.log(`    expected ${JSON.stringify(expected)}`);
    console.log(`    actual   ${JSON.stringify(actual)}`);
  }
}

function writeCoverage(options: { readonly out?: string; readonly check?: true }): void {
  const page = coverageMarkdown();
  const file = options.out ?? (options.check === true ? join(ROOT, 'docs/coverage.md') : undefined);
  if (file === undefined) {
    process.stdout.write(page);
    return;
  }
  if (options.check !== true) {
    writeFileSync(file, page);
    return;
  }
  const read = readText(file);
  const isCurrent = 'text' in read && read.text === page;
  console.log(
    isCurrent ? `${file} is current` : `${file} differs from the packs: run \`npx fujie pack coverage --out ${file}\``,
  );
  if (!isCurrent) process.exitCode = 1;
}

const SIGNS = { met: '✓', 'not-met': '✗', 'not-applicable': '–', unknown: '?' } as const;

async function explainWanted(
  what: string | undefined,
  options: { readonly id?: string; readonly decision?: string },
): Promise<void> {
  if (options.decision !== undefined) await explainDecisionById(options.decision);
  else if (what !== undefined) {
    if (!explainClause(what)) explain(what, options);
  } else {
    console.error(
      '请给出条款或文件，或以 --decision 给出判定编号 / name a clause or a file, or a decision by --decision',
    );
    process.exitCode = 1;
  }
}

function explain(file: string, options: { readonly id?: string }): void {
  const read = readText(file);
  const parsed = 'text' in read ? parseExamples(read.text, isMarkdown(file)) : null;
  if ('problem' in read || parsed === null || !parsed.ok) {
    console.error(
      'problem' in read
        ? read.problem
        : parsed?.ok === false
          ? parsed.problems.map((p) => `${file}: ${p.path} ${p.message}`).join('\n')
          : '',
    );
    process.exitCode = 1;
    return;
  }
  const examples = parsed.value.filter((example) => options.id === undefined || example.id === options.id);
  if (examples.length === 0) {
    console.error(`no example \`${options.id ?? ''}\` in ${file}`);
    process.exitCode = 1;
  }
  for (const example of examples) {
    example.cases.forEach((one, index) => {
      const { verdict, findings, missing } = explainCase(example, one);
      console.log(`${example.id} case ${String(index + 1)} (${example.kind}): ${JSON.stringify(verdict)}`);
      for (const { step, code, state, text, clauses } of findings) {
        console.log(
          `  ${SIGNS[state]} ${step} ${state === 'not-met' && step !== code ? `${code} ` : ''}${text.zh} · ${text.en} [${clauses.join(', ')}]`,
        );
      }
      if (missing.length > 0) console.log(`  未提供 not supplied: ${missing.join(', ')}`);
    });
  }
}
