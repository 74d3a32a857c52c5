/** Whether what is being written is kept 暂存; said at once where it could not be. */
import { useTranslation } from 'react-i18next';

import type { useNote } from './use-note.ts';

export function NoteState({ note }: { readonly note: Pick<ReturnType<typeof useNote>, 'isKept' | 'isLost'> }) {
  const { t } = useTranslation();
  return (
    <div aria-live="polite">
      {note.isLost ? <strong>{t('inspections.notKept')}</strong> : null}
      {note.isKept ? <span className="fj-faint">{t('inspections.kept')}</span> : null}
    </div>
  );
}
