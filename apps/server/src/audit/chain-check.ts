/** One day of entries against its chains and its anchors; pure. */
import { chainHash, CHAIN_START } from '../platform/audit/chain.ts';
import type { Statement } from './anchor.ts';
import type { StoredEntry } from './verify.query.ts';

/** What is not as it was written, and where. */
export interface Finding {
  readonly kind:
    | 'changed'
    | 'missing'
    | 'inserted'
    | 'tail-missing'
    | 'chain-missing'
    | 'chain-inserted'
    | 'anchor-missing'
    | 'anchor-changed'
    | 'anchor-signature'
    | 'not-chained';
  readonly day?: string;
  readonly institution?: string;
  readonly lane?: string;
  readonly seq?: number;
  readonly id?: number;
  readonly anchor?: number;
  readonly zh: string;
  readonly en: string;
}

/** How far a chain was at one anchor. */
interface Mark {
  readonly count: number;
  readonly hash: string;
  readonly anchor: number;
}

interface Chain {
  readonly name: string;
  readonly lane: string;
  seq: number;
  id: number;
  hash: Buffer;
  /** Of those anchors that are still to come, the nearest first. */
  marks: Mark[];
  isBroken: boolean;
}

export class DayCheck {
  readonly #day: string;
  readonly #report: (finding: Finding) => void;
  readonly #marks = new Map<string, Mark[]>();
  /** How many entries each chain has, where the day is closed. */
  readonly #closed: ReadonlyMap<string, number> | null;
  #current: Chain | null = null;
  rows = 0;
  chains = 0;
  unchained = 0;

  constructor(day: string, anchors: readonly Statement[], report: (finding: Finding) => void) {
    this.#day = day;
    this.#report = report;
    for (const { chains, no } of anchors) {
      for (const [name, lane, count, hash] of chains) {
        const marks = this.#marks.get(`${name}\n${lane}`) ?? [];
        marks.push({ count, hash, anchor: no });
        this.#marks.set(`${name}\n${lane}`, marks);
      }
    }
    for (const marks of this.#marks.values()) marks.sort((a, b) => a.count - b.count);
    const closing = anchors.find((anchor) => anchor.closed);
    this.#closed =
      closing === undefined
        ? null
        : new Map(closing.chains.map(([name, lane, count]) => [`${name}\n${lane}`, count] as const));
  }

  /** The next entry, in the order of institution, lane and number. */
  take(entry: StoredEntry): void {
    this.rows += 1;
    const name = entry.institution ?? '';
    let chain = this.#current;
    if (chain?.name !== name || chain.lane !== entry.lane) {
      this.#end();
      chain = this.#begin(name, entry.lane);
    }
    if (entry.lane === '') this.unchained += 1;
    else this.#follow(chain, entry);
    chain.seq = Math.max(chain.seq, entry.seq);
    chain.id = entry.id;
    chain.hash = entry.hash;
    this.#passMarks(chain, entry);
  }

  /** After the last entry: what no entry was left of. */
  finish(): void {
    this.#end();
    for (const [key, marks] of this.#marks) {
      const [institution = '', lane = ''] = key.split('\n');
      const count = marks.at(-1)?.count ?? 0;
      this.#say('chain-missing', { institution, lane, seq: 1 }, [
        `整条链缺失：应有 ${String(count)} 条`,
        `the whole chain is missing: ${String(count)} entries`,
      ]);
    }
  }

  #begin(name: string, lane: string): Chain {
    this.chains += 1;
    const key = `${name}\n${lane}`;
    const marks = this.#marks.get(key) ?? [];
    this.#marks.delete(key);
    this.#current = { name, lane, seq: 0, id: 0, hash: CHAIN_START, marks, isBroken: false };
    if (this.#closed !== null && !this.#closed.has(key)) {
      this.#say('chain-inserted', { institution: name, lane, seq: 1 }, [
        '当日封存后出现的链',
        'this chain was not there when the day was closed',
      ]);
    }
    return this.#current;
  }

  #follow(chain: Chain, entry: StoredEntry): void {
    const where = { institution: chain.name, lane: chain.lane, seq: entry.seq, id: entry.id };
    if (entry.seq > chain.seq + 1) {
      const span = `${String(chain.seq + 1)}–${String(entry.seq - 1)}`;
      this.#say('missing', { ...where, seq: chain.seq + 1 }, [`缺少第 ${span} 条`, `entries ${span} are missing`]);
      // What it was chained to is gone: only the next one tells whether it is as it was.
      return;
    }
    if (entry.seq <= chain.seq) {
      this.#say('inserted', where, ['序号重复，系插入', 'the number is there twice: inserted']);
      return;
    }
    if (entry.id <= chain.id) this.#say('changed', where, ['编号次序不符', 'its id is out of order']);
    if (!chainHash(chain.hash, entry).equals(entry.hash)) {
      this.#say('changed', where, ['内容、次序或散列与写入时不符', 'content, order or hash are not what was written']);
    }
  }

  /** Against the anchors: a chain that was computed anew is sound in itself. */
  #passMarks(chain: Chain, entry: StoredEntry): void {
    while (chain.marks[0] !== undefined && chain.marks[0].count <= entry.seq) {
      const [mark] = chain.marks.splice(0, 1);
      if (mark?.count !== entry.seq || mark.hash === entry.hash.toString('hex') || chain.isBroken) continue;
      chain.isBroken = true;
      this.#say(
        'changed',
        { institution: chain.name, lane: chain.lane, seq: entry.seq, id: entry.id, anchor: mark.anchor },
        [
          `与锚点 ${String(mark.anchor)} 不符：该条或之前的条目被改写`,
          `it is not what anchor ${String(mark.anchor)} states: this entry or one before it was rewritten`,
        ],
      );
    }
  }

  #end(): void {
    const chain = this.#current;
    this.#current = null;
    if (chain === null) return;
    const where = { institution: chain.name, lane: chain.lane };
    const mark = chain.marks.at(-1);
    if (mark !== undefined) {
      const span = `${String(chain.seq + 1)}–${String(mark.count)}`;
      this.#say('tail-missing', { ...where, seq: chain.seq + 1, anchor: mark.anchor }, [
        `链尾缺少第 ${span} 条`,
        `entries ${span} at its end are missing`,
      ]);
    }
    const count = this.#closed?.get(`${chain.name}\n${chain.lane}`);
    if (count !== undefined && chain.seq > count) {
      this.#say('inserted', { ...where, seq: count + 1, id: chain.id }, [
        `封存后追加了第 ${String(count + 1)} 条起的条目`,
        `entries from ${String(count + 1)} on were added after the day was closed`,
      ]);
    }
  }

  #say(
    kind: Finding['kind'],
    where: Omit<Finding, 'kind' | 'zh' | 'en' | 'day'>,
    [zh, en]: readonly [zh: string, en: string],
  ): void {
    this.#report({ kind, day: this.#day, ...where, zh, en });
  }
}
