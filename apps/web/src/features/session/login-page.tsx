/** 登录: signs in step by step, and returns to where the reader came from. */
import type { SessionActor } from '@fujie/wire/contracts';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { Alert, Button } from 'antd';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';

import './login.css';
import { elsewhereAddress, enrolment, sessionQuery, signInWaysQuery } from '../../api/session.ts';
import { Brand } from '../../app/brand.tsx';
import { LanguageSwitch } from '../../app/shell.tsx';
import { landingOf } from '../../app/workspaces.ts';
import { safeNext } from './safe-next.ts';
import { SecondFactorEnrolment } from './second-factor-enrolment.tsx';
import type { Stage } from './sign-in-steps.tsx';
import { CodeStep, CredentialsStep, OwnPasswordStep } from './sign-in-steps.tsx';

const route = getRouteApi('/login');

export function LoginPage() {
  const { t } = useTranslation();
  const search = route.useSearch();
  const next = safeNext(search.next);
  const navigate = useNavigate();
  const queries = useQueryClient();
  const [stage, setStage] = useState<Stage>('credentials');
  const enter = async (actor: SessionActor) => {
    queries.clear();
    queries.setQueryData(sessionQuery.queryKey, actor);
    // The step back into the issuer is a page of the server.
    if (next?.startsWith('/oidc/') === true) window.location.assign(next);
    else await navigate({ href: next ?? landingOf(actor) });
  };
  const enterAsKnown = async () => {
    queries.clear();
    const actor = await queries.query(sessionQuery);
    if (actor !== null) await enter(actor);
  };
  const title = t(TITLES[stage]);
  useEffect(() => {
    document.title = `${title} · ${t('app.name')} Fujie`;
  }, [title, t]);
  return (
    <div className="fj-login">
      <div className="fj-login-side">
        <Brand large />
        <p className="fj-login-slogan">{t('app.full')}</p>
        <ul>
          <li>{t('login.intro1')}</li>
          <li>{t('login.intro2')}</li>
          <li>{t('login.intro3')}</li>
          <li>{t('login.intro4')}</li>
        </ul>
        <div className="fj-login-language">
          <LanguageSwitch />
        </div>
      </div>
      <main className="fj-login-main" id="content">
        <div className="fj-login-card">
          <h1>{title}</h1>
          {stage === 'credentials' ? (
            <>
              <Refusal code={search.refused} />
              <Elsewhere next={next} />
              <CredentialsStep onNeed={setStage} onSignedIn={enter} />
            </>
          ) : null}
          {stage === 'code' ? <CodeStep onNeed={setStage} onSignedIn={enter} /> : null}
          {stage === 'password' ? <OwnPasswordStep onNeed={setStage} onSignedIn={enter} /> : null}
          {stage === 'enrolment' ? (
            <SecondFactorEnrolment begin={enrolment.begin} confirm={enrolment.confirm} onDone={enterAsKnown} />
          ) : null}
          {stage === 'credentials' ? (
            <p className="fj-login-public">
              {t('login.publicHint')}{' '}
              <Link to="/public" className="fj-link fj-nowrap">
                {t('app.publicDesk')}
              </Link>{' '}
              <Link to="/public/complaint" className="fj-link fj-nowrap">
                {t('complaints.publicTitle')}
              </Link>{' '}
              <Link to="/my" className="fj-link fj-nowrap">
                {t('own.title')}
              </Link>
            </p>
          ) : (
            <p className="fj-login-public">
              <Button type="link" className="fj-login-again" onClick={() => setStage('credentials')}>
                {t('login.again')}
              </Button>
            </p>
          )}
        </div>
      </main>
    </div>
  );
}

const TITLES = {
  credentials: 'login.title',
  code: 'login.code.title',
  password: 'login.own.title',
  enrolment: 'account.enrol.title',
} as const satisfies Readonly<Record<Stage, string>>;

const REFUSALS = [
  'unknown',
  'disabled',
  'failed',
  'unavailable',
  'launch-unknown',
  'launch-used',
  'launch-failed',
  'launch-user',
  'launch-patient',
] as const;

/** Why the issuer elsewhere led back here without a session. */
function Refusal({ code }: { readonly code: string | undefined }) {
  const { t } = useTranslation();
  if (code === undefined) return null;
  const known = REFUSALS.find((refusal) => refusal === code) ?? 'failed';
  return (
    <Alert
      type="error"
      showIcon
      className="fj-problem"
      title={t('login.refused.title')}
      description={t(`login.refused.${known}`)}
    />
  );
}

/** The way through the issuer elsewhere, where the installation has one. */
function Elsewhere({ next }: { readonly next: string | null }) {
  const { t } = useTranslation();
  const elsewhere = useQuery(signInWaysQuery).data?.elsewhere ?? null;
  if (elsewhere === null) return null;
  return (
    <div className="fj-login-elsewhere">
      <Button type="primary" size="large" block href={elsewhereAddress(next)}>
        {t('login.elsewhere', { name: elsewhere.name })}
      </Button>
      <p className="fj-faint">{t('login.orHere')}</p>
    </div>
  );
}
