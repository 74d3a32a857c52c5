/**
 * Items run outside the licence 超出登记诊疗科目的检验项目: what a laboratory measures and no registered subject covers. The documents ask for
 * an alert and for the item to be stopped, and for no lapse of the mark: ending the mark is the authority's decision. Source:
 * henan-2025.lab.3#01, #02, #03.
 */
import type { Day } from '../kernel/day.ts';
import { groupBy } from '../kernel/group-by.ts';
import type { Bilingual } from '../kernel/register.ts';
import { instruments, testSystems } from '../registers/definitions.ts';
import type { LicensedSubjectRow } from '../registers/resource-definitions.ts';
import { licensedSubjects } from '../registers/resource-definitions.ts';
import type { RegisterSnapshot } from '../registers/snapshot.ts';
import { ownRows } from './own-rows.ts';

/** Subjects of laboratory medicine 医学检验科 in the national list of subjects 医疗机构诊疗科目名录, and the group of items of each. */
const SUBJECT_OF_CATEGORY: Readonly<Record<string, string>> = {
  haematology: '30.01',
  coagulation: '30.01',
  urinalysis: '30.01',
  'blood-bank': '30.01',
  microbiology: '30.02',
  chemistry: '30.03',
  poct: '30.03',
  immunology: '30.04',
  molecular: '30.05',
};

/** The subjects by their number in that list. */
export const SUBJECTS: Readonly<Record<string, Bilingual>> = {
  '30.01': { zh: '临床体液、血液专业', en: 'Body fluids and blood' },
  '30.02': { zh: '临床微生物学专业', en: 'Microbiology' },
  '30.03': { zh: '临床化学检验专业', en: 'Clinical chemistry' },
  '30.04': { zh: '临床免疫、血清学专业', en: 'Immunology and serology' },
  '30.05': { zh: '临床细胞分子遗传学专业', en: 'Cell and molecular genetics' },
  '30.06': { zh: '其他', en: 'Other' },
};

export interface RunItem {
  readonly item: string;
  /** The subject to which it belongs. */
  readonly subject: string;
  /** The entry that covers it; null: none does. */
  readonly licence: LicensedSubjectRow | null;
  /** By what it is known that the item is run. */
  readonly instruments: readonly string[];
}

/** Each laboratory item that an institution runs on a day, by its instruments and test systems, with what licenses it. */
export function runItems(snapshot: RegisterSnapshot, institution: string, day: Day): readonly RunItem[] {
  const on = new Map<string, Set<string>>();
  const add = (item: string, instrument: string): void => {
    on.set(item, (on.get(item) ?? new Set()).add(instrument));
  };
  for (const row of ownRows(snapshot, instruments, institution, day)) for (const item of row.items) add(item, row.code);
  for (const row of ownRows(snapshot, testSystems, institution, day)) add(row.item, row.instrument);
  const licences = ownRows(snapshot, licensedSubjects, institution, day);
  return [...on]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([item, used]) => {
      const known = snapshot.item(item, day);
      const subject = SUBJECT_OF_CATEGORY[known?.category ?? ''];
      if (known?.kind !== 'laboratory' || subject === undefined) return [];
      const licence =
        licences.find(({ items }) => items?.includes(item)) ??
        licences.find((row) => row.items === null && row.subject === subject) ??
        null;
      return [{ item, subject, licence, instruments: [...used].sort() }];
    });
}

/** Items of an institution that no entry covers, of one subject. */
export interface OutsideLicence {
  readonly institution: string;
  readonly subject: string;
  readonly items: readonly string[];
}

/** What institutions that keep their subjects on record run outside of them on a day (henan-2025.lab.3#02, #03). */
export function itemsOutside(snapshot: RegisterSnapshot, day: Day): readonly OutsideLicence[] {
  const registered = new Set(snapshot.inForce(licensedSubjects, day).map(({ institution }) => institution));
  return [...registered].sort().flatMap((institution) => {
    const outside = runItems(snapshot, institution, day).filter(({ licence }) => licence === null);
    return [...groupBy(outside, ({ subject }) => subject)].map(([subject, of]) => ({
      ...{ institution, subject },
      items: of.map(({ item }) => item),
    }));
  });
}
