/**
 * Admission to a published list 清单准入: who may not be listed is refused with the clause, who must be and is not is named
 * before the list is published. Source: recognition decision, section 2.6.
 */
import type { Bilingual, Day } from '@fujie/core/kernel';
import type { AdmissionVerdict, RecognitionParameters } from '@fujie/core/recognition';
import { admissionInputFor, admit, scopesOf } from '@fujie/core/recognition';
import type { Change, RecognitionListEntryRow, RegisterSnapshot, SheetProblem } from '@fujie/core/registers';
import {
  agreements,
  cellProblem,
  institutions,
  recognitionListEntries,
  recognitionLists,
  regions,
} from '@fujie/core/registers';

/** What a change brings with it, or leaves undone: nothing that refuses it. */
export interface Notice {
  readonly code: string;
  readonly message: string;
  readonly messageZh: string;
}

/** The parameters of the documents in force on a day: a list is judged by those of its day. */
export type ParametersOn = (day: Day) => RecognitionParameters;

interface Admission {
  readonly problems: readonly SheetProblem[];
  readonly notices: readonly Notice[];
}

/** Judges the entries that a change adds to lists; `after` are the registers as they will stand. */
export function judgeAdmission(
  changes: readonly Change[],
  after: RegisterSnapshot,
  parametersOn: ParametersOn,
): Admission {
  const added = changes.filter((change) => change.kind === 'add');
  const verdicts = new Map<string, AdmissionVerdict | null>();
  const problems: SheetProblem[] = [];
  for (const { entry } of added) {
    const row = entry.row as RecognitionListEntryRow;
    // That nobody knows the institution is a fault of its own.
    if (after.institution(row.institution) === null) continue;
    const key = `${row.institution}|${row.item}|${row.scope}|${entry.from}`;
    const verdict = verdicts.has(key) ? (verdicts.get(key) ?? null) : verdictOn(after, row, entry.from, parametersOn);
    verdicts.set(key, verdict);
    if (verdict?.admitted !== true) problems.push(notEligible(after, entry.number, row, verdict));
  }
  return { problems, notices: problems.length > 0 ? [] : leftOut(added, after, parametersOn) };
}

/** Null when the institution is not registered on the day. */
function verdictOn(
  snapshot: RegisterSnapshot,
  { institution, item, scope }: Omit<RecognitionListEntryRow, 'list'>,
  day: Day,
  parametersOn: ParametersOn,
): AdmissionVerdict | null {
  const input = admissionInputFor(snapshot, institution, item, scope, day);
  return input === null ? null : admit(input, parametersOn(day), scopesOf(snapshot, day));
}

interface Called {
  readonly nameZh: string;
  readonly nameEn?: string | null;
}

/** What a fault or notice speaks of, by name and code. */
function called(code: string, row: Called | null): Bilingual {
  return row === null
    ? { en: `\`${code}\``, zh: `“${code}”` }
    : { en: `${row.nameEn ?? row.nameZh} (\`${code}\`)`, zh: `${row.nameZh}（${code}）` };
}

function calledScope(snapshot: RegisterSnapshot, scope: string): Bilingual {
  return called(scope, snapshot.nameOf(regions, scope) ?? snapshot.nameOf(agreements, scope));
}

function notEligible(
  snapshot: RegisterSnapshot,
  number: number,
  row: RecognitionListEntryRow,
  verdict: AdmissionVerdict | null,
): SheetProblem {
  const institution = called(row.institution, snapshot.institution(row.institution));
  const scope = calledScope(snapshot, row.scope);
  const clauses = verdict === null ? '' : verdict.clauses.join(', ');
  return cellProblem(recognitionListEntries, number, 'institution', {
    code: 'LIST_NOT_ELIGIBLE',
    reason:
      verdict === null
        ? { en: `${institution.en} is not registered on that day`, zh: `${institution.zh}当日未登记` }
        : {
            en: `${institution.en} is not eligible for a list of scope ${scope.en} (${clauses})`,
            zh: `${institution.zh}不符合互认范围${scope.zh}的清单准入条件（${clauses}）`,
          },
    remedy: {
      en: 'leave it out, or list it for a scope that is open to it',
      zh: '请删除该行，或改为其符合准入条件的互认范围',
    },
  });
}

/** Institutions that the documents want listed for a scope, and that no list in force names. */
function leftOut(added: readonly Change[], after: RegisterSnapshot, parametersOn: ParametersOn): Notice[] {
  const days = new Map<string, { readonly day: Day; readonly item: string }>();
  for (const { entry } of added) {
    const { scope, item } = entry.row as RecognitionListEntryRow;
    if ((days.get(scope)?.day ?? '') < entry.from) days.set(scope, { day: entry.from, item });
  }
  return [...days].flatMap(([scope, { day, item }]) => {
    const lists = listsInForce(after, day);
    const { en, zh } = calledScope(after, scope);
    const listed = new Set(
      after
        .inForce(recognitionListEntries, day)
        .filter((row) => row.scope === scope && lists.has(row.list))
        .map((row) => row.institution),
    );
    return after.inForce(institutions, day).flatMap((row): Notice[] => {
      const { code } = row;
      if (listed.has(code)) return [];
      const verdict = verdictOn(after, { institution: code, item, scope }, day, parametersOn);
      if (verdict?.duty !== 'must') return [];
      const clauses = verdict.clauses.join(', ');
      const institution = called(code, row);
      return [
        {
          code: 'must-be-listed',
          message: `${institution.en} must be listed for scope ${en}, and no list in force on ${day} names it (${clauses})`,
          messageZh: `${institution.zh}应列入互认范围${zh}的清单，但 ${day} 有效的清单均未列入（${clauses}）`,
        },
      ];
    });
  });
}

/** A list is in force unless one that is published names it as superseded (section 2.6). */
function listsInForce(snapshot: RegisterSnapshot, day: Day): ReadonlySet<string> {
  const published = snapshot.inForce(recognitionLists, day).filter((list) => list.publishedOn <= day);
  const superseded = new Set(published.flatMap((list) => list.supersedes ?? []));
  return new Set(published.map((list) => list.code).filter((code) => !superseded.has(code)));
}
