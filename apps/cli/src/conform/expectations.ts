/** Expected verdicts of a folder of test documents, as public suites publish them in `expected.json`. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import type { DocumentKind, Issue } from '@fujie/wire/cds-hooks';
import { DOCUMENT_KINDS, judge } from '@fujie/wire/cds-hooks';

interface ExpectedIssue {
  readonly severity: string;
  readonly at: string;
  readonly text: string;
}

interface ExpectedCase {
  readonly name: string;
  readonly file: string;
  readonly kind: DocumentKind;
  readonly issues: readonly ExpectedIssue[];
}

export interface CaseVerdict {
  readonly name: string;
  readonly passed: boolean;
  readonly expected: 'good' | 'bad';
  readonly actual: 'good' | 'bad';
  readonly errors: readonly Issue[];
}

/** What that suite calls an error but a server tolerates: members and FHIR extensions that it does not know. */
const UNKNOWN_EXTENSION = /^Unrecognized property |^The extension \S+ could not be found/;

/** Judges each listed document: good means that no error stands against it. */
export function judgeFolder(folder: string): readonly CaseVerdict[] {
  return readCases(folder).map((expected) => {
    const errors = judgeFile(join(folder, expected.file), expected.kind);
    const wanted = isBad(expected) ? 'bad' : 'good';
    const actual = errors.length > 0 ? 'bad' : 'good';
    return { name: expected.name, passed: wanted === actual, expected: wanted, actual, errors };
  });
}

function isBad(expected: ExpectedCase): boolean {
  return expected.issues.some(
    (issue) => (issue.severity === 'error' || issue.severity === 'fatal') && !UNKNOWN_EXTENSION.test(issue.text),
  );
}

function judgeFile(path: string, kind: DocumentKind): readonly Issue[] {
  let document: unknown;
  try {
    document = JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return [
      {
        severity: 'error',
        code: 'unreadable',
        path: '',
        message: `cannot be read: ${reason}`,
        messageZh: `无法读取：${reason}`,
      },
    ];
  }
  return judge(document, kind).filter((issue) => issue.severity === 'error');
}

function readCases(folder: string): readonly ExpectedCase[] {
  const list: unknown = JSON.parse(readFileSync(join(folder, 'expected.json'), 'utf8'));
  if (!Array.isArray(list)) throw new Error(`${join(folder, 'expected.json')} is not a list of cases`);
  return list.map((entry: Partial<ExpectedCase> | null, index) => {
    const kind = DOCUMENT_KINDS.find((known) => known === entry?.kind);
    if (typeof entry?.file !== 'string' || kind === undefined) {
      throw new Error(
        `expected.json: case ${String(index)} needs \`file\` and \`kind\` (${DOCUMENT_KINDS.join(', ')})`,
      );
    }
    return { name: entry.name ?? entry.file, file: entry.file, kind, issues: entry.issues ?? [] };
  });
}
