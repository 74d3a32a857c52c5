/** The parts of FHIR R4 resources that Fujie reads. Whatever else a resource carries is kept and given back unread. */

export const SUPPORTED_TYPES = [
  'Patient',
  'Organization',
  'Practitioner',
  'PractitionerRole',
  'Encounter',
  'ServiceRequest',
  'Specimen',
  'DiagnosticReport',
  'Observation',
  'ImagingStudy',
] as const;
export type ResourceType = (typeof SUPPORTED_TYPES)[number];

export function isSupportedType(type: unknown): type is ResourceType {
  return (SUPPORTED_TYPES as readonly unknown[]).includes(type);
}

export type JsonObject = Readonly<Record<string, unknown>>;

export interface Coding {
  readonly system?: string;
  readonly code?: string;
  readonly display?: string;
}
export interface CodeableConcept {
  readonly coding?: readonly Coding[];
  readonly text?: string;
}
export interface Extension {
  readonly url: string;
  readonly valueString?: string;
  readonly valueBoolean?: boolean;
  readonly valueAge?: Quantity;
}
export interface Period {
  readonly start?: string;
  readonly end?: string;
}
export interface Reference {
  readonly reference?: string;
  readonly type?: string;
  readonly identifier?: Identifier;
  readonly display?: string;
}
export interface Identifier {
  readonly use?: string;
  readonly type?: CodeableConcept;
  readonly system?: string;
  readonly value?: string;
  readonly period?: Period;
  readonly assigner?: Reference;
  readonly extension?: readonly Extension[];
}
export interface Quantity {
  readonly value?: number;
  readonly comparator?: '<' | '<=' | '>=' | '>';
  readonly unit?: string;
  readonly system?: string;
  readonly code?: string;
}
export interface Meta {
  readonly versionId?: string;
  readonly lastUpdated?: string;
  readonly tag?: readonly Coding[];
  readonly profile?: readonly string[];
}

export interface Resource {
  readonly resourceType: string;
  readonly id?: string;
  readonly meta?: Meta;
  readonly extension?: readonly Extension[];
  readonly identifier?: Identifier | readonly Identifier[];
  readonly status?: string;
  readonly contained?: readonly Resource[];
}

export interface HumanName {
  readonly use?: string;
  readonly text?: string;
  readonly family?: string;
  readonly given?: readonly (string | null)[];
}
export interface Patient extends Resource {
  readonly identifier?: readonly Identifier[];
  readonly name?: readonly HumanName[];
  readonly gender?: 'male' | 'female' | 'other' | 'unknown';
  readonly birthDate?: string;
  readonly deceasedDateTime?: string;
}

export interface ReferenceRange {
  readonly low?: Quantity;
  readonly high?: Quantity;
  readonly type?: CodeableConcept;
  readonly text?: string;
}
/** The value of an Observation, or of one of its components. */
export interface Valued {
  readonly valueQuantity?: Quantity;
  readonly valueCodeableConcept?: CodeableConcept;
  readonly valueString?: string;
  readonly valueBoolean?: boolean;
  readonly valueInteger?: number;
  readonly valueRatio?: { readonly numerator?: Quantity; readonly denominator?: Quantity };
  readonly valueRange?: { readonly low?: Quantity; readonly high?: Quantity };
  readonly valueTime?: string;
  readonly valueDateTime?: string;
}
export interface Observation extends Resource, Valued {
  readonly identifier?: readonly Identifier[];
  readonly status: string;
  readonly category?: readonly CodeableConcept[];
  readonly code: CodeableConcept;
  readonly subject?: Reference;
  readonly effectiveDateTime?: string;
  readonly effectivePeriod?: Period;
  readonly effectiveInstant?: string;
  readonly issued?: string;
  readonly component?: readonly (Valued & { readonly code: CodeableConcept })[];
  readonly interpretation?: readonly CodeableConcept[];
  readonly method?: CodeableConcept;
  readonly specimen?: Reference;
  readonly device?: Reference;
  readonly performer?: readonly Reference[];
  readonly encounter?: Reference;
  readonly basedOn?: readonly Reference[];
  readonly referenceRange?: readonly ReferenceRange[];
}
export interface DiagnosticReport extends Resource {
  readonly identifier?: readonly Identifier[];
  readonly status: string;
  readonly category?: readonly CodeableConcept[];
  readonly code: CodeableConcept;
  readonly subject?: Reference;
  readonly effectiveDateTime?: string;
  readonly effectivePeriod?: Period;
  readonly issued?: string;
  readonly performer?: readonly Reference[];
  readonly resultsInterpreter?: readonly Reference[];
  readonly specimen?: readonly Reference[];
  readonly result?: readonly Reference[];
  readonly imagingStudy?: readonly Reference[];
  readonly media?: readonly { readonly link: Reference }[];
  readonly conclusion?: string;
  readonly conclusionCode?: readonly CodeableConcept[];
  readonly encounter?: Reference;
  readonly basedOn?: readonly Reference[];
}
export interface ImagingStudy extends Resource {
  readonly identifier?: readonly Identifier[];
  readonly status: string;
  readonly subject: Reference;
  readonly modality?: readonly Coding[];
  readonly started?: string;
  readonly procedureCode?: readonly CodeableConcept[];
  readonly description?: string;
  readonly numberOfInstances?: number;
}
export interface Specimen extends Resource {
  readonly status?: string;
  readonly condition?: readonly CodeableConcept[];
  readonly container?: readonly { readonly additiveCodeableConcept?: CodeableConcept }[];
  readonly accessionIdentifier?: Identifier;
  readonly type?: CodeableConcept;
  readonly subject?: Reference;
  readonly receivedTime?: string;
  readonly collection?: { readonly collectedDateTime?: string; readonly collectedPeriod?: Period };
}
export interface ServiceRequest extends Resource {
  readonly identifier?: readonly Identifier[];
  readonly status: string;
  readonly intent: string;
  readonly category?: readonly CodeableConcept[];
  readonly code?: CodeableConcept;
  readonly subject: Reference;
  readonly encounter?: Reference;
  readonly priority?: string;
  readonly authoredOn?: string;
  readonly requester?: Reference;
  readonly reasonCode?: readonly CodeableConcept[];
}
export interface Encounter extends Resource {
  readonly identifier?: readonly Identifier[];
  readonly class?: Coding;
  readonly subject?: Reference;
  readonly period?: Period;
  readonly serviceProvider?: Reference;
  readonly reasonCode?: readonly CodeableConcept[];
}
export interface PractitionerRole extends Resource {
  readonly identifier?: readonly Identifier[];
  readonly practitioner?: Reference;
  readonly organization?: Reference;
}

export interface BundleEntry {
  readonly fullUrl?: string;
  readonly resource?: Resource;
  readonly request?: {
    readonly method: string;
    readonly url: string;
    readonly ifMatch?: string;
    readonly ifNoneExist?: string;
    readonly ifNoneMatch?: string;
  };
}
export interface Bundle extends Resource {
  readonly type?: string;
  readonly entry?: readonly BundleEntry[];
}

export interface OperationOutcomeIssue {
  readonly severity: 'fatal' | 'error' | 'warning' | 'information';
  readonly code: string;
  readonly details?: CodeableConcept;
  readonly diagnostics?: string;
  readonly expression?: readonly string[];
}
export interface OperationOutcome {
  readonly resourceType: 'OperationOutcome';
  readonly extension?: readonly { readonly url: string; readonly valueString: string }[];
  readonly issue: readonly OperationOutcomeIssue[];
}
