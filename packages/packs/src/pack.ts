/**
 * A pack 法规包 is one document of regulation: every clause in our own words, what encodes it or why nothing does, the
 * figures it sets and the reasons it adds. Official sentences are not reprinted; a clause is found by document and number.
 */
import type { EscalationStep, LoopDefinition, LoopParameter, StageDefinition } from '@fujie/core/loops';
import type { RecognitionParameters } from '@fujie/core/recognition';

import type { CheckPoint } from './check-points.ts';

export interface Bilingual {
  readonly zh: string;
  readonly en: string;
}

/**
 * What a clause item asks for: a check on data, an obligation with a deadline, who may see or do, a statistic, a versioned
 * list, a periodic report, an organisational duty, or a policy.
 */
export type ItemType = 'RULE' | 'LOOP' | 'AUTH' | 'INDICATOR' | 'REGISTRY' | 'REPORT' | 'ORG' | 'SOFT';

export interface ClauseItem {
  readonly id: string;
  readonly type: ItemType;
  readonly summary: Bilingual;
  /** Rules (`rule:…`), loops (`loop:…`), registers (`register:…`) and folders (`part:…`) that put the item into practice. */
  readonly encodedBy: readonly string[];
  /** Why nothing encodes it, or what is missing where only a part is encoded; null if the whole is. */
  readonly notEncoded: Bilingual | null;
  /** How sure the summary is of its document; absent where the whole pack was read in it. */
  readonly basis?: Basis;
}

/**
 * Where a summary comes from 来源: read in the document, in somebody's copy of it, known and to be confirmed against it,
 * or open because copies disagree or the wording leaves it open.
 */
export type Basis = 'document' | 'transcription' | 'memory' | 'contested';

export interface Clause {
  readonly id: string;
  readonly title: Bilingual;
  readonly inForce: { readonly from: string; readonly to: string | null };
  readonly items: readonly ClauseItem[];
}

/** A figure that a pack sets, with the clause that sets it and, where they differ from its document's, its own days. */
export type ParameterSetting = {
  readonly [K in keyof RecognitionParameters]: {
    readonly parameter: K;
    readonly value: RecognitionParameters[K];
    readonly clause: string;
    readonly inForce?: Clause['inForce'];
  };
}[keyof RecognitionParameters];

/** A reason for which a physician may repeat what would be recognised, as a screen offers it. */
export interface ExceptionReason {
  readonly code: string;
  /** The case of Article 19 that it is recorded as. */
  readonly article19: 1 | 2 | 3 | 4 | 5 | 6;
  readonly text: Bilingual;
  readonly needsNote: boolean;
  readonly clauses: readonly string[];
}

export interface Pack {
  readonly id: string;
  /** Version of our encoding, not of the document. */
  readonly version: string;
  readonly level: 'national' | 'province' | 'city';
  readonly title: Bilingual;
  readonly documentNumber: string;
  readonly issuer: Bilingual;
  readonly inForce: { readonly from: string; readonly to: string | null };
  readonly clauses: readonly Clause[];
  readonly parameters: readonly ParameterSetting[];
  readonly exceptionReasons: readonly ExceptionReason[];
  /** Notes at the bottom of a report 脚注, by label. */
  readonly footnotes: Readonly<Record<string, { readonly text: string; readonly clause: string }>>;
  /** Loops 闭环 that the document demands. */
  readonly loops?: readonly LoopDefinition[];
  /** What it adds to loops of wider documents. */
  readonly refinements?: readonly LoopRefinement[];
  /** How an inspector sees whether its clauses are kept 检查要点. */
  readonly checks?: readonly CheckPoint[];
  /** Values that it wants reached 目标值. */
  readonly targets?: readonly Target[];
}

/** A value that the mean of a year is to exceed 目标值. */
export interface Target {
  /** Such as `adverse-event-reports`. */
  readonly indicator: string;
  readonly year: number;
  readonly over: number;
  readonly clause: string;
}

