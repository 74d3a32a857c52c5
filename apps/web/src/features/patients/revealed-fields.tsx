/** What is masked of a patient, shown one field at a time; the server keeps each on record. */
import type { RevealRequest } from '@fujie/wire/contracts';
import { useMutation } from '@tanstack/react-query';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';

import { reveal } from '../../api/access.ts';
import { ProblemAlert } from '../../ui/problem-alert.tsx';

const FIELDS = ['name', 'identifier', 'phone'] as const;

export function RevealedFields({ person }: { readonly person: string }) {
  return (
    <span className="fj-revealed">
      {FIELDS.map((field) => (
        <RevealedField key={field} person={person} field={field} />
      ))}
    </span>
  );
}

function RevealedField({ person, field }: { readonly person: string; readonly field: RevealRequest['field'] }) {
  const { t } = useTranslation();
  const showing = useMutation({ mutationFn: async () => reveal(person, field) });
  if (showing.error !== null) return <ProblemAlert error={showing.error} />;
  if (showing.data !== undefined) return <span>{showing.data.value ?? t('consent.reveal.none')}</span>;
  return (
    <Button size="small" title={t('consent.reveal.note')} loading={showing.isPending} onClick={() => showing.mutate()}>
      {t(`consent.reveal.${field}`)}
    </Button>
  );
}
