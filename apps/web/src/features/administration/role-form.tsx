/** Gives a person a role with its place and days; a role of an administrator waits for a second one. */
import type { AccountView, RoleGrant } from '@fujie/wire/contracts';
import { PEOPLE } from '@fujie/wire/roles';
import { App, DatePicker, Input, Select } from 'antd';
import type { Dayjs } from 'dayjs';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { grantRole } from '../../api/administration.ts';
import { ActForm } from '../../ui/act-dialog.tsx';
import { CodeSelect } from '../../ui/code-select.tsx';
import { useRoleName } from '../../ui/role-name.ts';
import { useAct } from './use-act.ts';

type PersonRole = RoleGrant['role'];
/** What an account of a role is bound to; the server refuses what is missing. */
const PLACES: Readonly<
  Partial<Record<PersonRole, readonly ('institution' | 'department' | 'practitioner' | 'region')[]>>
> = {
  doctor: ['institution', 'department', 'practitioner'],
  'department-head': ['institution', 'department'],
  nurse: ['institution', 'department', 'practitioner'],
  laboratory: ['institution', 'department'],
  'quality-office': ['institution', 'department'],
  'hospital-head': ['institution', 'practitioner'],
  'qc-centre': ['region'],
  commission: ['region'],
};

export function RoleForm({ account, onDone }: { readonly account: AccountView; readonly onDone: () => void }) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const roleName = useRoleName();
  const [role, setRole] = useState<PersonRole | null>(PEOPLE.find((known) => known === account.role) ?? null);
  const [places, setPlaces] = useState<Readonly<Record<string, string>>>({
    institution: account.institution?.code ?? '',
    department: account.department?.code ?? '',
    practitioner: account.practitioner ?? '',
    region: account.region?.code ?? '',
  });
  const [days, setDays] = useState<readonly [Dayjs | null, Dayjs | null]>([null, null]);
  const granting = useAct(
    (body: RoleGrant) => grantRole(account.username, body),
    ({ state }) => {
      void message.success(t(`accounts.granted.${state}`));
      onDone();
    },
  );
  const asked = role === null ? [] : (PLACES[role] ?? []);
  const put = (name: string, value: string): void => setPlaces((before) => ({ ...before, [name]: value }));
  return (
    <ActForm
      act={granting}
      label={t('accounts.act.role')}
      isReady={role !== null}
      onSubmit={() => {
        if (role === null) return;
        const given = asked.flatMap((name) => (places[name] ? [[name, places[name].trim()] as const] : []));
        const period = [
          ['from', days[0]],
          ['to', days[1]],
        ] as const;
        const dated = period.flatMap(([name, day]) =>
          day === null ? [] : [[name, day.format('YYYY-MM-DD')] as const],
        );
        granting.mutate({ role, ...Object.fromEntries([...given, ...dated]) });
      }}
      onCancel={onDone}
    >
      <p>
        <strong>{account.username}</strong> {account.name}
      </p>
      <p className="fj-faint">{t('accounts.means.role')}</p>
      <label htmlFor="fj-grant-role">{t('accounts.role')}</label>
      <Select<PersonRole>
        id="fj-grant-role"
        showSearch={{ optionFilterProp: 'label' }}
        aria-label={t('accounts.role')}
        value={role}
        options={PEOPLE.map((known) => ({ value: known, label: roleName(known) }))}
        onChange={setRole}
      />
      {asked.map((name) => (
        <div key={name} className="fj-act">
          <label htmlFor={`fj-grant-${name}`}>{t(`accounts.places.${name}`)}</label>
          {name === 'institution' || name === 'region' ? (
            <CodeSelect
              id={`fj-grant-${name}`}
              registers={[name]}
              label={t(`accounts.places.${name}`)}
              value={places[name] === '' ? null : (places[name] ?? null)}
              onChange={(value) => put(name, typeof value === 'string' ? value : '')}
            />
          ) : (
            <Input
              id={`fj-grant-${name}`}
              maxLength={64}
              value={places[name] ?? ''}
              onChange={(event) => put(name, event.target.value)}
            />
          )}
        </div>
      ))}
      <label htmlFor="fj-grant-days">{t('accounts.days')}</label>
      <DatePicker.RangePicker
        id={{ start: 'fj-grant-days' }}
        allowEmpty={[true, true]}
        aria-label={t('accounts.days')}
        value={[days[0], days[1]]}
        onChange={(chosen) => setDays([chosen?.[0] ?? null, chosen?.[1] ?? null])}
      />
    </ActForm>
  );
}
