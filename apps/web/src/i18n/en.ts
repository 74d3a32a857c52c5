/** Every text of the pages in English; the compiler refuses a missing or surplus key. */
import { accounts, administration, keys, peers, sessions, systems } from './en/administration.ts';
import { audit } from './en/audit.ts';
import { watch } from './en/watch.ts';
import { policy } from './en/policy.ts';
import { account, login } from './en/access.ts';
import { blind } from './en/blind.ts';
import { clinical } from './en/clinical.ts';
import { common } from './en/common.ts';
import { complaints } from './en/complaints.ts';
import { comments } from './en/comments.ts';
import { caseReviews } from './en/case-reviews.ts';
import { checks, emergency, hazards } from './en/hazards.ts';
import { annex, indicators, journal, meetings, organisation, targets } from './en/organisation.ts';
import { tasks } from './en/tasks.ts';
import { scorecards } from './en/scorecards.ts';
import { consent } from './en/consent.ts';
import { criticalValues } from './en/critical-values.ts';
import { deviations } from './en/deviations.ts';
import { eqaEnrolment } from './en/eqa-enrolment.ts';
import { eqaReports } from './en/eqa-reports.ts';
import { dispatch } from './en/dispatch.ts';
import { eqa } from './en/eqa.ts';
import { events } from './en/events.ts';
import { inspections } from './en/inspections.ts';
import { iqc } from './en/laboratory.ts';
import { criterion, iqcPatients, iqcPerformance } from './en/iqc-performance.ts';
import { iqcMonths, iqcSheet } from './en/iqc-months.ts';
import { patientControl } from './en/patient-control.ts';
import { loops } from './en/loops.ts';
import { studies } from './en/studies.ts';
import { evidence } from './en/mark-evidence.ts';
import { notify } from './en/notify.ts';
import { options } from './en/options.ts';
import { marks, publicDesk, quarantine, regulation, statistics } from './en/oversight.ts';
import { affairs, own } from './en/patients.ts';
import { returns } from './en/returns.ts';
import { lists, registers } from './en/registers.ts';
import { iqcAffected } from './en/iqc-affected.ts';
import { recalls } from './en/recalls.ts';
import { reviews } from './en/reviews.ts';
import { spot } from './en/spot.ts';
import { resources } from './en/resources.ts';
import type { Translations } from './zh.ts';

export const en: Translations = {
  ...common,
  criterion,
  login,
  account,
  accounts,
  administration,
  keys,
  peers,
  sessions,
  systems,
  clinical,
  complaints,
  comments,
  journal,
  annex,
  indicators,
  targets,
  hazards,
  caseReviews,
  checks,
  emergency,
  meetings,
  organisation,
  scorecards,
  tasks,
  deviations,
  dispatch,
  eqaEnrolment,
  eqaReports,
  consent,
  eqa,
  events,
  registers,
  iqcAffected,
  recalls,
  reviews,
  resources,
  spot,
  lists,
  statistics,
  regulation,
  marks,
  evidence,
  blind,
  studies,
  quarantine,
  audit,
  policy,
  watch,
  criticalValues,
  inspections,
  iqc,
  iqcMonths,
  iqcSheet,
  iqcPatients,
  patientControl,
  iqcPerformance,
  loops,
  returns,
  notify,
  own,
  affairs,
  publicDesk,
  options,
};
