/** The oracle for admission, Article 19 detection and printing: sections 2.6, 2.7 and 4.1 as tables. */
import type { AdmissionInput } from '../admit.ts';
import type { DetectInput } from '../detect.ts';
import type { RecognitionParameters } from '../parameters.ts';
import type { PrintInput } from '../print.ts';
import { minuteNumber } from './naive-days.test-support.ts';
import { containersOf } from './naive-mark.test-support.ts';

const NO = { admitted: false, scope: null, reasons: ['LIST_NOT_ELIGIBLE'], duty: null };

export function naiveAdmission(a: AdmissionInput, p: RecognitionParameters): unknown {
  const { ownership, level, region, kind } = a.institution;
  const above = containersOf(region);
  const asked = a.scope ?? region.slice(0, 2);
  const yes = (scope: string, duty: string) => ({ admitted: true, scope, reasons: [], duty });
  if (!above.includes(asked)) return NO;
  const plan = /^\d/u.test(asked) ? p.admission[asked.slice(0, 2)] : undefined;
  if (plan === undefined) return yes(asked, 'may');
  if (plan === 'shanxi') {
    if (kind === 'independent-laboratory') return yes(asked, 'must');
    return ownership === 'public' && level > 1 ? yes(asked, 'must') : NO;
  }
  if (ownership === 'private') return NO;
  if (level > 1) return yes(asked, 'must');
  const vouching = (a.evaluations ?? [])
    .filter((e) => e.passed && ['country', 'agreement', 'province', 'city'].includes(e.level))
    .map((e) => e.region)
    .filter((place) => above.includes(place));
  if (vouching.some((place) => containersOf(asked).includes(place))) return yes(asked, 'may');
  if (a.scope !== undefined) return NO;
  // Nobody vouches for the province: the list of the widest place that somebody vouches for.
  const widest = vouching.sort((x, y) => above.indexOf(y) - above.indexOf(x))[0];
  return widest === undefined ? NO : yes(widest, 'may');
}

export function naiveDetection(d: DetectInput, p: RecognitionParameters): unknown {
  const t = minuteNumber(d.order.at);
  const s = minuteNumber(d.result.collectedAt);
  const e = d.encounter ?? {};
  const rapid = d.registry?.rapidChangeHours ?? Number.POSITIVE_INFINITY;
  const tied = new Set(d.registry?.majorMeasures ?? []);
  const measures = (e.plannedMeasures ?? []).filter(({ kind }) => tied.has(kind)).map(({ at }) => minuteNumber(at) - t);
  const table: [boolean, number, string][] = [
    [(e.events ?? []).map(({ at }) => minuteNumber(at)).some((at) => at > s && at < t + 1), 1, 'suggested'],
    [(t - s) / 60 > rapid, 2, 'detected'],
    [measures.some((ahead) => ahead >= 0 && ahead / 60 <= p.majorMeasureWindowHours), 3, 'detected'],
    [e.class === 'emergency' || (e.rescue ?? false), 4, 'detected'],
    [new Set(['forensic', 'disability', 'sick-retirement']).has(e.purpose ?? ''), 5, 'detected'],
  ];
  return table.filter(([shown]) => shown).map(([, code, strength]) => ({ code, strength }));
}

/** Labels, widest first, with their footnotes. */
const LINES: readonly (readonly [label: string, width: number, footnote: string])[] = [
  ['全国HR', 5, '‘全国HR’为可在全国范围内互认的检验项目'],
  ['京津冀HR', 4, '‘京津冀HR’为可在协议地区范围内互认的检验项目'],
  ['晋HR', 3, '‘晋HR’为可在全省范围内互认的检验项目'],
  ['京HR', 3, '‘京HR’为可在全市范围内互认的检验项目'],
  ['成都市HR', 2, '‘成都市HR’为可在全市范围内互认的检验项目'],
  ['北京市西城区HR', 1, '‘北京市西城区HR’为可在全区（县）范围内互认的检验项目'],
];
export const PRINTABLE = LINES.map(([label]) => label);

export function naivePrint(x: PrintInput): unknown {
  const why = [
    x.instrumentInDate ? '' : 'CALIBRATION_OVERDUE',
    x.runInControl || x.eventClosed === true ? '' : 'RUN_OUT_OF_CONTROL',
    x.method && x.referenceInterval ? '' : 'REPORT_INCOMPLETE',
  ].filter((reason) => reason !== '');
  const stops = x.marks.length === 0 ? [] : why;
  const printed = stops.length > 0 ? [] : x.marks.flatMap((mark) => LINES.filter(([label]) => label === mark));
  const widestFirst = [5, 4, 3, 2, 1].flatMap((width) => printed.filter((line) => line[1] === width));
  return { labels: widestFirst.map((line) => line[0]), footnotes: widestFirst.map((line) => line[2]), reasons: stops };
}
