/** Every text of the pages in Chinese: the source of the keys, and what English must complete. */
import { accounts, administration, keys, peers, sessions, systems } from './zh/administration.ts';
import { audit } from './zh/audit.ts';
import { watch } from './zh/watch.ts';
import { policy } from './zh/policy.ts';
import { account, login } from './zh/access.ts';
import { blind } from './zh/blind.ts';
import { clinical } from './zh/clinical.ts';
import { common } from './zh/common.ts';
import { complaints } from './zh/complaints.ts';
import { comments } from './zh/comments.ts';
import { caseReviews } from './zh/case-reviews.ts';
import { checks, emergency, hazards } from './zh/hazards.ts';
import { annex, indicators, journal, meetings, organisation, targets } from './zh/organisation.ts';
import { tasks } from './zh/tasks.ts';
import { scorecards } from './zh/scorecards.ts';
import { consent } from './zh/consent.ts';
import { criticalValues } from './zh/critical-values.ts';
import { deviations } from './zh/deviations.ts';
import { eqaEnrolment } from './zh/eqa-enrolment.ts';
import { eqaReports } from './zh/eqa-reports.ts';
import { dispatch } from './zh/dispatch.ts';
import { eqa } from './zh/eqa.ts';
import { events } from './zh/events.ts';
import { inspections } from './zh/inspections.ts';
import { iqc } from './zh/laboratory.ts';
import { criterion, iqcPatients, iqcPerformance } from './zh/iqc-performance.ts';
import { iqcMonths, iqcSheet } from './zh/iqc-months.ts';
import { patientControl } from './zh/patient-control.ts';
import { loops } from './zh/loops.ts';
import { studies } from './zh/studies.ts';
import { evidence } from './zh/mark-evidence.ts';
import { notify } from './zh/notify.ts';
import { options } from './zh/options.ts';
import { marks, publicDesk, quarantine, regulation, statistics } from './zh/oversight.ts';
import { affairs, own } from './zh/patients.ts';
import { returns } from './zh/returns.ts';
import { lists, registers } from './zh/registers.ts';
import { iqcAffected } from './zh/iqc-affected.ts';
import { recalls } from './zh/recalls.ts';
import { reviews } from './zh/reviews.ts';
import { spot } from './zh/spot.ts';
import { resources } from './zh/resources.ts';

export const zh = {
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

export type Translations = typeof zh;
