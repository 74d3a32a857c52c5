/** The words of a card: Chinese first, English beside, safe inside GitHub Markdown. */
import type { Candidate, CheckResponse, ItemCheck, PanelCheck, Stopped } from '../contracts/recognition.ts';
import type { Reason } from '../contracts/shared.ts';
import { SUMMARY_LIMIT } from './response.ts';

export const CLASS_ZH = { MUST: '应当互认', MAY: '鼓励互认', NOT: '不可互认' } as const;
export const CLASS_EN = { MUST: 'Must be recognised', MAY: 'May be recognised', NOT: 'Cannot be recognised' } as const;

const SPACES = /[\s\u0000-\u001f\u007f]+/g;
const MARKUP = /[\\`*_{}[\]<>#|~!&]/g;
// Nearly all text is plain already: one look spares two rewrites.
const IS_UNTIDY = /[^\S ]|[\u0000-\u001f\u007f]| {2}|^ | $/;
const HAS_MARKUP = /[\\`*_{}[\]<>#|~!&]/;

function tidy(text: string): string {
  return IS_UNTIDY.test(text) ? text.replace(SPACES, ' ').trim() : text;
}

/** Text from elsewhere inside Markdown: no markup, no table cell or line of its own. */
export function plain(text: string): string {
  const line = tidy(text);
  return HAS_MARKUP.test(line) ? line.replace(MARKUP, (character) => `\\${character}`) : line;
}

/** Cuts a text to a number of characters, marking the cut. */
export function clip(text: string, limit: number): string {
  const line = tidy(text);
  if (line.length <= limit) return line;
  const characters = [...line];
  return characters.length <= limit ? line : `${characters.slice(0, limit - 1).join('')}…`;
}

const dayOfTimestamp = (timestamp: string | null): string => timestamp?.slice(0, 10) ?? '—';
const minuteOf = (timestamp: string | null): string => timestamp?.slice(0, 16).replace('T', ' ') ?? '—';

/** The value as it goes into the chart: as printed, with its unit; for images, what there is to look at. */
export function valueOf(result: Candidate['result']): string {
  if (result.content === 'image') return '影像及数据 images';
  return `${result.value ?? '—'}${result.unit === null ? '' : ` ${result.unit}`}`;
}

export function referenceOf(result: Candidate['result']): string {
  if (result.referenceText !== null) return result.referenceText;
  const { referenceLow: low, referenceHigh: high } = result;
  if (low !== null && high !== null) return `${low}–${high}`;
  if (low !== null) return `≥ ${low}`;
  return high === null ? '—' : `≤ ${high}`;
}

/** The reference time limit 参考时限; where it comes from stands in the explanation. */
function limitOf(candidate: Candidate): string {
  const { limit } = candidate;
  if (limit === null) return '未规定 none';
  return limit.days === undefined ? `${limit.hours ?? 0} h` : `${limit.days} d`;
}

/** Days of the calendar, or hours within the first two days. */
function ageOf({ ageHours, ageDays }: Candidate): string {
  return ageHours < 48 ? `${Math.floor(ageHours)} h` : `${ageDays} d`;
}

const names = (check: CheckResponse, codes: readonly string[], language: 'nameZh' | 'nameEn'): string =>
  codes
    .map((code) => check.items.find((item) => item.item === code)?.[language] ?? code)
    .join(language === 'nameZh' ? '、' : ', ');

export function itemSummary(item: ItemCheck, best: Candidate): string {
  const { result } = best;
  const marks = result.marks.length > 0 ? `（${result.marks.join(' ')}）` : '';
  const zh = `${CLASS_ZH[best.class]}：${clip(item.nameZh, 24)} ${clip(valueOf(result), 24)}，${clip(result.institution.nameZh, 24)} ${dayOfTimestamp(result.collectedAt)}${clip(marks, 16)}`;
  return clip(`${zh} ${CLASS_EN[best.class]}: ${item.nameEn}`, SUMMARY_LIMIT);
}

/** The own laboratory may not run the item now (henan-2025.lab.6#05, henan-2025.lab.8#02). */
export function stoppedSummary(item: ItemCheck, [first]: readonly Reason[]): string {
  return clip(
    `本院暂停开展：${clip(item.nameZh, 24)}，${first?.text.zh ?? ''} Stopped here: ${item.nameEn}`,
    SUMMARY_LIMIT,
  );
}

export function stoppedDetail({ nameZh, nameEn, elsewhere = [] }: ItemCheck, stops: readonly Stopped[]): string {
  const said = (language: 'zh' | 'en') =>
    stops.map(({ text, clauses, since }) => {
      const from = since === null ? '' : language === 'zh' ? `，自 ${since} 起` : `, since ${since}`;
      return `- ${plain(text[language])}${from} (${clauses.join(', ')})`;
    });
  const zh = elsewhere.map((place) => plain(place.nameZh)).join('、');
  const en = elsewhere.map((place) => plain(place.nameEn ?? place.nameZh)).join(', ');
  return [
    `**本院暂停开展${plain(nameZh)}**，恢复前不得开立本院检测；确需检测的，请由开展该项目的其他机构检测。`,
    '',
    ...said('zh'),
    ...(zh === '' ? [] : ['', `可由以下机构检测：${zh}`]),
    '',
    '---',
    '',
    `**${plain(nameEn)} is stopped here**: do not order it from the own laboratory until it is taken up again; let another one measure it if it is needed.`,
    '',
    ...said('en'),
    ...(en === '' ? [] : ['', `May be measured at: ${en}`]),
  ].join('\n');
}

export function itemDetail(item: ItemCheck, offered: readonly Candidate[]): string {
  const [best] = offered;
  if (best === undefined) return '';
  return [
    `**${CLASS_ZH[best.class]}**：${plain(item.nameZh)}已有${best.own ? '本院' : '外院'}结果，${advice(best, 'zh')}`,
    '',
    resultTable([[item, best], ...offered.slice(1).map((candidate) => [item, candidate] as const)]),
    '',
    ...reasonLines(best, 'zh'),
    '',
    '---',
    '',
    `**${CLASS_EN[best.class]}**: an earlier result of ${plain(item.nameEn)} exists; ${advice(best, 'en')}`,
    '',
    ...reasonLines(best, 'en'),
  ].join('\n');
}

function advice(candidate: Candidate, language: 'zh' | 'en'): string {
  const texts = {
    MUST: {
      zh: '无第十九条规定情形的不得重复开立。',
      en: 'do not order it again unless a case of Article 19 applies.',
    },
    MAY: { zh: '可由接诊医师判断是否采纳。', en: 'the treating physician may accept it.' },
    NOT: { zh: '该结果不能作为互认结果，可以开立。', en: 'it cannot be recognised; the order may go on.' },
  } as const;
  return texts[candidate.class][language];
}

function resultTable(rows: readonly (readonly [ItemCheck, Candidate])[]): string {
  const head = [
    '| 项目 Item | 结果 Result | 参考区间 Reference | 方法 Method | 机构 Institution | 采集 Collected | 报告 Reported | 标识 Mark | 距今/时限 Age/limit | 判定 Class |',
    '| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |',
  ];
  const body = rows.map(([item, candidate]) => {
    const { result } = candidate;
    const cells = [
      `${item.nameZh} ${item.nameEn}`,
      valueOf(result),
      referenceOf(result),
      result.method ?? '—',
      [result.institution.nameZh, result.institution.nameEn ?? ''].join(' ').trim(),
      minuteOf(result.collectedAt),
      dayOfTimestamp(result.reportedAt),
      result.marks.length > 0 ? result.marks.join(' ') : '—',
      `${ageOf(candidate)} / ${limitOf(candidate)}`,
      CLASS_ZH[candidate.class],
    ];
    return `| ${cells.map((cell) => plain(cell)).join(' | ')} |`;
  });
  return [...head, ...body].join('\n');
}

function reasonLines(candidate: Candidate, language: 'zh' | 'en'): readonly string[] {
  const separator = language === 'zh' ? '：' : ': ';
  const reasons = candidate.reasons.map(
    (reason) => `- ${plain(reason.text[language])}（${plain(reason.clauses.join('; '))}）`,
  );
  const basis = {
    MARK: { zh: '互认标识', en: 'mark' },
    CONSORTIUM: { zh: '紧密型医联体', en: 'close-knit consortium' },
  } as const;
  const based =
    candidate.basis === null
      ? []
      : [`- ${language === 'zh' ? '依据' : 'Basis'}${separator}${basis[candidate.basis][language]}`];
  const suggested = candidate.suggestions.map(
    (s) =>
      `- ${language === 'zh' ? '可考虑第十九条情形' : 'Article 19 case to consider'} ${s.code}${separator}${plain(s.because[language])}`,
  );
  return [...based, ...reasons, ...suggested];
}

export function panelSummary(check: CheckResponse, panel: PanelCheck): string {
  if (panel.covered.length + panel.offered.length === 0) {
    const zh = `${clip(panel.nameZh, 20)}中 ${panel.accepted.length} 项已采纳互认结果（${clip(names(check, panel.accepted, 'nameZh'), 40)}），请单独开立其余项目`;
    return clip(`${zh} ${panel.accepted.length} of ${panel.nameEn} accepted: order the rest`, SUMMARY_LIMIT);
  }
  const codes = panel.covered.length > 0 ? panel.covered : panel.offered;
  const kind = panel.covered.length > 0 ? 'MUST' : 'MAY';
  const zh = `${CLASS_ZH[kind]}：${clip(panel.nameZh, 20)}中 ${codes.length} 项已有结果（${clip(names(check, codes, 'nameZh'), 40)}）`;
  return clip(`${zh} ${CLASS_EN[kind]}: ${codes.length} of ${panel.nameEn}`, SUMMARY_LIMIT);
}

export function panelDetail(check: CheckResponse, panel: PanelCheck, parts: readonly ItemCheck[]): string {
  const rows = parts.flatMap((item) => {
    const best = item.candidates[0];
    return best === undefined || best.class === 'NOT' || item.answered === 'REPEAT' ? [] : [[item, best] as const];
  });
  const charge =
    panel.maxCharge === null
      ? []
      : [
          `整组开立时最高收费 ${plain(panel.maxCharge)} 元（第十八条）。Highest charge if ordered whole: ${plain(panel.maxCharge)} yuan (Article 18).`,
        ];
  const accepted = (language: 'nameZh' | 'nameEn'): string =>
    panel.accepted.length === 0
      ? ''
      : `${language === 'nameZh' ? '已采纳 ' : 'accepted before: '}${list(panel.accepted, language)}${language === 'nameZh' ? '；' : '; '}`;
  const list = (codes: readonly string[], language: 'nameZh' | 'nameEn'): string =>
    plain(names(check, codes, language) || (language === 'nameZh' ? '无' : 'none'));
  return [
    `**${plain(panel.nameZh)}**：${accepted('nameZh')}应当互认 ${list(panel.covered, 'nameZh')}；鼓励互认 ${list(panel.offered, 'nameZh')}；其余可单独开立 ${list(panel.remaining, 'nameZh')}。`,
    '',
    resultTable(rows),
    '',
    ...charge,
    '',
    '---',
    '',
    `**${plain(panel.nameEn)}**: ${accepted('nameEn')}must be recognised: ${list(panel.covered, 'nameEn')}; may be recognised: ${list(panel.offered, 'nameEn')}; order singly: ${list(panel.remaining, 'nameEn')}.`,
  ].join('\n');
}

/** What acceptance leaves in the chart 病历记录: result, institution and date first, then what identifies them; never a conclusion. */
export function chartText(
  itemName: string,
  result: Candidate['result'],
  judged: { readonly class: Candidate['class']; readonly reasonsZh: readonly string[] },
): string {
  const parts = [
    `${itemName} ${valueOf(result)}`,
    result.institution.nameZh,
    `${dayOfTimestamp(result.reportedAt)} 报告`,
    `采集 ${minuteOf(result.collectedAt)}`,
    `参考区间 ${referenceOf(result)}`,
    ...(result.method === null ? [] : [`方法 ${result.method}`]),
    ...(result.marks.length === 0 ? [] : [`标识 ${result.marks.join(' ')}`]),
    ...(result.reportNumber === null ? [] : [`报告号 ${result.reportNumber}`]),
    `判定 ${CLASS_ZH[judged.class]}`,
    ...(judged.reasonsZh.length === 0 ? [] : [`理由 ${judged.reasonsZh.join('、')}`]),
  ];
  return `互认结果：${parts.join('；')}`;
}
