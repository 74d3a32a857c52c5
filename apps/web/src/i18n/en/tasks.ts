/** Texts of tasks and their milestones. */
export const tasks = {
  title: 'Tasks',
  subtitle:
    'Each task is a project with its owner, the departments that share it, and milestones: by its day each is reported on evidence and verified by somebody else',
  notFollowed:
    'No document of this place and no own rule asks that milestones be chased: the tasks of the register are shown alone',
  count: 'Tasks',
  met: 'Milestones due: verified / all',
  withoutProject: 'Yearly targets without a whole project',
  noProject: '{{target}}: no project serves it',
  lacks: '{{target}}: its project lacks {{parts}}',
  none: 'The register holds no task yet',
  holders: { hospital: 'Led by', authority: 'Authority and owner', centre: 'Centre and owner' },
  sharing: 'Shared by',
  serves: 'Serves',
  safety: 'Safety of patients',
  missing: 'missing',
  noMilestones: 'No milestone is registered yet',
  milestone: 'Milestone',
  dueOn: 'Due on',
  followedUntil: '(chased for {{day}} still)',
  standing: 'Standing',
  standings: {
    open: 'under way',
    overdue: 'overdue',
    reported: 'reported, to be verified',
    verified: 'verified',
    released: 'moved or given up',
    'not-followed': 'not chased',
  },
  loop: 'Loop',
};
