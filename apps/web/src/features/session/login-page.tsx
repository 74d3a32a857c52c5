/** 登录: signs in and returns to where the reader came from. */
import { LockOutlined, UserOutlined } from '@ant-design/icons';
import type { SignIn } from '@fujie/wire/contracts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { Button, Form, Input } from 'antd';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';

import './login.css';
import { sessionQuery, signIn } from '../../api/session.ts';
import { Brand } from '../../app/brand.tsx';
import { LanguageSwitch } from '../../app/shell.tsx';
import { landingOf } from '../../app/workspaces.ts';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { safeNext } from './safe-next.ts';

const route = getRouteApi('/login');

export function LoginPage() {
  const { t } = useTranslation();
  const { next } = route.useSearch();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const entry = useMutation({
    mutationFn: signIn,
    onSuccess: async (actor) => {
      queries.clear();
      queries.setQueryData(sessionQuery.queryKey, actor);
      await navigate({ href: safeNext(next) ?? landingOf(actor) });
    },
  });
  const title = t('login.title');
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
        </ul>
        <div className="fj-login-language">
          <LanguageSwitch />
        </div>
      </div>
      <main className="fj-login-main" id="content">
        <div className="fj-login-card">
          <h1>{title}</h1>
          {entry.error === null ? null : <ProblemAlert error={entry.error} />}
          <Form<SignIn> layout="vertical" requiredMark={false} onFinish={(values) => entry.mutate(values)}>
            <Form.Item
              name="username"
              label={t('login.username')}
              rules={[{ required: true, message: t('login.required') }]}
            >
              <Input prefix={<UserOutlined aria-hidden />} autoComplete="username" autoFocus size="large" />
            </Form.Item>
            <Form.Item
              name="password"
              label={t('login.password')}
              rules={[{ required: true, message: t('login.required') }]}
            >
              <Input.Password prefix={<LockOutlined aria-hidden />} autoComplete="current-password" size="large" />
            </Form.Item>
            <Button type="primary" htmlType="submit" block size="large" loading={entry.isPending}>
              {t('login.submit')}
            </Button>
          </Form>
          <p className="fj-login-public">
            {t('login.publicHint')}{' '}
            <Link to="/public" className="fj-link fj-nowrap">
              {t('app.publicDesk')}
            </Link>
          </p>
        </div>
      </main>
    </div>
  );
}
