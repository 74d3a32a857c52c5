/** The answer of the check as CDS Hooks cards 提示卡片. Nothing to say gives no card. */
import { EXPLAINED_GATES } from '@fujie/core/recognition';

import type {
  Candidate,
  CheckResponse,
  ItemCheck,
  PanelCheck,
  ReasonsResponse,
  Stopped,
} from '../contracts/recognition.ts';
import { idOf } from './card-ids.ts';
import {
  clip,
  itemDetail,
  itemSummary,
  panelDetail,
  panelSummary,
  stoppedDetail,
  stoppedSummary,
} from './card-text.ts';
import { SUMMARY_LIMIT } from './response.ts';
import { reuseRecord, splitOrder } from './reuse.ts';
import type { Action, Card, Coding, Hook, HookResponse, Indicator, JsonObject, Link, Suggestion } from './types.ts';

export interface CardsInput {
  readonly hook: Hook;
  readonly check: CheckResponse;
  /** Draft orders by `{type}/{id}`, the `orderRef` of the check. */
  readonly drafts: ReadonlyMap<string, JsonObject>;
  /** The patient as the client knows them, `Patient/{id}`. */
  readonly patient: string;
  readonly exceptions: ReasonsResponse['exceptions'];
  /** Absolute address of this platform, without a trailing slash. */
  readonly publicUrl: string;
  /** Where the client launches pages of this platform from its record system (SMART App Launch); null: it does not. */
  readonly launchUrl: string | null;
  /** Code system of the region's items. */
  readonly itemSystem: string;
}

export const EXCEPTION_SYSTEM = 'urn:fujie:exception';
/** Extension of a card by which an order is refused: no reason lets it go on. */
export const REFUSAL = 'urn:fujie:refusal';
const TOPIC: Coding = {
  system: 'urn:fujie:card-topic',
  code: 'result-recognition',
  display: '检查检验结果互认 Recognition of results',
};

/**
 * Cards for what was asked: one per item that the own laboratory may not run now, whoever the patient is; one per ordered item or panel with
 * something to offer; for a patient just opened, one line.
 */
export function cardsOf(input: CardsInput): HookResponse {
  const { check } = input;
  const cards: Card[] =
    input.hook === 'patient-view' ? [] : check.items.flatMap((item, at) => stoppedCard(input, item, at));
  if (check.person === null || check.timedOut) return { cards };
  if (input.hook === 'patient-view') return { cards: overview(input) };
  check.items.forEach((item, index) => {
    if (item.panel !== null) return;
    const card = itemCard(input, item, index);
    if (card) cards.push(card);
  });
  check.panels.forEach((panel, index) => {
    const card = panelCard(input, panel, index);
    if (card) cards.push(card);
  });
  return { cards };
}

/** Of an item that is ordered twice, by itself and in a panel, once. */
function stoppedCard(input: CardsInput, item: ItemCheck, index: number): readonly Card[] {
  const { check } = input;
  const isFirst = check.items.findIndex((other) => other.item === item.item) === index;
  if (item.stops === undefined || item.stops.length === 0 || !isFirst) return [];
  return [
    {
      uuid: idOf(check.decision, 'stopped', index),
      summary: stoppedSummary(item, item.stops),
      detail: stoppedDetail(item, item.stops),
      indicator: 'critical',
      source: source(input),
      ...dropped(input, item, index),
      extension: { [REFUSAL]: refusalOf(item, item.stops) },
    },
  ];
}

/** That the draft is taken back is all that can be done with it; a panel goes on without the item. */
function dropped(input: CardsInput, item: ItemCheck, index: number): Pick<Card, 'suggestions' | 'selectionBehavior'> {
  const { orderRef: order, panel, nameZh, nameEn } = item;
  if (order === null || panel !== null || !input.drafts.has(order)) return {};
  const suggestion = {
    label: clip(`撤销待开立的${nameZh} Remove ${nameEn}`, 100),
    uuid: idOf(input.check.decision, 'dropStopped', index),
    isRecommended: true,
    actions: [removeOrder(order, nameZh)],
  };
  return { suggestions: [suggestion], selectionBehavior: 'at-most-one' };
}

/** What a record system reads to hold the order back: which, why, since when, and who may measure it. */
function refusalOf({ item, orderRef, elsewhere = [] }: ItemCheck, stops: readonly Stopped[]): JsonObject {
  return {
    refused: true,
    item,
    orderRef,
    stops: stops.map(({ code, clauses, since }) => ({ code, clauses, since })),
    elsewhere: elsewhere.map(({ code, nameZh, nameEn }) => ({ code, nameZh, nameEn })),
  };
}

