/** A dialog that records something of the resources: closed once it is recorded, and the page shows what there is then. */
import { useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';

import { RESOURCES_KEY } from '../../api/resources.ts';
import { ActDialog } from '../../ui/act-dialog.tsx';

interface Acts {
  readonly onDone: () => Promise<void>;
  readonly onCancel: () => void;
}

interface Props<T> {
  /** Of what; null: the dialog is closed. */
  readonly of: T | null;
  readonly title: string;
  readonly onClose: () => void;
  readonly children: (of: T, acts: Acts) => ReactNode;
}

export function RecordDialog<T>({ of, title, onClose, children }: Props<T>) {
  const client = useQueryClient();
  const onDone = async (): Promise<void> => {
    onClose();
    await client.invalidateQueries({ queryKey: RESOURCES_KEY });
  };
  return (
    <ActDialog of={of} title={title} onClose={onClose}>
      {(one) => children(one, { onDone, onCancel: onClose })}
    </ActDialog>
  );
}
