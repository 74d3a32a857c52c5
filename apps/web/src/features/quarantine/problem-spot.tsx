/** One fault of a message: where, unless the words say it, and what. */
import type { QuarantineDetail } from '@fujie/wire/contracts';

import { useBilingual } from '../../ui/language.ts';

export function ProblemSpot({ problem }: { readonly problem: QuarantineDetail['problems'][number] }) {
  const say = useBilingual();
  const text = say({ zh: problem.messageZh, en: problem.message });
  return (
    <>
      {problem.path === '' || text.startsWith(problem.path) ? null : <code className="fj-faint">{problem.path} </code>}
      {text}
    </>
  );
}
