/** The frame of every page: its title (also the document's), a line on what it is for, and its tools. */
import type { ReactNode } from 'react';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';

interface Props {
  readonly title: string;
  readonly subtitle?: ReactNode;
  readonly tools?: ReactNode;
  readonly children: ReactNode;
}

export function Page({ title, subtitle, tools, children }: Props) {
  const { t } = useTranslation();
  const brand = t('app.name');
  useEffect(() => {
    document.title = `${title} · ${brand} Fujie`;
  }, [title, brand]);
  return (
    <div className="fj-page">
      <header className="fj-page-header">
        <div>
          <h1>{title}</h1>
          {subtitle === undefined ? null : <div className="fj-page-subtitle">{subtitle}</div>}
        </div>
        {tools === undefined ? null : <div className="fj-page-tools">{tools}</div>}
      </header>
      {children}
    </div>
  );
}

/** A titled block inside a page. */
export function Section({
  title,
  tools,
  children,
  id,
}: {
  readonly title: ReactNode;
  readonly tools?: ReactNode;
  readonly children: ReactNode;
  readonly id?: string;
}) {
  return (
    <section className="fj-section" id={id}>
      <div className="fj-section-head">
        <h2>{title}</h2>
        {tools === undefined ? null : <div className="fj-section-tools">{tools}</div>}
      </div>
      <div className="fj-section-body">{children}</div>
    </section>
  );
}
