/** Registers are kept on their own page: the way there, by the name of the register, for who keeps it. */
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';

import { registersQuery } from '../../api/registers.ts';
import { useActor } from '../../app/require.tsx';
import { may } from '../../app/workspaces.ts';
import { useBilingual } from '../../ui/language.ts';

export function KeepRegister({ register }: { readonly register: string }) {
  const { t } = useTranslation();
  const say = useBilingual();
  const known = useQuery({ ...registersQuery, enabled: may(useActor(), 'register:write') });
  const own = known.data?.registers.find(({ id, mayWrite }) => id === register && mayWrite);
  if (own === undefined) return null;
  return (
    <Link to="/registers/$register" params={{ register }} className="fj-link">
      {t('organisation.keep', { register: say(own) })}
    </Link>
  );
}
