/** A verdict with its sign, its word and the rules that fired. */
import type { IqcRun } from '@fujie/wire/contracts';
import { useTranslation } from 'react-i18next';

import { listed } from '../../ui/listed.ts';
import type { Standing } from './signs.ts';
import { ruleName } from '../../ui/rule-name.ts';
import { STANDING_SIGNS, VERDICT_SIGNS } from './signs.ts';

export function VerdictLine({ run }: { readonly run: Pick<IqcRun, 'verdict' | 'fired'> }) {
  const { t } = useTranslation();
  const rules = listed([...new Set(run.fired.map(({ rule }) => ruleName(rule)))]);
  return (
    <span className={`fj-iqc-verdict fj-iqc-${run.verdict}`}>
      <span aria-hidden>{VERDICT_SIGNS[run.verdict]}</span> {t(`iqc.verdicts.${run.verdict}`)}
      {rules === '' ? null : ` ${rules}`}
    </span>
  );
}

export function StandingLine({ standing }: { readonly standing: Standing }) {
  const { t } = useTranslation();
  return (
    <span className={`fj-iqc-verdict fj-iqc-${standing}`}>
      <span aria-hidden>{STANDING_SIGNS[standing]}</span> {t(`iqc.states.${standing}`)}
    </span>
  );
}
