/** A typical case 典型案例: the de-identified row that is told of, and what was learned from it. */
import type { TypicalCase as Case, WeeklyReturnsResponse } from '@fujie/wire/contracts';
import { Tag } from 'antd';
import { useTranslation } from 'react-i18next';

import { useNamed } from '../../ui/language.ts';

type Typical = Pick<WeeklyReturnsResponse['typical'][number], 'case' | 'text'>;

export function TypicalCase({ of }: { readonly of: Typical }) {
  const { t } = useTranslation();
  const line = useCaseLine();
  return (
    <>
      {of.case === null ? null : (
        <p>
          <Tag>{t('returns.caseTag')}</Tag> {line(of.case)}
        </p>
      )}
      <p className="fj-returns-text">{of.text}</p>
    </>
  );
}

/** What is told of a de-identified case, in a line. */
export function useCaseLine(): (one: Case) => string {
  const { t } = useTranslation();
  const named = useNamed();
  return ({ age, sex, time, item, verdict, choice, code }) =>
    [
      named(item),
      ...(age === '' ? [] : [t('returns.age', { age })]),
      ...(sex === 'male' || sex === 'female' ? [t(`returns.sexes.${sex}`)] : []),
      t(time.length > 7 ? 'returns.weekOf' : 'returns.monthOf', { time }),
      ...(verdict === 'MUST' || verdict === 'MAY' ? [t(`returns.verdicts.${verdict}`)] : []),
      ...(choice === 'ACCEPT' || choice === 'REPEAT' || choice === 'OVERLOOKED'
        ? [t(`returns.choices.${choice}`)]
        : []),
      ...(code === null ? [] : [t('returns.code', { code })]),
    ].join(' · ');
}