function itemCard(input: CardsInput, item: ItemCheck, index: number): Card | null {
  const { check } = input;
  const [best] = item.candidates;
  if (best === undefined || item.answered !== null) return null;
  const offered = item.candidates.filter((candidate) => candidate.class !== 'NOT');
  const shown = offered.length > 0 ? offered : [best];
  if (offered.length === 0 && !best.reasons.some((reason) => EXPLAINED_GATES.includes(reason.code))) return null;
  const accept = offered.length > 0 ? acceptItem(input, item, index, best) : [];
  return {
    uuid: idOf(check.decision, 'item', index),
    summary: itemSummary(item, best),
    detail: itemDetail(item, shown.slice(0, 3)),
    indicator: indicatorOf(best, check.emergency),
    source: source(input),
    ...(accept.length > 0 ? { suggestions: accept, selectionBehavior: 'at-most-one' as const } : {}),
    // What is stopped is repeated for no reason.
    ...(offered.length > 0 && item.refused !== true ? { overrideReasons: overrideReasons(input) } : {}),
    links: [resultLink(input, best), explainLink(input, item.item)],
  };
}

function indicatorOf(best: Candidate, emergency: boolean): Indicator {
  if (best.class === 'NOT') return 'info';
  return best.class === 'MUST' && !emergency ? 'critical' : 'warning';
}

function acceptItem(input: CardsInput, item: ItemCheck, index: number, best: Candidate): readonly Suggestion[] {
  const order = item.orderRef;
  if (order === null || !input.drafts.has(order)) return [];
  return [
    {
      label: clip(`采纳互认，不再开立 Accept ${item.nameEn}`, 100),
      uuid: idOf(input.check.decision, 'acceptItem', index),
      ...(best.class === 'MUST' ? { isRecommended: true } : {}),
      actions: [removeOrder(order, item.nameZh), recordReuse(input, item, index, best)],
    },
  ];
}

function removeOrder(order: string, nameZh: string): Action {
  return { type: 'delete', resourceId: order, description: clip(`撤销待开立的${nameZh} Remove the draft order`, 200) };
}

function recordReuse(input: CardsInput, item: ItemCheck, index: number, best: Candidate): Action {
  return {
    type: 'create',
    description: clip(`记录采纳${item.nameZh}的互认结果 Record the reuse`, 200),
    resource: reuseRecord({
      id: idOf(input.check.decision, 'reuseRecord', index),
      patient: input.patient,
      at: input.check.asOf,
      item,
      candidate: best,
      publicUrl: input.publicUrl,
      explainUrl: explainUrl(input, item.item),
    }),
  };
}

function panelCard(input: CardsInput, panel: PanelCheck, index: number): Card | null {
  const { check } = input;
  const parts = check.items.flatMap((item, at) =>
    item.panel === panel.panel && item.orderRef === panel.orderRef ? [{ item, at }] : [],
  );
  const open = parts.filter(
    ({ item }) => item.answered === null && item.candidates[0] !== undefined && item.candidates[0].class !== 'NOT',
  );
  // What was accepted before may not come back on the bill by way of its panel (Article 18).
  if (open.length === 0 && panel.accepted.length === 0) return null;
  const suggestions = splitSuggestions(input, panel, index, parts);
  return {
    uuid: idOf(check.decision, 'panel', index),
    summary: panelSummary(check, panel),
    detail: panelDetail(
      check,
      panel,
      parts.map(({ item }) => item),
    ),
    indicator: panel.covered.length > 0 && !check.emergency ? 'critical' : 'warning',
    source: source(input),
    ...(suggestions.length > 0 ? { suggestions, selectionBehavior: 'at-most-one' as const } : {}),
    ...(open.length > 0 ? { overrideReasons: overrideReasons(input) } : {}),
    links: [
      ...open
        .slice(0, 5)
        .flatMap(({ item }) => (item.candidates[0] === undefined ? [] : [resultLink(input, item.candidates[0])])),
      ...(open.length > 0 ? open : parts).slice(0, 1).map(({ item }) => explainLink(input, item.item)),
    ],
  };
}

interface Part {
  readonly item: ItemCheck;
  readonly at: number;
}

