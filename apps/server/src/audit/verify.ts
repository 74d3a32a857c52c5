/**
 * Verification 校验 of the audit: recomputes every chain, compares it with the anchors, and the anchors with each other and with
 * copies kept elsewhere; says which entry is not as it was written. Source: henan-2025.mq.19#03 and #07.
 *
 * What it cannot find, for whoever can write to the database as its owner: entries that were never anchored, when the end of their
 * chain goes from one of them on, or a chain is computed anew from there; and the last anchors, when they go together with those
 * entries and no copy of them is kept elsewhere.
 */
import { existsSync, statSync } from 'node:fs';

import type { Day } from '@fujie/core/kernel';
import type { AuditVerification } from '@fujie/wire/contracts';

import type { Database } from '../platform/db/database.ts';
import { anchorsIn } from './anchor-file.ts';
import type { Statement } from './anchor.ts';
import { statementHash, statementOf } from './anchor.ts';
import type { AnchorRow } from './anchors.query.ts';
import { findAnchorsAfter, findAnchorsOf, findDays } from './anchors.query.ts';
import type { Finding } from './chain-check.ts';
import { DayCheck } from './chain-check.ts';
import { isSignedBy } from './key.ts';
import type { Snapshot } from './verify.query.ts';
import { findAnchoredDays, findChainedSince, inSnapshot } from './verify.query.ts';

export interface VerifyOptions {
  readonly from: Day | null;
  readonly to: Day | null;
  /** Public keys that may have signed. */
  readonly keys: readonly string[];
  /** Copies of the anchors. */
  readonly files: readonly string[];
}

const PART = 200;
const LISTED = 50;

/** Verifies the days from `from` to `to`; each finding is told as it is found. */
export async function verifyAudit(
  db: Database,
  options: VerifyOptions,
  report: (finding: Finding) => void = () => undefined,
): Promise<AuditVerification> {
  const run = new Verification(options, report);
  // What is in a copy by now was in the database before.
  const copies = options.files.filter((file) => existsSync(file)).map((file) => [file, statSync(file).size] as const);
  await inSnapshot(db, async (snapshot) => {
    await run.checkAnchors(snapshot);
    for (const [file, size] of copies) await run.compareCopy(snapshot, file, size);
    await run.checkDays(snapshot);
  });
  return run.outcome();
}

class Verification {
  readonly #options: VerifyOptions;
  readonly #report: (finding: Finding) => void;
  readonly #findings: Finding[] = [];
  #found = 0;
  #rows = 0;
  #chains = 0;
  #anchors = 0;
  #unchained = 0;
  #keptFrom: Day | null = null;
  /** Anchors that only a copy has. */
  readonly #restored = new Map<Day, Statement[]>();

  constructor(options: VerifyOptions, report: (finding: Finding) => void) {
    this.#options = options;
    this.#report = report;
  }

  readonly #say = (finding: Finding): void => {
    this.#found += 1;
    if (this.#findings.length < LISTED) this.#findings.push(finding);
    this.#report(finding);
  };

  /** That the anchors follow one another, say what their hash says, and are signed. */
  async checkAnchors(snapshot: Snapshot): Promise<void> {
    let no = 0;
    let previous = '';
    for (;;) {
      const part = await findAnchorsAfter(snapshot, no, PART);
      for (const anchor of part) {
        if (anchor.no !== no + 1) this.#say(anchorsGone(no + 1, anchor.no - 1));
        const isNext = anchor.no === no + 1;
        this.#checkAnchor(anchor, isNext ? previous : null);
        no = anchor.no;
        previous = anchor.hash.toString('hex');
      }
      if (part.length < PART) return;
    }
  }

