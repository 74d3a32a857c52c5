/** The workspaces of each role: which pages an account sees, by the permissions that the server named. */
import type { SessionActor } from '@fujie/wire/contracts';

export interface PageLink {
  readonly to: string;
  /** Where else its own pages lie. */
  readonly also?: readonly string[];
  readonly label: NavKey;
  readonly icon: IconKey;
  readonly can: string;
}

export type GroupKey = 'clinical' | 'quality' | 'oversight' | 'reference' | 'system';
export type NavKey =
  | 'loops'
  | 'criticalValues'
  | 'criticalList'
  | 'criticalStatistics'
  | 'loopDefinitions'
  | 'loopStatistics'
  | 'loopAlerts'
  | 'ownComplaints'
  | 'patients'
  | 'reportChanges'
  | 'issuedChanges'
  | 'explanations'
  | 'breakGlass'
  | 'wishes'
  | 'affairs'
  | 'lists'
  | 'eqa'
  | 'eqaPapers'
  | 'eqaReports'
  | 'iqc'
  | 'iqcMonths'
  | 'iqcRegion'
  | 'resources'
  | 'laboratoryIndicators'
  | 'marks'
  | 'regionMarks'
  | 'blindSamples'
  | 'studies'
  | 'lapses'
  | 'statistics'
  | 'registers'
  | 'regulation'
  | 'quarantine'
  | 'imports'
  | 'audit'
  | 'watch'
  | 'watched'
  | 'complaints'
  | 'organisation'
  | 'meetings'
  | 'journal'
  | 'targets'
  | 'indicators'
  | 'scorecards'
  | 'tasks'
  | 'inspectionPlans'
  | 'inspections'
  | 'publicInspections'
  | 'returns'
  | 'comments'
  | 'deviations'
  | 'dispatch'
  | 'hazards'
  | 'caseReviews'
  | 'checks'
  | 'emergency'
  | 'events'
  | 'eventOffice'
  | 'unsealings'
  | 'complain'
  | 'policy'
  | 'administration'
  | 'accounts'
  | 'sessions'
  | 'systems'
  | 'keys'
  | 'public';
export type IconKey =
  | 'loop'
  | 'shield'
  | 'patient'
  | 'bell'
  | 'talk'
  | 'list'
  | 'seal'
  | 'clock'
  | 'chart'
  | 'table'
  | 'book'
  | 'inbox'
  | 'upload'
  | 'globe'
  | 'glass'
  | 'hand'
  | 'desk'
  | 'people'
  | 'screen'
  | 'plug'
  | 'key'
  | 'eye'
  | 'star';

export interface Workspace {
  readonly group: GroupKey;
  readonly pages: readonly PageLink[];
}

