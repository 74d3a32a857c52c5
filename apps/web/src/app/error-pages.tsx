/** What is shown instead of a page: no right, no such address, broken. */
import { Button, Result } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

import { ApiProblem } from '../api/problem.ts';
import { ProblemAlert } from '../ui/problem-alert.tsx';

function HomeButton() {
  const { t } = useTranslation();
  return (
    <Button type="primary" href="/">
      {t('state.home')}
    </Button>
  );
}

function Notice({ children }: { readonly children: ReactNode }) {
  return (
    <main className="fj-notice" id="content">
      {children}
    </main>
  );
}

export function MissingPage() {
  const { t } = useTranslation();
  return (
    <Notice>
      <Result
        status="404"
        title={<h1>{t('state.notFound')}</h1>}
        subTitle={t('state.notFoundHint')}
        extra={<HomeButton />}
      />
    </Notice>
  );
}

export function ForbiddenPage() {
  const { t } = useTranslation();
  return (
    <Notice>
      <Result
        status="403"
        title={<h1>{t('state.noAccess')}</h1>}
        subTitle={t('state.noAccessHint')}
        extra={<HomeButton />}
      />
    </Notice>
  );
}

export function BrokenPage({ error }: { readonly error: unknown }) {
  const { t } = useTranslation();
  if (error instanceof ApiProblem && error.status === 403) return <ForbiddenPage />;
  return (
    <Notice>
      <Result
        status="error"
        title={<h1>{t('state.broken')}</h1>}
        subTitle={t('state.brokenHint')}
        extra={
          <>
            <Button type="primary" onClick={() => window.location.reload()}>
              {t('state.reload')}
            </Button>
            <HomeButton />
          </>
        }
      >
        {error instanceof ApiProblem ? <ProblemAlert error={error} /> : null}
      </Result>
    </Notice>
  );
}
