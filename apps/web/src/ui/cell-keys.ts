/** Typing into the cells of a table by keyboard alone: Enter goes on to the next, with Shift to the one before; arrows go up and down. */
import type { KeyboardEvent } from 'react';
import { useRef } from 'react';

export function useCellKeys() {
  const table = useRef<HTMLTableElement>(null);
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>): void => {
    // The Enter that ends a word of a Chinese input method is no Enter of the table.
    if (event.nativeEvent.isComposing) return;
    const next = nextOf(event, [...(table.current?.querySelectorAll('input') ?? [])]);
    if (next === null) return;
    event.preventDefault();
    next?.focus();
  };
  return { table, onKeyDown };
}

type Input = HTMLInputElement;

/** The cell that a key leads to; undefined: there is none that way, null: the key is none of the table. */
function nextOf(
  { key, shiftKey, currentTarget }: KeyboardEvent<Input>,
  cells: readonly Input[],
): Input | null | undefined {
  const place = cells.indexOf(currentTarget);
  if (key === 'Enter') return cells[place + (shiftKey ? -1 : 1)];
  // A cell with suggestions goes through them by the arrows.
  if ((key !== 'ArrowDown' && key !== 'ArrowUp') || currentTarget.list !== null) return null;
  const isOfColumn = (cell: Input): boolean => columnOf(cell) === columnOf(currentTarget);
  return key === 'ArrowDown' ? cells.slice(place + 1).find(isOfColumn) : cells.slice(0, place).findLast(isOfColumn);
}

const columnOf = (cell: Input): number | undefined => cell.closest('td')?.cellIndex;