/** The panel order is deleted, what is not accepted is ordered singly (Article 18: no charge by bundling). */
function splitSuggestions(
  input: CardsInput,
  panel: PanelCheck,
  index: number,
  parts: readonly Part[],
): readonly Suggestion[] {
  const order = panel.orderRef;
  const draft = order === null ? undefined : input.drafts.get(order);
  if (order === null || draft === undefined) return [];
  const suggestion = (
    kind: 'acceptCovered' | 'acceptOffered',
    accepted: readonly string[],
    label: string,
  ): Suggestion => ({
    label,
    uuid: idOf(input.check.decision, kind, index),
    ...(kind === 'acceptCovered' ? { isRecommended: true } : {}),
    actions: [
      removeOrder(order, panel.nameZh),
      ...parts.flatMap(({ item, at }): readonly Action[] => {
        if (item.answered === 'ACCEPT') return [];
        const isAccepted = accepted.includes(item.item);
        if (item.refused === true && !isAccepted) return [];
        const best = item.candidates[0];
        if (isAccepted && best !== undefined) return [recordReuse(input, item, at, best)];
        return [
          {
            type: 'create',
            description: clip(`单独开立${item.nameZh} Order ${item.nameEn} singly`, 200),
            resource: splitOrder({
              id: idOf(input.check.decision, 'splitOrder', at),
              draft,
              item,
              patient: input.patient,
              itemSystem: input.itemSystem,
            }),
          },
        ];
      }),
    ],
  });
  const { length: spared } = [...panel.accepted, ...panel.covered];
  const isOrdered = ({ item }: Part): boolean =>
    item.refused !== true && ![...panel.accepted, ...panel.covered].includes(item.item);
  return [
    ...(spared > 0
      ? [
          suggestion(
            'acceptCovered',
            panel.covered,
            `采纳应当互认的 ${spared} 项，其余 ${parts.filter(isOrdered).length} 项单独开立 Accept, order the rest`,
          ),
        ]
      : []),
    ...(panel.offered.length > 0
      ? [
          suggestion(
            'acceptOffered',
            [...panel.covered, ...panel.offered],
            `采纳全部 ${spared + panel.offered.length} 项可互认结果，其余单独开立 Accept all offered`,
          ),
        ]
      : []),
  ];
}

/** One quiet line when a chart is opened: what exists. */
function overview(input: CardsInput): readonly Card[] {
  const { check } = input;
  const foreign = check.items.filter((item) => item.candidates[0]?.own === false);
  const count = (wanted: 'MUST' | 'MAY'): number => foreign.filter((item) => item.class === wanted).length;
  const must = count('MUST');
  const may = count('MAY');
  if (must + may === 0) return [];
  const institutions = new Set(
    foreign.flatMap((item) =>
      item.candidates.flatMap((candidate) => (candidate.own ? [] : candidate.result.institution.nameZh)),
    ),
  );
  return [
    {
      uuid: idOf(check.decision, 'overview', 0),
      summary: clip(
        `已有 ${must} 项应当互认、${may} 项鼓励互认的既往结果（${institutions.size} 家机构） ${must} results must and ${may} may be recognised`,
        SUMMARY_LIMIT,
      ),
      indicator: 'info',
      source: source(input),
      links: [linkTo(input, '查看全部结果 All results', `/patients/${check.person ?? ''}`)],
    },
  ];
}

function source(input: CardsInput): Card['source'] {
  return { label: '符节 检查检验结果互认平台 Fujie', url: input.publicUrl, topic: TOPIC };
}

const codings = new WeakMap<object, readonly Coding[]>();

/** The same for every card of a jurisdiction. */
function overrideReasons({ exceptions }: CardsInput): readonly Coding[] {
  const known = codings.get(exceptions);
  if (known !== undefined) return known;
  const made = exceptions.map(({ code, text }) => ({
    system: EXCEPTION_SYSTEM,
    code,
    display: `${text.zh} ${text.en}`,
  }));
  codings.set(exceptions, made);
  return made;
}

function resultLink(input: CardsInput, candidate: Candidate): Link {
  const { result } = candidate;
  const id = encodeURIComponent(result.reportId ?? result.id);
  return linkTo(
    input,
    clip(`查看${result.institution.nameZh}报告 Open the report`, 100),
    `/r/${id}?decision=${input.check.decision}&result=${encodeURIComponent(result.id)}`,
  );
}

/** A page of this platform: by its address, or launched for the patient who is open in the record system. */
function linkTo({ publicUrl, launchUrl }: CardsInput, label: string, page: string): Link {
  return launchUrl === null
    ? { label, url: `${publicUrl}${page}`, type: 'absolute' }
    : { label, url: launchUrl, type: 'smart', appContext: page };
}

function explainLink(input: CardsInput, item: string): Link {
  return linkTo(input, '判定依据 Why', explainPage(input, item));
}

function explainUrl(input: CardsInput, item: string): string {
  return `${input.publicUrl}${explainPage(input, item)}`;
}

function explainPage({ check }: CardsInput, item: string): string {
  return `/explain/${check.decision}?item=${encodeURIComponent(item)}`;
}