export const WORKSPACES: readonly Workspace[] = [
  {
    group: 'clinical',
    pages: [
      { to: '/loops', label: 'loops', icon: 'loop', can: 'loop:read' },
      { to: '/critical-values', label: 'criticalValues', icon: 'table', can: 'critical-value:read' },
      { to: '/critical-values/list', label: 'criticalList', icon: 'list', can: 'critical-value:list' },
      { to: '/patients', also: ['/r'], label: 'patients', icon: 'patient', can: 'person:search' },
      { to: '/events', label: 'events', icon: 'shield', can: 'adverse-event:report' },
      { to: '/hazards', label: 'hazards', icon: 'eye', can: 'hazard:report' },
      { to: '/report-changes', label: 'reportChanges', icon: 'bell', can: 'report-change:read' },
      { to: '/explanations', label: 'explanations', icon: 'talk', can: 'explanation:read' },
      { to: '/break-glass', label: 'breakGlass', icon: 'glass', can: 'break-glass:review' },
      { to: '/wishes', label: 'wishes', icon: 'hand', can: 'wish:read' },
      { to: '/affairs', label: 'affairs', icon: 'patient', can: 'correction:answer' },
    ],
  },
  {
    group: 'quality',
    pages: [
      { to: '/report-changes', label: 'issuedChanges', icon: 'bell', can: 'report-change:issued' },
      { to: '/laboratory/iqc', label: 'iqc', icon: 'chart', can: 'iqc:read' },
      {
        ...{ to: '/laboratory/iqc/months', also: ['/laboratory/iqc/peers'] },
        ...{ label: 'iqcMonths', icon: 'table', can: 'iqc:read' },
      },
      { to: '/laboratory/iqc/region', label: 'iqcRegion', icon: 'globe', can: 'iqc:oversee' },
      {
        ...{ to: '/laboratory/resources', also: ['/laboratory/recall'] },
        ...{ label: 'resources', icon: 'desk', can: 'resource:read' },
      },
      { to: '/laboratory/eqa', label: 'eqa', icon: 'star', can: 'eqa:read' },
      { to: '/laboratory/eqa/reports', label: 'eqaReports', icon: 'book', can: 'eqa-report:read' },
      { to: '/laboratory/indicators', label: 'laboratoryIndicators', icon: 'chart', can: 'resource:read' },
      { to: '/marks', label: 'marks', icon: 'seal', can: 'marks:read' },
      { to: '/marks/region', label: 'regionMarks', icon: 'table', can: 'marks:read' },
      { to: '/lapses', label: 'lapses', icon: 'clock', can: 'marks:read' },
      { to: '/laboratory/studies', label: 'studies', icon: 'chart', can: 'iqc:read' },
      { to: '/laboratory/blind-samples', label: 'blindSamples', icon: 'eye', can: 'blind-sample:manage' },
      { to: '/lists', label: 'lists', icon: 'list', can: 'register:read' },
    ],
  },
  {
    group: 'oversight',
    pages: [
      { to: '/statistics', label: 'statistics', icon: 'chart', can: 'statistics:read' },
      { to: '/deviations', label: 'deviations', icon: 'eye', can: 'deviation:read' },
      { to: '/order-comments', label: 'comments', icon: 'talk', can: 'order-comment:read' },
      { to: '/weekly-returns', label: 'returns', icon: 'clock', can: 'weekly-return:read' },
      { to: '/dispatch', label: 'dispatch', icon: 'people', can: 'dispatch:read' },
      { to: '/events/office', label: 'eventOffice', icon: 'shield', can: 'adverse-event:statistics' },
      { to: '/case-reviews', label: 'caseReviews', icon: 'book', can: 'case-review:lessons' },
      { to: '/meetings', label: 'meetings', icon: 'talk', can: 'organisation:read' },
      { to: '/journal', label: 'journal', icon: 'book', can: 'journal:read' },
      { to: '/targets', label: 'targets', icon: 'star', can: 'journal:read' },
      { to: '/tasks', label: 'tasks', icon: 'list', can: 'task:read' },
      { to: '/indicators', label: 'indicators', icon: 'chart', can: 'journal:read' },
      { to: '/scorecards', label: 'scorecards', icon: 'star', can: 'journal:read' },
      { to: '/organisation', label: 'organisation', icon: 'people', can: 'organisation:read' },
      { to: '/checks', label: 'checks', icon: 'list', can: 'organisation:read' },
      { to: '/emergency', label: 'emergency', icon: 'bell', can: 'organisation:read' },
      { to: '/complaints', label: 'complaints', icon: 'talk', can: 'complaint:read' },
      { to: '/inspection/plans', label: 'inspectionPlans', icon: 'list', can: 'inspection:custody' },
      { to: '/inspections', label: 'inspections', icon: 'eye', can: 'inspection:read' },
      { to: '/complaints/own', label: 'ownComplaints', icon: 'talk', can: 'complaint:own' },
      { to: '/loops/alerts', label: 'loopAlerts', icon: 'bell', can: 'loop:statistics' },
      { to: '/loops/analytics', label: 'loopStatistics', icon: 'chart', can: 'loop:statistics' },
      {
        to: '/critical-values/statistics',
        label: 'criticalStatistics',
        icon: 'chart',
        can: 'critical-value:statistics',
      },
    ],
  },
  {
    group: 'system',
    pages: [
      { to: '/administration', label: 'administration', icon: 'desk', can: 'account:read' },
      { to: '/accounts', label: 'accounts', icon: 'people', can: 'account:read' },
      { to: '/sessions', label: 'sessions', icon: 'screen', can: 'account:read' },
      { to: '/systems', label: 'systems', icon: 'plug', can: 'system:read' },
      { to: '/keys', label: 'keys', icon: 'key', can: 'system:read' },
      { to: '/quarantine', label: 'quarantine', icon: 'inbox', can: 'quarantine:list' },
      { to: '/imports', label: 'imports', icon: 'upload', can: 'register:write' },
      { to: '/audit', label: 'audit', icon: 'shield', can: 'audit:read' },
      { to: '/watch', label: 'watch', icon: 'eye', can: 'watch:read' },
      { to: '/watch/persons', label: 'watched', icon: 'star', can: 'watch:persons' },
      { to: '/events/unsealings', label: 'unsealings', icon: 'seal', can: 'adverse-event:unseal' },
      { to: '/policy', label: 'policy', icon: 'table', can: 'policy:read' },
    ],
  },
  {
    group: 'reference',
    pages: [
      { to: '/registers', label: 'registers', icon: 'table', can: 'register:read' },
      { to: '/loops/definitions', label: 'loopDefinitions', icon: 'loop', can: 'loop:read' },
      { to: '/regulation', label: 'regulation', icon: 'book', can: 'public' },
      { to: '/public', label: 'public', icon: 'globe', can: 'public' },
      { to: '/public/complaint', label: 'complain', icon: 'talk', can: 'public' },
      { to: '/public/inspections', label: 'publicInspections', icon: 'eye', can: 'public' },
      { to: '/public/eqa', label: 'eqaPapers', icon: 'seal', can: 'public' },
    ],
  },
];

