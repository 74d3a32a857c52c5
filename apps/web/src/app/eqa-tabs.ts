/** The tabs of an organised round 轮次组织, by their names in its address. */
export const ORGANISED_TABS = [
  'participants',
  'matrix',
  'materials',
  'targets',
  'grading',
  'statistics',
  'collusion',
  'appeals',
] as const;
