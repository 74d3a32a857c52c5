/** A refusal, in the reader's language: what is wrong, where, and what to do. */
import { Alert } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

import type { ProblemSpot } from '../api/problem.ts';
import { ApiProblem } from '../api/problem.ts';
import { useBilingual } from './language.ts';
import { placeOf } from './problem-spot.ts';

const SHOWN_SPOTS = 20;

interface Props {
  readonly error: unknown;
  readonly action?: ReactNode;
  /** The faults to list, unless all of them: those that no field of a form shows. */
  readonly spots?: readonly ProblemSpot[];
}

export function ProblemAlert({ error, action, spots }: Props) {
  const { t } = useTranslation();
  const say = useBilingual();
  const problem =
    error instanceof ApiProblem
      ? error
      : new ApiProblem(0, { detail: error instanceof Error ? error.message : String(error) });
  const title = say(problem.title);
  const listed = spots ?? problem.errors;
  return (
    <Alert
      type="error"
      showIcon
      className="fj-problem"
      title={title === '' ? t('state.failed') : title}
      action={action}
      description={
        <>
          <div>{say(problem.detail)}</div>
          {listed.length > 0 ? (
            <ul className="fj-problem-spots">
              {listed.slice(0, SHOWN_SPOTS).map((spot, index) => (
                <li key={`${spot.path}-${index}`}>
                  <Place spot={spot} /> {say({ zh: spot.messageZh, en: spot.message })}
                </li>
              ))}
            </ul>
          ) : null}
          {problem.requestId === null ? null : (
            <div className="fj-faint">
              {t('state.requestId')} <code>{problem.requestId}</code>
            </div>
          )}
        </>
      }
    />
  );
}

function Place({ spot }: { readonly spot: ProblemSpot }) {
  const { text, isNamed } = placeOf(spot);
  if (text === '') return null;
  return isNamed ? <strong>{text}</strong> : <code>{text}</code>;
}
