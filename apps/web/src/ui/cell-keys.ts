/** Typing into the cells of a table by keyboard alone: Enter goes on to the next, with Shift to the one before. */
import type { KeyboardEvent } from 'react';
import { useRef } from 'react';

export function useCellKeys() {
  const table = useRef<HTMLTableElement>(null);
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>): void => {
    // The Enter that ends a word of a Chinese input method is no Enter of the table.
    if (event.key !== 'Enter' || event.nativeEvent.isComposing) return;
    event.preventDefault();
    const cells = [...(table.current?.querySelectorAll('input') ?? [])];
    cells[cells.indexOf(event.currentTarget) + (event.shiftKey ? -1 : 1)]?.focus();
  };
  return { table, onKeyDown };
}