type Permitted = Pick<SessionActor, 'permissions'>;

/** Whether the account may open what needs this permission; mirrors the server, never decides. */
export function may(actor: Permitted | null, permission: string): boolean {
  if (permission === 'public') return true;
  if (actor === null) return false;
  return permission === 'signed-in' || actor.permissions.includes(permission);
}

/** The groups and pages that an account sees; a page that several permissions open stands once, where it comes first. */
export function workspacesOf(actor: Permitted | null): readonly Workspace[] {
  const seen = new Set<string>();
  return WORKSPACES.map((workspace) => ({
    ...workspace,
    pages: workspace.pages.filter((page) => may(actor, page.can) && !seen.has(page.to) && seen.add(page.to)),
  })).filter((workspace) => workspace.pages.length > 0);
}

/** The page of the menu within which an address lies, which is shown as chosen; null: within none of them. */
export function chosenIn(groups: readonly Workspace[], path: string): string | null {
  const within = (place: string): boolean => path === place || path.startsWith(`${place}/`);
  const places = groups.flatMap(({ pages }) =>
    pages.flatMap(({ to, also = [] }) => [to, ...also].map((place) => ({ to, place }))),
  );
  const [nearest] = places.filter(({ place }) => within(place)).sort((a, b) => b.place.length - a.place.length);
  return nearest?.to ?? null;
}

const LANDINGS: Readonly<Record<string, string>> = {
  doctor: '/patients',
  nurse: '/loops',
  'department-head': '/loops',
  laboratory: '/loops',
  'quality-office': '/statistics',
  'hospital-head': '/meetings',
  'qc-centre': '/marks',
  commission: '/statistics',
  admin: '/quarantine',
  'audit-admin': '/audit',
  'security-admin': '/administration',
};

/** Where an account begins its day; the first page it may open when its role has no landing of its own. */
export function landingOf(actor: Pick<SessionActor, 'role' | 'permissions'>): string {
  const landing = LANDINGS[actor.role];
  const pages = workspacesOf(actor).flatMap((workspace) => workspace.pages);
  return pages.find((page) => page.to === landing)?.to ?? pages[0]?.to ?? '/public';
}
