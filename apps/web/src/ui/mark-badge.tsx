/** A mark of recognition 互认标识 as reports print it, such as 晋HR. */
import { Tooltip } from 'antd';
import { useTranslation } from 'react-i18next';

export function MarkBadge({ label }: { readonly label: string }) {
  const { t } = useTranslation();
  return (
    <Tooltip title={t('clinical.markPrinted', { label })}>
      <span className="fj-mark">{label}</span>
    </Tooltip>
  );
}

export function MarkBadges({ labels }: { readonly labels: readonly string[] }) {
  const { t } = useTranslation();
  if (labels.length === 0) return <span className="fj-faint">{t('clinical.noMark')}</span>;
  return (
    <span className="fj-marks">
      {labels.map((label) => (
        <MarkBadge key={label} label={label} />
      ))}
    </span>
  );
}
