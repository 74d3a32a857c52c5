/** What happened, as a control chart marks it: a line for each run before which something did, named without names upon each other. */
/** What happened, by its place among the runs. */
export interface Mark {
  readonly place: number;
  readonly text: string;
}

/** Labels of lines that are nearer than this share of the axis would stand upon each other. */
const NEAR = 0.05;

/** What happened, a line for each run before which something did; what is near each other is named once, at the first of its lines. */
export function labelled(marks: readonly Mark[], runs: number): readonly Mark[] {
  const sorted = [...marks].sort((a, b) => a.place - b.place);
  const heads: { readonly place: number; readonly texts: string[] }[] = [];
  for (const { place, text } of sorted) {
    const last = heads.at(-1);
    if (last === undefined || place - last.place > NEAR * runs) heads.push({ place, texts: [text] });
    else if (!last.texts.includes(text)) last.texts.push(text);
  }
  const textAt = new Map(heads.map(({ place, texts }) => [place, texts.join(' · ')]));
  const places = [...new Set(sorted.map(({ place }) => place))];
  return places.map((place) => ({ place, text: textAt.get(place) ?? '' }));
}
