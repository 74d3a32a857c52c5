/** What was looked at, step by step, how it came out, and the clauses that demand it. */
import { CheckOutlined, CloseOutlined, MinusOutlined, QuestionOutlined } from '@ant-design/icons';
import type { Finding, Reason } from '@fujie/wire/contracts';
import { useTranslation } from 'react-i18next';

import { ClauseTags } from './clauses.tsx';
import { useBilingual } from './language.ts';

const SIGNS = {
  met: <CheckOutlined />,
  'not-met': <CloseOutlined />,
  'not-applicable': <MinusOutlined />,
  unknown: <QuestionOutlined />,
} as const;

export function FindingList({ findings }: { readonly findings: readonly Finding[] }) {
  const { t } = useTranslation();
  const say = useBilingual();
  return (
    <ol className="fj-findings">
      {findings.map((finding, index) => (
        <li key={`${finding.step}-${finding.code}-${index}`} className={`fj-finding fj-finding-${finding.state}`}>
          <span className="fj-finding-sign" aria-hidden>
            {SIGNS[finding.state]}
          </span>
          <span className="fj-finding-step">{finding.step}</span>
          <span className="fj-finding-text">
            <span className="fj-finding-state">{t(`finding.${finding.state}`)}</span>
            <span>{say(finding.text)}</span>
          </span>
          <ClauseTags ids={finding.clauses} />
        </li>
      ))}
    </ol>
  );
}

/** Reasons of a verdict in the reader's language, each with its clauses. */
export function ReasonList({ reasons }: { readonly reasons: readonly Reason[] }) {
  const say = useBilingual();
  if (reasons.length === 0) return null;
  return (
    <ul className="fj-reasons">
      {reasons.map((reason) => (
        <li key={reason.code}>
          <span>{say(reason.text)}</span> <ClauseTags ids={reason.clauses} />
        </li>
      ))}
    </ul>
  );
}