/** What a narrower document says of a loop that a wider one declares: its own clauses, shorter limits, further stages, who else is told. */
export interface LoopRefinement {
  readonly loop: string;
  readonly clauses: readonly string[];
  readonly parameters?: Readonly<Record<string, Pick<LoopParameter, 'value' | 'source'>>>;
  /** Figures of its own, such as the limits of its stages. */
  readonly adds?: Readonly<Record<string, LoopParameter>>;
  readonly stages?: readonly StageDefinition[];
  /** Who else is told of stages, beside the ladder that they have 另行告知. */
  readonly tells?: readonly (EscalationStep & { readonly of: readonly string[] })[];
}

export function definePack(pack: Pack): Pack {
  return pack;
}

/** What encodes an item, why nothing does, or both: what encodes a part of it, and what is missing. */
export type Coverage = readonly string[] | Bilingual | PartlyEncoded;

interface PartlyEncoded {
  readonly by: readonly string[];
  readonly missing: Bilingual;
}

/** An item of which a part is encoded, with what is missing. */
export function partly(by: readonly string[], zh: string, en: string): PartlyEncoded {
  return { by, missing: { zh, en } };
}

/** Whether an item is put into practice as a whole, in part, or not at all. */
export function encodingOf({ encodedBy, notEncoded }: Pick<ClauseItem, 'encodedBy' | 'notEncoded'>): Encoding {
  if (notEncoded === null) return 'encoded';
  return encodedBy.length > 0 ? 'partly' : 'not-encoded';
}

export type Encoding = 'encoded' | 'partly' | 'not-encoded';

/** Whether a summary is to be confirmed 待核 before anybody relies on it. */
export function isToConfirm({ basis }: Pick<ClauseItem, 'basis'>): boolean {
  return basis === 'memory' || basis === 'contested';
}

type ItemRow = readonly [suffix: string, type: ItemType, zh: string, en: string, coverage: Coverage, basis?: Basis];

function partsOf(coverage: Coverage): Pick<ClauseItem, 'encodedBy' | 'notEncoded'> {
  if ('missing' in coverage) return { encodedBy: coverage.by, notEncoded: coverage.missing };
  return 'zh' in coverage ? { encodedBy: [], notEncoded: coverage } : { encodedBy: coverage, notEncoded: null };
}

/** Writes clauses of one document shortly: ids are the document's key and what follows it. */
export function clauseWriter(document: string, inForce: Clause['inForce']) {
  return (
    number: string,
    zh: string,
    en: string,
    rows: readonly ItemRow[],
    days: Clause['inForce'] = inForce,
  ): Clause => {
    const id = `${document}.${number}`;
    return {
      id,
      title: { zh, en },
      inForce: days,
      items: rows.map(([suffix, type, itemZh, itemEn, coverage, basis]) => ({
        id: `${id}${suffix}`,
        type,
        summary: { zh: itemZh, en: itemEn },
        ...partsOf(coverage),
        ...(basis === undefined ? {} : { basis }),
      })),
    };
  };
}

/** Why an item is not encoded, in the cases that come again and again. */
export const NOT_ENCODED = {
  policy: { zh: '政策导向或鼓励，无可判定的条件', en: 'a policy or encouragement: there is no condition to decide' },
  organisation: {
    zh: '组织管理义务，证据由机构自行保存',
    en: 'an organisational duty: the institution keeps the evidence',
  },
  authority: { zh: '由主管部门在系统外履行', en: 'performed by the authority outside the platform' },
  loop: { zh: '有期限的闭环尚未建立', en: 'the loop with its deadline is not built yet' },
  report: { zh: '定期报告尚未建立', en: 'the periodic report is not built yet' },
  indicator: { zh: '该指标尚未计算', en: 'the indicator is not computed yet' },
  ledger: { zh: '该台账尚未建立', en: 'the ledger is not built yet' },
  externalData: { zh: '所需数据平台未接收', en: 'the data it needs do not reach the platform' },
} as const satisfies Readonly<Record<string, Bilingual>>;
