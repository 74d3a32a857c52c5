/** Items that are simply ordered, having no earlier result that could stand for them: a line each, never a pop-up. */
import { useNamed } from '../../ui/language.ts';
import type { Row } from './draft.ts';

export function FreshItems({ rows, heading }: { readonly rows: readonly Row[]; readonly heading: string }) {
  const named = useNamed();
  if (rows.length === 0) return null;
  return (
    <div className="fj-fresh">
      <div className="fj-faint">{heading}</div>
      <ul>
        {rows.map((row) => (
          <li key={row.check.item}>
            {named(row.check)} {row.check.price === null ? null : <span className="fj-faint">¥{row.check.price}</span>}
          </li>
        ))}
      </ul>
    </div>
  );
}
