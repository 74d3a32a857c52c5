/** Registers are kept on their own page: the way there for who keeps them. */
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';

import { useActor } from '../../app/require.tsx';
import { may } from '../../app/workspaces.ts';

export function KeepRegister({ register, label }: { readonly register: string; readonly label: string }) {
  const { t } = useTranslation();
  if (!may(useActor(), 'register:write')) return null;
  return (
    <Link to="/registers/$register" params={{ register }} className="fj-link">
      {t('resources.keep', { register: label })}
    </Link>
  );
}
