/** The two halves of the tally, and the name. */
import { useTranslation } from 'react-i18next';

export function Brand({ large = false }: { readonly large?: boolean }) {
  const { t } = useTranslation();
  return (
    <span className={`fj-brand${large ? ' fj-brand-large' : ''}`}>
      <svg viewBox="4 3 24 26" aria-hidden focusable="false">
        <path d="M5 4h10v6l-3 3 3 3-3 3 3 3v6H5z" fill="#f3efe6" />
        <path d="M27 4H17v6l-3 3 3 3-3 3 3 3v6h10z" fill="#d2604a" />
      </svg>
      <span className="fj-brand-name">{t('app.name')}</span>
      <span className="fj-brand-latin" lang="en">
        Fujie
      </span>
    </span>
  );
}
