/** Registers a system or changes it: its keys and what they open are judged by the server and confirmed by a second administrator. */
import type { SystemRequest, SystemsResponse } from '@fujie/wire/contracts';
import { App, Checkbox, Input, InputNumber } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { askForSystem } from '../../api/administration.ts';
import { ActForm } from '../../ui/act-dialog.tsx';
import { CodeSelect } from '../../ui/code-select.tsx';
import { useAct } from './use-act.ts';

const KINDS = ['read', 'write', 'recognition'] as const;

interface Values {
  readonly id: string;
  readonly name: string;
  readonly institution: string;
  readonly kinds: readonly SystemRequest['kinds'][number][];
  readonly keys: string;
  readonly issuer: string;
  readonly overlapDays: number;
  readonly ehrUrl: string;
  readonly ehrClientId: string;
  readonly ehrSigns: boolean;
}

interface Props {
  readonly system: SystemsResponse['systems'][number] | null;
  readonly onDone: () => void;
}

export function SystemForm({ system, onDone }: Props) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const [values, setValues] = useState<Values>({
    id: system?.id ?? '',
    name: system?.name ?? '',
    institution: system?.institution.code ?? '',
    kinds: system?.kinds ?? KINDS,
    keys: system?.jwksUrl ?? '',
    issuer: system?.issuer ?? '',
    overlapDays: 14,
    ehrUrl: system?.ehr?.url ?? '',
    ehrClientId: system?.ehr?.clientId ?? '',
    ehrSigns: system?.ehr?.signs ?? false,
  });
  const put = (changed: Partial<Values>): void => setValues((before) => ({ ...before, ...changed }));
  const asking = useAct(
    (given: Values) => askForSystem(requestOf(given, t('systems.notKeys'))),
    () => {
      void message.success(t('accounts.granted.waiting'));
      onDone();
    },
  );
  const text = (name: 'id' | 'name' | 'issuer' | 'ehrUrl' | 'ehrClientId', label: string, isFixed = false) => (
    <>
      <label htmlFor={`fj-system-${name}`}>{label}</label>
      <Input
        id={`fj-system-${name}`}
        disabled={isFixed}
        maxLength={500}
        value={values[name]}
        onChange={(event) => put({ [name]: event.target.value })}
      />
    </>
  );
  return (
    <ActForm
      act={asking}
      label={t('systems.ask')}
      isReady={
        [values.id, values.name, values.institution, values.keys].every((part) => part.trim() !== '') &&
        values.kinds.length > 0
      }
      onSubmit={() => asking.mutate(values)}
      onCancel={onDone}
    >
      <p className="fj-faint">{t('systems.hint')}</p>
      {text('id', t('systems.id'), system !== null)}
      {text('name', t('field.name'))}
      <label htmlFor="fj-system-institution">{t('field.institution')}</label>
      <CodeSelect
        id="fj-system-institution"
        registers={['institution']}
        label={t('field.institution')}
        value={values.institution === '' ? null : values.institution}
        onChange={(code) => put({ institution: typeof code === 'string' ? code : '' })}
      />
      <Checkbox.Group
        aria-label={t('systems.kinds')}
        value={[...values.kinds]}
        options={KINDS.map((kind) => ({ value: kind, label: t(`systems.kind.${kind}`) }))}
        onChange={(chosen) => put({ kinds: KINDS.filter((kind) => chosen.includes(kind)) })}
      />
      <label htmlFor="fj-system-keys">{t('systems.keysOrUrl')}</label>
      <Input.TextArea
        id="fj-system-keys"
        rows={4}
        value={values.keys}
        onChange={(event) => put({ keys: event.target.value })}
      />
      <label htmlFor="fj-system-overlap">{t('systems.overlap')}</label>
      <InputNumber
        id="fj-system-overlap"
        min={0}
        max={90}
        value={values.overlapDays}
        onChange={(days) => put({ overlapDays: days ?? 0 })}
      />
      {text('issuer', t('systems.issuer'))}
      {text('ehrUrl', t('systems.ehrUrl'))}
      {values.ehrUrl.trim() === '' ? null : (
        <>
          {text('ehrClientId', t('systems.ehrClientId'))}
          <Checkbox checked={values.ehrSigns} onChange={(event) => put({ ehrSigns: event.target.checked })}>
            {t('systems.ehrSigns')}
          </Checkbox>
        </>
      )}
    </ActForm>
  );
}

/** Keys are given as JWKS, or by the address where they are published. */
function requestOf(values: Values, notKeys: string): SystemRequest {
  const { keys, kinds, issuer, ehrUrl, ehrClientId, ehrSigns, ...rest } = values;
  const given = keys.trim();
  return {
    ...rest,
    kinds: [...kinds],
    issuer: issuer.trim() === '' ? null : issuer.trim(),
    ehr: ehrUrl.trim() === '' ? null : { url: ehrUrl.trim(), clientId: ehrClientId.trim(), signs: ehrSigns },
    ...(/^https?:/.test(given) ? { jwksUrl: given } : { jwks: keySetOf(given, notKeys) }),
  };
}

function keySetOf(text: string, notKeys: string): NonNullable<SystemRequest['jwks']> {
  try {
    const found = JSON.parse(text) as Partial<NonNullable<SystemRequest['jwks']>> | null;
    if (Array.isArray(found?.keys)) return { keys: found.keys };
  } catch {
    // Said below in the reader's language.
  }
  throw new Error(notKeys);
}
