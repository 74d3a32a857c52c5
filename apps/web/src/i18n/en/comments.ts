/** Texts of comments on repeats. */
export const comments = {
  title: 'Comments on repeats',
  subtitle:
    'Each month a sample of repeats and of prompts passed over is commented by the quality office and fed back to the doctor; a head sees the own department only',
  month: 'Month',
  none: 'Nothing on record',
  notDrawn:
    'No sample yet: {{candidates}} repeats and prompts passed over in {{month}} can be drawn; what can be is drawn at the beginning of each month',
  sample: 'Sample and results',
  candidates: 'Orders to draw from',
  figures: {
    drawn: 'Drawn',
    commented: 'Commented',
    justified: 'Justified',
    unjustified: 'Not justified',
    contested: 'Contested',
  },
  reproduced: 'Reproduced: the seed draws the same again',
  notReproduced: 'Not reproduced: the seed draws others than those on record',
  drawnAt: 'Drawn {{at}}',
  seed: 'Seed',
  cases: 'Orders drawn',
  actedAt: 'Acted',
  stratum: 'Kind',
  strata: {
    'code-6': 'Repeated for another reason (all are commented)',
    repeat: 'Repeated',
    overlooked: 'Passed over',
  },
  judgement: 'Comment',
  waiting: 'To be commented',
  confirmed: 'Doctor agrees',
  contested: 'Doctor contests',
  upheld: 'Upheld',
  revised: 'Revised',
  write: 'Comment',
  open: 'Open',
};
