/** Names of what happens to a test system; an unknown kind is shown as it is. */
import { useTranslation } from 'react-i18next';

export const EVENT_KINDS = ['calibration', 'reagent-lot', 'calibrator-lot', 'maintenance', 'note'] as const;
const KNOWN = [...EVENT_KINDS, 'corrective-action'] as const;

export function useEventKind(): (kind: string) => string {
  const { t } = useTranslation();
  return (kind) => {
    const known = KNOWN.find((one) => one === kind);
    return known === undefined ? kind : t(`iqc.series.eventKinds.${known}`);
  };
}
