/** CDS Hooks 2.0 on the wire: discovery, request, response and feedback. Unknown fields are tolerated everywhere. */

export const HOOKS = ['patient-view', 'order-select', 'order-sign'] as const;
export type Hook = (typeof HOOKS)[number];

/** Any JSON object, such as a FHIR resource of which only some fields matter here. */
export type JsonObject = Readonly<Record<string, unknown>>;

export interface Service {
  readonly hook: Hook;
  readonly id: string;
  readonly title: string;
  readonly description: string;
  readonly prefetch?: Readonly<Record<string, string>>;
  readonly usageRequirements?: string;
}

export interface DiscoveryResponse {
  readonly services: readonly Service[];
}

export interface Coding {
  readonly system?: string;
  readonly code: string;
  readonly display?: string;
}

export interface HookContext {
  /** `{type}/{id}` of who is signed in. */
  readonly userId: string;
  readonly patientId: string;
  readonly encounterId?: string;
  /** order-select: the drafts just picked, as `{type}/{id}`. */
  readonly selections?: readonly string[];
  /** order-select and order-sign: a Bundle of draft orders. */
  readonly draftOrders?: JsonObject;
}

export interface HookRequest {
  readonly hook: string;
  readonly hookInstance: string;
  readonly fhirServer?: string;
  readonly fhirAuthorization?: JsonObject;
  readonly context: HookContext;
  readonly prefetch?: Readonly<Record<string, JsonObject | null>>;
}

export type Indicator = 'info' | 'warning' | 'critical';

export interface Action {
  readonly type: 'create' | 'update' | 'delete';
  readonly description: string;
  readonly resource?: JsonObject;
  readonly resourceId?: string;
}

export interface Suggestion {
  readonly label: string;
  readonly uuid: string;
  readonly isRecommended?: boolean;
  readonly actions: readonly Action[];
}

export interface Link {
  readonly label: string;
  readonly url: string;
  readonly type: 'absolute' | 'smart';
  readonly appContext?: string;
}

export interface Card {
  readonly uuid: string;
  readonly summary: string;
  readonly detail?: string;
  readonly indicator: Indicator;
  readonly source: { readonly label: string; readonly url?: string; readonly icon?: string; readonly topic?: Coding };
  readonly suggestions?: readonly Suggestion[];
  readonly selectionBehavior?: 'at-most-one' | 'any';
  readonly overrideReasons?: readonly Coding[];
  readonly links?: readonly Link[];
  readonly extension?: JsonObject;
}

export interface HookResponse {
  readonly cards: readonly Card[];
}

export interface FeedbackEntry {
  readonly card: string;
  readonly outcome: 'accepted' | 'overridden';
  readonly acceptedSuggestions?: readonly { readonly id: string }[];
  readonly overrideReason?: { readonly reason?: Coding; readonly userComment?: string };
  readonly outcomeTimestamp: string;
}

export interface Feedback {
  readonly feedback: readonly FeedbackEntry[];
}
