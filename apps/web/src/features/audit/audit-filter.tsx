/** What the audit administrator looks for. */
import type { AuditQuery } from '@fujie/wire/contracts';
import { AUDIT_ACTIONS, AUDIT_OUTCOMES } from '@fujie/wire/audit-actions';
import { Input, Select } from 'antd';
import { useTranslation } from 'react-i18next';

import { useAuditActionName } from '../../ui/audit-names.ts';

type Filter = Omit<AuditQuery, 'from' | 'to' | 'after'>;
type Changed = { readonly [K in keyof Filter]?: Filter[K] | undefined };

interface Props {
  readonly value: Filter;
  readonly onChange: (changed: Changed) => void;
}

const TEXTS = ['id', 'actor', 'institution', 'person'] as const;

export function AuditFilter({ value, onChange }: Props) {
  const { t } = useTranslation();
  const actionName = useAuditActionName();
  const labels = {
    id: t('audit.id'),
    actor: t('audit.actor'),
    institution: t('field.institution'),
    person: t('audit.person'),
  };
  return (
    <div className="fj-toolbar">
      {TEXTS.map((name) => (
        <Input.Search
          key={`${name}|${value[name] ?? ''}`}
          className={`fj-audit-${name}`}
          aria-label={labels[name]}
          placeholder={labels[name]}
          defaultValue={value[name]}
          allowClear
          onSearch={(text) => {
            onChange({ [name]: text.trim() === '' ? undefined : text.trim() });
          }}
        />
      ))}
      <Select
        className="fj-audit-action"
        aria-label={t('audit.action')}
        placeholder={t('audit.action')}
        value={value.action ?? null}
        allowClear
        showSearch={{ optionFilterProp: 'label' }}
        options={AUDIT_ACTIONS.map((action) => ({ value: action, label: actionName(action) }))}
        onChange={(action) => {
          onChange({ action });
        }}
      />
      <Select
        className="fj-audit-outcome"
        aria-label={t('audit.outcome')}
        placeholder={t('audit.outcome')}
        value={value.outcome ?? null}
        allowClear
        options={AUDIT_OUTCOMES.map((outcome) => ({ value: outcome, label: t(`audit.outcomes.${outcome}`) }))}
        onChange={(outcome) => {
          onChange({ outcome });
        }}
      />
    </div>
  );
}
