/** The record of a meeting as its form holds it, and back: a decision keeps its number over corrections, and no number is given twice. */
import type { MeetingContent } from '@fujie/wire/contracts';
import type { Dayjs } from 'dayjs';
import dayjs from 'dayjs';

interface DecisionValues {
  /** Kept over corrections: the loop of a decision is found by it. */
  readonly number?: number;
  readonly text?: string;
  readonly owner?: string;
  readonly dueOn?: Dayjs;
  /** A difficulty, analysed with quality tools first. */
  readonly analyse?: boolean;
}

export interface MeetingValues extends Partial<
  Pick<MeetingContent, 'minutes' | 'carriedOut' | 'problems' | 'nextSteps' | 'findings'>
> {
  readonly heldAt: Dayjs;
  readonly chair: string;
  readonly present: string[];
  readonly agenda?: string;
  readonly decisions?: readonly DecisionValues[];
  readonly reason?: string;
}

export const OFFICE = 'office';

/** What is corrected: as it stands, and all versions that there are. */
export interface CorrectedMeeting {
  readonly id: number;
  readonly heldAt: string;
  readonly content: MeetingContent;
  readonly versions: readonly { readonly content: MeetingContent }[];
}

export function valuesOf({ heldAt, content }: Pick<CorrectedMeeting, 'heldAt' | 'content'>): Partial<MeetingValues> {
  const { decisions, agenda, present, chair, ...texts } = content;
  return {
    ...texts,
    ...{ chair, present: [...present], agenda: agenda.join('\n'), heldAt: dayjs(heldAt) },
    decisions: decisions.map((one) => ({
      ...{ number: one.number, text: one.text, dueOn: dayjs(one.dueOn), analyse: one.analyse === true },
      owner: one.owner === 'office' ? OFFICE : (one.department ?? OFFICE),
    })),
  };
}

export function contentOf(values: MeetingValues, versions: CorrectedMeeting['versions']): MeetingContent {
  const { chair, present, agenda = '', decisions = [], minutes, carriedOut, problems, nextSteps, findings } = values;
  // What was withdrawn in any version keeps its number; the newest of these stand first.
  const earlier = versions.flatMap(({ content }) => content.decisions);
  const last = Math.max(0, ...[...earlier, ...decisions].map(({ number = 0 }) => number));
  const evidenceOf = (number: number | undefined) => {
    const known = earlier.find((one) => one.number === number)?.evidence;
    return known === undefined ? {} : { evidence: known };
  };
  const said = Object.entries({ minutes, carriedOut, problems, nextSteps, findings }).filter(
    ([, one]) => one !== undefined,
  );
  return {
    ...(Object.fromEntries(said) as Partial<MeetingContent>),
    ...{ chair, present },
    agenda: agenda
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== ''),
    decisions: decisions.map(({ number, text = '', owner = OFFICE, dueOn, analyse = false }, index) => ({
      ...{ number: number ?? last + index + 1, text, dueOn: dueOn?.format('YYYY-MM-DD') ?? '' },
      ...evidenceOf(number),
      ...(analyse ? { analyse } : {}),
      ...(owner === OFFICE ? { owner: 'office' as const } : { owner: 'department' as const, department: owner }),
    })),
  };
}
