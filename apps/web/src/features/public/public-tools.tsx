/** Tools of the pages for everyone: the way to the other page, and the day that is looked at. */
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';

import { DayPicker } from '../../ui/day-picker.tsx';

interface Props {
  readonly to: '/public' | '/public/lists';
  readonly label: string;
  readonly on: string;
  readonly onDay: (day: string) => void;
}

export function PublicTools({ to, label, on, onDay }: Props) {
  const { t } = useTranslation();
  return (
    <>
      <Link to={to} className="fj-link">
        {label}
      </Link>
      <span className="fj-toolbar-field">
        {t('publicDesk.day')}
        <DayPicker label={t('publicDesk.day')} value={on} onChange={onDay} />
      </span>
    </>
  );
}
