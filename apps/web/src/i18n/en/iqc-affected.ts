/** Texts of results that a rejected run may have affected. */
export const iqcAffected = {
  title: 'Results that a rejected run may have affected',
  subtitle:
    'Every result that the system reported since the last run in control: kept, corrected or withdrawn; then another person agrees',
  short: 'Results affected',
  unnamed: 'Open it from an event out of control',
  chart: 'Control chart',
  loop: 'Event {{id}}',
  since: 'Last in control {{time}}',
  sinceUnknown: 'No earlier run in control is known: results of the 30 days before are listed',
  rejectedAt: 'Rejected {{time}}',
  until: 'In control again {{time}}',
  stillOut: 'Not in control yet; what is reported meanwhile is listed as well',
  earlier: 'This event was assessed by a text before results were listed; see the event.',
  waits:
    'No result is open now. The assessment is completed by itself once the system is in control again; results that come until then are listed here.',
  named: 'Instrument {{device}}',
  unnamedInstrument: 'No instrument named',
  otherName: 'Instrument {{device}} is not on record',
};
