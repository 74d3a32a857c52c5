/** Who the page is about: name, sex, age. */
import type { PersonSummary } from '@fujie/wire/contracts';
import { useTranslation } from 'react-i18next';

import { today } from './format.ts';
import { ageInYears } from './age-in-years.ts';

const SEXES = ['male', 'female', 'other', 'unknown'] as const;

export function useSexName(): (sex: string | null) => string {
  const { t } = useTranslation();
  return (sex) => t(`sex.${SEXES.find((known) => known === sex) ?? 'unknown'}`);
}

/** With `named`, where the page's title is not the patient's name already. */
export function PersonLine({ person, named = false }: { readonly person: PersonSummary; readonly named?: boolean }) {
  const { t } = useTranslation();
  const sexName = useSexName();
  const years = ageInYears(person.birthOn, today());
  return (
    <span className="fj-person">
      {named ? <strong>{person.nameMasked}</strong> : null}
      <span>{sexName(person.sex)}</span>
      {years === null ? null : <span>{t('clinical.patient.years', { count: years })}</span>}
      {person.birthOn === null ? null : <span className="fj-faint">{person.birthOn}</span>}
    </span>
  );
}
