/** Texts of deviations from the average. */
export const deviations = {
  title: 'Deviations',
  subtitle:
    'Recognition of each month beside that of peers: what clearly deviates gets a cause, requirements and a correction, and is checked by the figures of a later month',
  month: 'Month',
  limits:
    'Peers are of the same level and kind, in the city or, where it has fewer than {{peers}}, in the province; mean and standard deviation are theirs alone. With fewer than {{opportunities}} results that should be recognised nothing is compared. A share deviates from {{sigmas}} standard deviations and at least {{ratio}} on, a number of items from {{sigmas}} standard deviations and at least {{share}} of the mean on; the region sets these figures.',
  measures: { 'recognition-ratio': 'Share of recognition', 'recognised-items': 'Number of recognised items' },
  none: 'No institution to show',
  institution: 'Institution',
  value: 'Its figure',
  mean: 'Mean of peers',
  bound: 'Bound',
  opportunities: 'To recognise',
  peers: 'Peers',
  verdict: 'Comparison',
  verdicts: { within: 'Within', low: 'Clearly low', high: 'Clearly high', 'not-compared': 'Too few to compare' },
  loop: 'Follow-up',
  states: { open: 'Under way', overdue: 'Overdue', closed: 'Done', waived: 'Released', void: 'Void' },
};
