/** Makes the account of a person; it opens nothing until the security administrator has given it a role. */
import type { NewAccountRequest } from '@fujie/wire/contracts';
import { App, Checkbox, Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { makeAccount } from '../../api/administration.ts';
import { ActForm } from '../../ui/act-dialog.tsx';
import { PasswordOnce } from './account-acts.tsx';
import { useAct } from './use-act.ts';

export function NewAccountForm({ onDone }: { readonly onDone: () => void }) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const [username, setUsername] = useState('');
  const [name, setName] = useState('');
  const [isElsewhere, setElsewhere] = useState(false);
  const [subject, setSubject] = useState('');
  const making = useAct(
    (body: NewAccountRequest) => makeAccount(body),
    ({ password }) => {
      if (password !== null) return;
      void message.success(t('accounts.madeNow'));
      onDone();
    },
  );
  const password = making.data?.password ?? null;
  if (password !== null) return <PasswordOnce password={password} onDone={onDone} />;
  return (
    <ActForm
      act={making}
      label={t('accounts.new')}
      isReady={username.trim() !== '' && name.trim() !== ''}
      onSubmit={() =>
        making.mutate({
          username: username.trim(),
          name: name.trim(),
          isElsewhere,
          ...(isElsewhere && subject.trim() !== '' ? { subject: subject.trim() } : {}),
        })
      }
      onCancel={onDone}
    >
      <p className="fj-faint">{t('accounts.newHint')}</p>
      <label htmlFor="fj-new-username">{t('accounts.username')}</label>
      <Input
        id="fj-new-username"
        autoComplete="off"
        maxLength={64}
        value={username}
        onChange={(event) => setUsername(event.target.value)}
      />
      <label htmlFor="fj-new-name">{t('accounts.name')}</label>
      <Input id="fj-new-name" maxLength={100} value={name} onChange={(event) => setName(event.target.value)} />
      <Checkbox checked={isElsewhere} onChange={(event) => setElsewhere(event.target.checked)}>
        {t('accounts.elsewhereOnly')}
      </Checkbox>
      {isElsewhere ? (
        <>
          <label htmlFor="fj-new-subject">{t('accounts.subject')}</label>
          <Input
            id="fj-new-subject"
            maxLength={255}
            value={subject}
            onChange={(event) => setSubject(event.target.value)}
          />
        </>
      ) : null}
    </ActForm>
  );
}
