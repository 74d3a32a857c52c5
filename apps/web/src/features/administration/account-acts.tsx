/** The acts upon an account, each with what it means; a password is shown this once. */
import type { AccountView } from '@fujie/wire/contracts';
import { Alert, Button, Typography } from 'antd';
import { useTranslation } from 'react-i18next';

import { endRole, endSessionOf, resetPassword, resetSecondFactor, setDisabled } from '../../api/administration.ts';
import { ActForm } from '../../ui/act-dialog.tsx';
import { RoleForm } from './role-form.tsx';
import { useAct } from './use-act.ts';

export type AccountAct = 'role' | 'endRole' | 'password' | 'disable' | 'enable' | 'secondFactor' | 'endSessions';

interface Offered {
  readonly act: AccountAct;
  readonly can: string;
  readonly when: (account: AccountView) => boolean;
}

export const ACTS: readonly Offered[] = [
  { act: 'role', can: 'account:grant', when: () => true },
  { act: 'endRole', can: 'account:grant', when: ({ role }) => role !== null },
  { act: 'password', can: 'account:manage', when: ({ isElsewhere }) => !isElsewhere },
  { act: 'disable', can: 'account:manage', when: ({ disabled }) => !disabled },
  { act: 'enable', can: 'account:manage', when: ({ disabled }) => disabled },
  { act: 'secondFactor', can: 'account:secure', when: ({ hasSecondFactor }) => hasSecondFactor },
  { act: 'endSessions', can: 'account:secure', when: ({ sessions }) => sessions > 0 },
];

interface Props {
  readonly account: AccountView;
  readonly act: AccountAct;
  readonly onDone: () => void;
}

export function AccountActForm({ account, act, onDone }: Props) {
  if (act === 'role') return <RoleForm account={account} onDone={onDone} />;
  return <PlainAct account={account} act={act} onDone={onDone} />;
}

/** A password for its person, or null when the act makes none. */
async function run(act: Exclude<AccountAct, 'role'>, username: string): Promise<string | null> {
  switch (act) {
    case 'password':
      return (await resetPassword(username)).password;
    case 'endRole':
      await endRole(username);
      return null;
    case 'secondFactor':
      await resetSecondFactor(username);
      return null;
    case 'endSessions':
      await endSessionOf(username, null);
      return null;
    default:
      await setDisabled(username, act === 'disable');
      return null;
  }
}

function PlainAct({ account, act, onDone }: Props & { readonly act: Exclude<AccountAct, 'role'> }) {
  const { t } = useTranslation();
  const acting = useAct(
    () => run(act, account.username),
    (password) => (password === null ? onDone() : undefined),
  );
  if (typeof acting.data === 'string') return <PasswordOnce password={acting.data} onDone={onDone} />;
  return (
    <ActForm
      act={acting}
      label={t(`accounts.act.${act}`)}
      isReady
      danger={act !== 'enable'}
      onSubmit={() => acting.mutate(undefined)}
      onCancel={onDone}
    >
      <p>
        <strong>{account.username}</strong> {account.name}
      </p>
      <p>{t(`accounts.means.${act}`)}</p>
    </ActForm>
  );
}

/** Shown until the dialog is closed, and nowhere else. */
export function PasswordOnce({ password, onDone }: { readonly password: string; readonly onDone: () => void }) {
  const { t } = useTranslation();
  return (
    <div className="fj-act">
      <Alert type="warning" showIcon title={t('accounts.once')} />
      <Typography.Text code copyable className="fj-admin-password">
        {password}
      </Typography.Text>
      <div className="fj-dialog-actions">
        <Button type="primary" onClick={onDone}>
          {t('accounts.handedOver')}
        </Button>
      </div>
    </div>
  );
}
