/** The shape in which a region hands over its registers: rows with the period in which they hold. */
import type { Day } from '@fujie/core/kernel';
import { keyOf } from '@fujie/core/kernel';
import type {
  AdverseEventAwardRow,
  AgreementRow,
  AllowableErrorChoiceRow,
  AllowableErrorRow,
  AuthorityMilestoneRow,
  AuthorityTaskRow,
  BlindSampleRow,
  CodeMappingRow,
  ConsortiumMemberRow,
  ConsortiumRow,
  ControlMaterialRow,
  CriticalThresholdRow,
  DepartmentRow,
  DepartmentTargetRow,
  DischargeCountRow,
  DutyRow,
  EmergencyPlanRow,
  EqaOutcomeRow,
  EqaRoundRow,
  DepartmentIndicatorMonthRow,
  IndicatorDutyRow,
  IndicatorMonthRow,
  InstitutionHeadRow,
  InspectorConflictRow,
  InspectorRow,
  InstitutionRow,
  InstrumentActivityRow,
  InstrumentRow,
  IqcHoldRow,
  IqcMeasuredRow,
  IqcMonthlyRow,
  ItemRow,
  LaboratoryCountRow,
  LicensedSubjectRow,
  LoopParameterRow,
  ReportingChannelRow,
  NegativeListRow,
  OfficerRuleRow,
  OwnRuleRow,
  PanelComponentRow,
  PractitionerRow,
  QcOrganisationRow,
  QualityBodyMemberRow,
  QualityBodyRow,
  QualityOfficerRow,
  QualityRequirementRow,
  QualityTargetRow,
  QualityTaskRow,
  ReagentLotRow,
  LotRecallRow,
  ReagentUseRow,
  RecognitionListEntryRow,
  RecognitionListRow,
  RegionRow,
  RegisterSnapshot,
  SiteRow,
  StaffAuthorisationRow,
  StaffTargetRow,
  SuspensionRow,
  TestSystemRow,
  TargetValueRow,
  TaskMilestoneRow,
  TimeLimitRow,
  WatchedEventRow,
  WorkdayRow,
} from '@fujie/core/registers';
import { buildSnapshot, REGISTERS } from '@fujie/core/registers';

/** One entry of a register: the row and the period `[from, to)`. */
export interface TypedEntry<R> {
  readonly row: R;
  readonly from: Day;
  readonly to: Day | null;
}

interface RowsById {
  region: RegionRow;
  'qc-organisation': QcOrganisationRow;
  agreement: AgreementRow;
  institution: InstitutionRow;
  department: DepartmentRow;
  consortium: ConsortiumRow;
  'consortium-member': ConsortiumMemberRow;
  practitioner: PractitionerRow;
  item: ItemRow;
  'panel-component': PanelComponentRow;
  'code-mapping': CodeMappingRow;
  'recognition-list': RecognitionListRow;
  'recognition-list-entry': RecognitionListEntryRow;
  'time-limit': TimeLimitRow;
  'negative-list': NegativeListRow;
  'quality-requirement': QualityRequirementRow;
  'allowable-error': AllowableErrorRow;
  'allowable-error-choice': AllowableErrorChoiceRow;
  'eqa-round': EqaRoundRow;
  'eqa-outcome': EqaOutcomeRow;
  'blind-sample': BlindSampleRow;
  'iqc-monthly': IqcMonthlyRow;
  'iqc-measured': IqcMeasuredRow;
  instrument: InstrumentRow;
  'instrument-activity': InstrumentActivityRow;
  'test-system': TestSystemRow;
  'control-material': ControlMaterialRow;
  'iqc-hold': IqcHoldRow;
  'reagent-lot': ReagentLotRow;
  'reagent-use': ReagentUseRow;
  'lot-recall': LotRecallRow;
  'staff-authorisation': StaffAuthorisationRow;
  'licensed-subject': LicensedSubjectRow;
  'laboratory-count': LaboratoryCountRow;
  suspension: SuspensionRow;
  workday: WorkdayRow;
  site: SiteRow;
  duty: DutyRow;
  'loop-parameter': LoopParameterRow;
  'critical-threshold': CriticalThresholdRow;
  'watched-event': WatchedEventRow;
  'discharge-count': DischargeCountRow;
  'adverse-event-award': AdverseEventAwardRow;
  'institution-head': InstitutionHeadRow;
  'quality-body': QualityBodyRow;
  'quality-body-member': QualityBodyMemberRow;
  'quality-officer': QualityOfficerRow;
  'officer-rule': OfficerRuleRow;
  'own-rule': OwnRuleRow;
  'emergency-plan': EmergencyPlanRow;
  'quality-target': QualityTargetRow;
  'department-target': DepartmentTargetRow;
  'staff-target': StaffTargetRow;
  'target-value': TargetValueRow;
  'indicator-month': IndicatorMonthRow;
  'indicator-duty': IndicatorDutyRow;
  'department-indicator-month': DepartmentIndicatorMonthRow;
  'quality-task': QualityTaskRow;
  'task-milestone': TaskMilestoneRow;
  'authority-task': AuthorityTaskRow;
  'authority-milestone': AuthorityMilestoneRow;
  'reporting-channel': ReportingChannelRow;
  inspector: InspectorRow;
  'inspector-conflict': InspectorConflictRow;
}

export type RegisterId = keyof RowsById;

/** Every register of a region. */
export type RegionRegisters = { readonly [K in RegisterId]: readonly TypedEntry<RowsById[K]>[] };

/** Rows that hold from one day on. */
export function since<R>(from: Day, rows: readonly R[]): TypedEntry<R>[] {
  return rows.map((row) => ({ row, from, to: null }));
}

/** The registers of a region, or those of them that are made, as the core reads them. */
export function snapshotOf(registers: Partial<RegionRegisters>): RegisterSnapshot {
  const entries = Object.fromEntries(
    REGISTERS.map((definition) => {
      const rows: readonly TypedEntry<Readonly<Record<string, unknown>>>[] =
        registers[definition.id as RegisterId] ?? [];
      return [
        definition.id,
        rows.map(({ row, from, to }) => ({ key: keyOf(definition, row), version: 1, from, to, row })),
      ];
    }),
  );
  return buildSnapshot(entries, 1);
}