  #checkAnchor(anchor: AnchorRow, previous: string | null): void {
    const where = { anchor: anchor.no, day: anchor.day };
    const statement = readStatement(anchor);
    const isSound =
      statement !== null &&
      statementHash(anchor.statement).equals(anchor.hash) &&
      statement.no === anchor.no &&
      statement.day === anchor.day &&
      statement.closed === anchor.closed &&
      (previous === null || statement.previous === previous);
    if (!isSound)
      this.#say({
        kind: 'anchor-changed',
        ...where,
        zh: '锚点被改动或前后不连',
        en: 'the anchor was changed, or does not follow the one before',
      });
    if (statement === null) return;
    this.#keptFrom = statement.keptFrom ?? this.#keptFrom;
    if (!this.#isInRange(anchor.day)) return;
    this.#anchors += 1;
    this.#checkSignature(anchor, statement, '');
  }

  #checkSignature(anchor: AnchorRow, statement: Statement, file: string): boolean {
    const where = { anchor: anchor.no, day: anchor.day };
    const place = file === '' ? '' : ` (${file})`;
    if (!this.#options.keys.includes(statement.key)) {
      const key = statement.key.slice(0, 18);
      this.#say({
        kind: 'anchor-signature',
        ...where,
        zh: `由未知密钥 ${key}… 签名${place}`,
        en: `signed with the key ${key}…, which is not known here${place}`,
      });
      return false;
    }
    if (isSignedBy(statement.key, anchor.statement, anchor.signature)) return true;
    this.#say({ kind: 'anchor-signature', ...where, zh: `签名不符${place}`, en: `the signature does not fit${place}` });
    return false;
  }

  /** A copy knows of anchors that were taken away, and what they said. */
  async compareCopy(snapshot: Snapshot, file: string, size: number): Promise<void> {
    let stored: readonly AnchorRow[] = [];
    let upTo = 0;
    for await (const copy of anchorsIn(file, size)) {
      if (copy.no > upTo) {
        stored = await findAnchorsAfter(snapshot, copy.no - 1, PART);
        upTo = stored.at(-1)?.no ?? copy.no;
      }
      const known = stored.find((anchor) => anchor.no === copy.no);
      if (known?.hash.equals(copy.hash) === true) continue;
      const statement = statementOf(copy);
      if (!this.#checkSignature(copy, statement, file)) continue;
      this.#say({
        kind: known === undefined ? 'anchor-missing' : 'anchor-changed',
        anchor: copy.no,
        day: copy.day,
        zh: known === undefined ? `锚点仅存于副本 ${file}` : `锚点与副本 ${file} 不符`,
        en:
          known === undefined ? `the anchor is only in the copy ${file}` : `the anchor is another in the copy ${file}`,
      });
      if (this.#isInRange(copy.day)) this.#restored.set(copy.day, [...(this.#restored.get(copy.day) ?? []), statement]);
    }
  }

  async checkDays(snapshot: Snapshot): Promise<void> {
    const withEntries = new Set(await findDays(snapshot));
    const days = new Set([...withEntries, ...(await findAnchoredDays(snapshot)), ...this.#restored.keys()]);
    const since = await findChainedSince(snapshot);
    for (const day of [...days].sort()) {
      const isForgotten = this.#keptFrom !== null && day < this.#keptFrom && !withEntries.has(day);
      if (this.#isInRange(day) && !isForgotten) await this.#checkDay(snapshot, day, since);
    }
  }

  async #checkDay(snapshot: Snapshot, day: Day, since: Day | null): Promise<void> {
    const anchors = (await findAnchorsOf(snapshot, day)).map(readStatement).filter((statement) => statement !== null);
    const check = new DayCheck(day, [...anchors, ...(this.#restored.get(day) ?? [])], this.#say);
    for await (const entry of snapshot.entriesOf(day)) {
      check.take(entry);
      if (entry.lane === '' && since !== null && day > since) {
        this.#say({
          kind: 'not-chained',
          day,
          institution: entry.institution ?? '',
          lane: '',
          seq: entry.seq,
          id: entry.id,
          zh: '启用链之后的未链条目',
          en: 'it has no chain, though chaining had begun',
        });
      }
    }
    check.finish();
    this.#rows += check.rows;
    this.#chains += check.chains;
    this.#unchained += check.unchained;
  }

  #isInRange(day: Day): boolean {
    const { from, to } = this.#options;
    return (from === null || day >= from) && (to === null || day <= to);
  }

  outcome(): AuditVerification {
    const { from, to } = this.#options;
    return {
      from,
      to,
      rows: this.#rows,
      chains: this.#chains,
      anchors: this.#anchors,
      unchained: this.#unchained,
      found: this.#found,
      findings: this.#findings.map(toBody),
    };
  }
}

function readStatement(anchor: AnchorRow): Statement | null {
  try {
    return statementOf(anchor);
  } catch {
    return null;
  }
}

function anchorsGone(first: number, last: number): Finding {
  const span = first === last ? String(first) : `${String(first)}–${String(last)}`;
  return { kind: 'anchor-missing', anchor: first, zh: `缺少锚点 ${span}`, en: `anchors ${span} are missing` };
}

function toBody(finding: Finding): AuditVerification['findings'][number] {
  const { kind, institution, day, lane, seq, id, anchor, zh, en } = finding;
  return {
    kind,
    institution: institution === undefined || institution === '' ? null : institution,
    day: day ?? null,
    lane: lane ?? null,
    seq: seq ?? null,
    id: id ?? null,
    anchor: anchor ?? null,
    message: en,
    messageZh: zh,
  };
}
