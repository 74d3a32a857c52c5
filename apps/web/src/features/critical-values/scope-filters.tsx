/** Narrows critical values to a kind and to a setting 检查检验类别、就诊类别. */
import { CRITICAL_KINDS } from '@fujie/wire/choices';
import type { CriticalValue } from '@fujie/wire/contracts';
import { Select } from 'antd';
import { useTranslation } from 'react-i18next';

const SETTINGS = ['inpatient', 'outpatient', 'emergency', 'unknown'] as const;

interface Chosen {
  readonly kind?: CriticalValue['kind'] | undefined;
  readonly setting?: CriticalValue['setting'] | undefined;
}

interface Props extends Chosen {
  readonly onChange: (change: Chosen) => void;
}

export function ScopeFilters({ kind, setting, onChange }: Props) {
  const { t } = useTranslation();
  return (
    <>
      <Select<CriticalValue['kind']>
        allowClear
        aria-label={t('criticalValues.kind')}
        placeholder={t('criticalValues.kind')}
        value={kind ?? null}
        onChange={(next: CriticalValue['kind'] | undefined) => onChange({ kind: next })}
        options={CRITICAL_KINDS.map((value) => ({ value, label: t(`criticalValues.kinds.${value}`) }))}
      />
      <Select<CriticalValue['setting']>
        allowClear
        aria-label={t('criticalValues.setting')}
        placeholder={t('criticalValues.setting')}
        value={setting ?? null}
        onChange={(next: CriticalValue['setting'] | undefined) => onChange({ setting: next })}
        options={SETTINGS.map((value) => ({ value, label: t(`criticalValues.settings.${value}`) }))}
      />
    </>
  );
}
