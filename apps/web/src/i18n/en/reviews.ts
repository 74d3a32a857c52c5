/** Texts of results under review. */
export const reviews = {
  results:
    '{{results}} results concerned: {{open}} open, {{asIs}} kept, {{corrected}} corrected, {{withdrawn}} withdrawn',
  standing: 'Standing',
  noResults: 'No result is concerned',
  how: 'A report that is corrected or withdrawn shows here by itself; physicians who relied on it are told by the loop of changed reports.',
  byNumber:
    'A report is found by its number in the system of the laboratory; its whole text opens to treating doctors alone, so nothing leads there.',
  standings: { open: 'Open', 'as-is': 'Released as is', corrected: 'Corrected', withdrawn: 'Withdrawn' },
  evidence: 'Evidence',
  byRecord: 'New version of its report',
  release: 'Release as is',
  releaseAll: 'Release the other {{count}} as they are',
  releasing: '{{count}} results stay as reported; the reason is kept with each.',
  why: 'Why (for instance retained samples measured again)',
};
