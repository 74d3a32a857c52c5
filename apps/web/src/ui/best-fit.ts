/** Puts first what was meant, where a short name is part of many longer ones: 尿素 before 碳13尿素呼气试验. */
interface Searched {
  readonly names?: readonly string[];
}

const SAME = 0;
const BEGINS = 1;
const HOLDS = 2;

/** Compares what was found by a search: one of its names is what was typed, begins with it, or only holds it. */
export function byFit(typed: string): (a: Searched, b: Searched) => number {
  const wanted = typed.trim().toLowerCase();
  const fitOf = ({ names = [] }: Searched): number => {
    const known = names.map((name) => name.toLowerCase());
    if (known.includes(wanted)) return SAME;
    return known.some((name) => name.startsWith(wanted)) ? BEGINS : HOLDS;
  };
  return (a, b) => fitOf(a) - fitOf(b);
}
