/** The rows of the registers 目录条目, as their definitions type them. */
import type { Columns, RegisterDefinition, RowOf } from '../kernel/register.ts';
import type {
  adverseEventAwards,
  agreements,
  allowableErrorChoices,
  allowableErrors,
  blindSamples,
  codeMappings,
  consortia,
  consortiumMembers,
  controlMaterials,
  criticalThresholds,
  departments,
  dischargeCounts,
  duties,
  eqaOutcomes,
  eqaRounds,
  inspectorConflicts,
  inspectors,
  institutions,
  instrumentActivities,
  instruments,
  iqcHolds,
  iqcMeasured,
  iqcMonthly,
  items,
  loopParameters,
  negativeList,
  panelComponents,
  practitioners,
  qcOrganisations,
  qualityRequirements,
  recognitionListEntries,
  recognitionLists,
  regions,
  reportingChannels,
  sites,
  suspensions,
  testSystems,
  timeLimits,
  workdays,
} from './definitions.ts';
import type { watchedEvents } from './adverse-event-definitions.ts';

export type Row<D> = D extends RegisterDefinition<infer C extends Columns> ? RowOf<C> : never;

export type RegionRow = Row<typeof regions>;
export type AgreementRow = Row<typeof agreements>;
export type InstitutionRow = Row<typeof institutions>;
export type DepartmentRow = Row<typeof departments>;
export type ConsortiumRow = Row<typeof consortia>;
export type ConsortiumMemberRow = Row<typeof consortiumMembers>;
export type QcOrganisationRow = Row<typeof qcOrganisations>;
export type PractitionerRow = Row<typeof practitioners>;
export type ItemRow = Row<typeof items>;
export type PanelComponentRow = Row<typeof panelComponents>;
export type CodeMappingRow = Row<typeof codeMappings>;
export type RecognitionListRow = Row<typeof recognitionLists>;
export type RecognitionListEntryRow = Row<typeof recognitionListEntries>;
export type TimeLimitRow = Row<typeof timeLimits>;
export type NegativeListRow = Row<typeof negativeList>;
export type QualityRequirementRow = Row<typeof qualityRequirements>;
export type AllowableErrorRow = Row<typeof allowableErrors>;
export type AllowableErrorChoiceRow = Row<typeof allowableErrorChoices>;
export type EqaRoundRow = Row<typeof eqaRounds>;
export type EqaOutcomeRow = Row<typeof eqaOutcomes>;
export type BlindSampleRow = Row<typeof blindSamples>;
export type IqcMonthlyRow = Row<typeof iqcMonthly>;
export type IqcMeasuredRow = Row<typeof iqcMeasured>;
export type InstrumentRow = Row<typeof instruments>;
export type InstrumentActivityRow = Row<typeof instrumentActivities>;
export type SuspensionRow = Row<typeof suspensions>;
export type WorkdayRow = Row<typeof workdays>;
export type SiteRow = Row<typeof sites>;
export type DutyRow = Row<typeof duties>;
export type LoopParameterRow = Row<typeof loopParameters>;
export type ReportingChannelRow = Row<typeof reportingChannels>;
export type CriticalThresholdRow = Row<typeof criticalThresholds>;
export type WatchedEventRow = Row<typeof watchedEvents>;
export type DischargeCountRow = Row<typeof dischargeCounts>;
export type AdverseEventAwardRow = Row<typeof adverseEventAwards>;
export type InspectorRow = Row<typeof inspectors>;
export type InspectorConflictRow = Row<typeof inspectorConflicts>;
export type TestSystemRow = Row<typeof testSystems>;
export type ControlMaterialRow = Row<typeof controlMaterials>;
export type IqcHoldRow = Row<typeof iqcHolds>;
