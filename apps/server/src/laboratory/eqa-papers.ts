/**
 * Papers of EQA 质评报告与证书: what was given out carries a code, by which anybody sees what it says and whether it still stands; a correction of
 * the grades replaces it. Source: henan-2025.lab.12#01 (certificates of laboratories to which tests are sent).
 */
import { randomBytes } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';

import type { Instant } from '@fujie/core/kernel';
import { formatInstant } from '@fujie/core/kernel';
import type { EqaPaperResponse } from '@fujie/wire/contracts';

import type { Actor } from '../platform/auth/permissions.ts';
import type { Queryable } from '../platform/db/database.ts';
import type { Deps } from '../platform/deps.ts';
import { namedInstitution, namedQcOrganisation } from '../platform/http/named-institution.ts';
import { HttpProblem } from '../platform/http/problems.ts';
import { byOf, dbOf } from './eqa-access.ts';
import type { PaperContent, PaperOf, PaperRow } from './eqa-papers.query.ts';
import { takeLastPaper, findPaper, insertPaper } from './eqa-papers.query.ts';
import { certificateFor } from './eqa-views.ts';
import { findRounds, findScores } from './eqa.query.ts';

/** Without letters that are taken for others. */
const LETTERS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const CODE_LENGTH = 16;

function newCode(): string {
  const letters = [...randomBytes(CODE_LENGTH)].map((byte) => LETTERS[byte % LETTERS.length] ?? '0').join('');
  return letters.replace(/(.{4})(?=.)/g, '$1-');
}

/** What is true now of what a paper is about; null: there is nothing to put on paper. */
async function contentOf(deps: Deps, db: Queryable, of: PaperOf): Promise<PaperContent | null> {
  if (of.kind === 'certificate') {
    const { items } = await certificateFor(deps, db, of.institution, of.year);
    if (items.length === 0) return null;
    return {
      ...{ round: null, version: null },
      items: items.map(({ organiser, item, rounds, lowest, methods }) => ({
        ...{ organiser, item, percent: lowest, outcome: null, rounds, methods },
      })),
    };
  }
  const [round] = of.roundId === null ? [] : await findRounds(db, { id: of.roundId });
  if (round === undefined || round.published === 0) return null;
  const scores = await findScores(db, round.id, round.published, of.institution);
  if (scores.length === 0) return null;
  const { organiser, nameZh, published } = round;
  return {
    ...{ round: nameZh, version: published },
    items: scores.map(({ item, percent, outcome }) => ({ organiser, item, percent, outcome, rounds: null })),
  };
}

/** Whether a paper still says what is true; one that was given out before methods stood on it is judged by what it says. */
function stillStands(given: PaperContent, now: PaperContent | null): boolean {
  if (now === null) return false;
  const named = new Set(
    given.items.flatMap(({ organiser, item, methods }) => (methods ? [`${organiser}|${item}`] : [])),
  );
  const items = now.items.map(({ methods, ...one }) =>
    methods !== undefined && named.has(`${one.organiser}|${one.item}`) ? { ...one, methods } : one,
  );
  return isDeepStrictEqual(given, { ...now, items });
}

/** Gives a paper out: the one before when nothing has changed since, else another under a code of its own. */
export async function issuePaper(deps: Deps, actor: Actor, of: PaperOf): Promise<PaperRow> {
  const now = deps.clock.now();
  return dbOf(deps, actor).tx(async (tx) => {
    const content = await contentOf(deps, tx, of);
    if (content === null)
      throw new HttpProblem('not-found', {
        en: 'There is nothing to put on paper: no published score, or no item that passed every round of the year.',
        zh: '没有可签发的内容：尚无已公布的成绩，或本年度没有各轮均合格的项目。',
      });
    const last = await takeLastPaper(tx, of);
    if (last !== null && isDeepStrictEqual(last.content, content)) return last;
    const made = { ...of, content, code: newCode() };
    await insertPaper(tx, made, byOf(deps, actor));
    return { ...made, issuedMs: now };
  });
}

/** What the paper with a code says, for anybody who holds it. */
export async function checkPaper(deps: Deps, code: string): Promise<EqaPaperResponse> {
  const { worker } = deps;
  const paper = await findPaper(worker, code.toUpperCase());
  if (paper === null)
    throw new HttpProblem('not-found', {
      en: 'No paper was given out under this code: compare it letter by letter with the paper.',
      zh: '没有签发过该核验码的报告或证书：请与原件逐字核对。',
    });
  const { kind, institution, year, content, issuedMs } = paper;
  const snapshot = deps.registers.current();
  return {
    ...{ code: paper.code, kind, year, round: content.round, version: content.version },
    institution: namedInstitution(snapshot, institution),
    issuedAt: formatInstant(issuedMs as Instant),
    isCurrent: stillStands(content, await contentOf(deps, worker, paper)),
    items: content.items.map(({ organiser, item, methods = [], ...rest }) => {
      const known = snapshot.item(item);
      return {
        ...{ ...rest, methods: [...methods] },
        item: { code: item, nameZh: known?.nameZh ?? item, nameEn: known?.nameEn ?? null },
        organiser: namedQcOrganisation(snapshot, organiser),
      };
    }),
  };
}
