/** The registers 目录 as a list; each is declared beside those of its kind. */
import {
  regions,
  agreements,
  institutions,
  departments,
  consortia,
  consortiumMembers,
  qcOrganisations,
  practitioners,
  items,
  panelComponents,
  codeMappings,
  recognitionLists,
  recognitionListEntries,
  timeLimits,
  negativeList,
  workdays,
} from './definitions.ts';
import { adverseEventAwards, dischargeCounts } from './adverse-event-definitions.ts';
import { criticalThresholds } from './critical-definitions.ts';
import { inspectorConflicts, inspectors } from './inspection-definitions.ts';
import { controlMaterials, iqcHolds, testSystems } from './iqc-definitions.ts';
import { loopParameters, reportingChannels } from './loop-definitions.ts';
import {
  institutionHeads,
  ownRules,
  qualityBodies,
  qualityBodyMembers,
  qualityOfficers,
} from './organisation-definitions.ts';
import { departmentTargets, indicatorMonths, qualityTargets, targetValues } from './target-definitions.ts';
import {
  blindSamples,
  eqaOutcomes,
  eqaRounds,
  instrumentActivities,
  instruments,
  iqcMonthly,
  qualityRequirements,
  suspensions,
} from './quality-definitions.ts';
import {
  laboratoryCounts,
  licensedSubjects,
  reagentLots,
  reagentUses,
  staffAuthorisations,
} from './resource-definitions.ts';
import { duties, sites } from './watch-definitions.ts';

/** All registers in the order in which they are loaded (a register follows those it refers to). */
export const REGISTERS = [
  regions,
  qcOrganisations,
  agreements,
  institutions,
  departments,
  consortia,
  consortiumMembers,
  practitioners,
  items,
  panelComponents,
  codeMappings,
  qualityRequirements,
  eqaRounds,
  eqaOutcomes,
  blindSamples,
  recognitionLists,
  recognitionListEntries,
  timeLimits,
  negativeList,
  iqcMonthly,
  instruments,
  instrumentActivities,
  testSystems,
  controlMaterials,
  iqcHolds,
  reagentLots,
  reagentUses,
  staffAuthorisations,
  licensedSubjects,
  laboratoryCounts,
  suspensions,
  workdays,
  sites,
  duties,
  loopParameters,
  criticalThresholds,
  reportingChannels,
  dischargeCounts,
  adverseEventAwards,
  institutionHeads,
  qualityBodies,
  qualityBodyMembers,
  qualityOfficers,
  ownRules,
  qualityTargets,
  departmentTargets,
  targetValues,
  indicatorMonths,
  inspectors,
  inspectorConflicts,
] as const;
