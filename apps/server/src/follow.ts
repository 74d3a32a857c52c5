/**
 * What contexts do when another tells them something 事件, for every way in which it comes: a message, a listener, a load from the
 * command line. Registered with the parts of the server and not with its routes, so that no way in is without it.
 */
import { takeSuspected } from './adverse-events/detections.ts';
import { followChain, holdChain } from './critical/chain.ts';
import { followPersons } from './critical/critical.query.ts';
import { raiseCritical } from './critical/raise.ts';
import { followActs } from './duties/acts.ts';
import { keepMessage } from './ingest/kept-message.ts';
import { followRectification } from './laboratory/eqa-rectified.ts';
import { insertDueMonths } from './laboratory/iqc-month.query.ts';
import { takeControls } from './laboratory/iqc-record.ts';
import { takeSheetAgain } from './laboratory/iqc-sheet.ts';
import { dismissUnfounded } from './loops/alert-rules.ts';
import type { Deps } from './platform/deps.ts';
import { askForReasons } from './recognition/corrections.ts';
import { findOverlooked } from './recognition/overlooked.ts';
import { tellOfChanges } from './recognition/reliance.ts';
import { putDue } from './registers/change.ts';

export function followEvents(deps: Deps): void {
  const { events } = deps;
  events.on('adverse-event-suspected', (tx, suspected) => takeSuspected(deps, tx, suspected));
  events.on('control-sheet-sent', (tx, sent) => takeSheetAgain(deps, tx, sent));
  events.on('controls-measured', (tx, sent) => takeControls(deps, tx, sent));
  events.on('entries-due', (tx, due) => putDue(deps, tx, due));
  events.on('loop-recorded', (tx, recorded) => dismissUnfounded(deps, tx, recorded));
  events.on('loop-recorded', (tx, recorded) => followRectification(deps, tx, recorded));
  events.on('loop-recording', (tx, recording) => holdChain(tx, recording));
  events.on('loop-recorded', (tx, recorded) => followChain(deps, tx, recorded));
  events.on('message-refused', (tx, refused) => keepMessage(tx, refused));
  events.on('results-recorded', (tx, event) => tellOfChanges(deps, tx, event));
  events.on('results-recorded', (tx, event) => askForReasons(deps, tx, event));
  events.on('order-placed', (tx, order) => findOverlooked(deps, tx, order));
  events.on('past-months-reported', (tx, { months }) => insertDueMonths(tx, months));
  events.on('episode-acted', (tx, episode) => followActs(deps, tx, episode));
  events.on('results-suspected', (tx, found) => raiseCritical(deps, tx, found));
  events.on('results-moved', (tx, { results }) => followPersons(tx, results));
}
