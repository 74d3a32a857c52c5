/** 分析批: a run of control as people call it. */
import { useTranslation } from 'react-i18next';

type Purpose = 'routine' | 'temporary' | 'parallel';

/** The platform calls a run that the analyser did not name by when it began and what it was for. */
const UNNAMED = /^(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2}):\d{2}\/(routine|temporary|parallel)$/;

/** When a run that nobody named began, and what it was for; null: whoever sent it named it. */
export function unnamedRun(run: string): { readonly at: string; readonly purpose: Purpose } | null {
  const [, day, time, purpose] = UNNAMED.exec(run) ?? [];
  return purpose === undefined ? null : { at: `${String(day)} ${String(time)}`, purpose: purpose as Purpose };
}

/** The name of a run in words: `2026-11-27 09:07 常规`, or as the analyser named it. */
export function useRunName(): (run: string) => string {
  const { t } = useTranslation();
  return (run) => {
    const unnamed = unnamedRun(run);
    return unnamed === null ? run : `${unnamed.at} ${t(`iqc.purposes.${unnamed.purpose}`)}`;
  };
}
