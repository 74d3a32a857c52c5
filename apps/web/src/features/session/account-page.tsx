/** 我的账号: where one is signed in, the password, the second factor. */
import type { OwnAccount, PasswordChange, SecondFactorRemoval } from '@fujie/wire/contracts';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Form, Input, Modal, Space, Tag } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import './login.css';
import {
  accountQuery,
  changePassword,
  endOtherSessions,
  endSession,
  ownSecondFactor,
  removeSecondFactor,
} from '../../api/session.ts';
import { Require } from '../../app/require.tsx';
import { showTime } from '../../ui/format.ts';
import { Loaded } from '../../ui/loaded.tsx';
import { Page, Section } from '../../ui/page.tsx';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { SecondFactorEnrolment } from './second-factor-enrolment.tsx';
import { NewPasswordFields } from './sign-in-steps.tsx';

type Session = OwnAccount['sessions'][number];

export function AccountPage() {
  const { t } = useTranslation();
  const account = useQuery(accountQuery);
  return (
    <Require can="account:own">
      <Page title={t('account.title')} subtitle={t('account.subtitle')}>
        <Loaded query={account}>
          {(data) => (
            <>
              <Sessions sessions={data.sessions} />
              <Section title={t('account.password')}>
                {data.hasPassword ? <PasswordForm /> : <p>{t('account.noPassword')}</p>}
              </Section>
              {data.hasPassword ? <SecondFactor state={data.secondFactor} /> : null}
            </>
          )}
        </Loaded>
      </Page>
    </Require>
  );
}

/** What changed is asked for anew. */
function useRefresh() {
  const queries = useQueryClient();
  return () => queries.invalidateQueries({ queryKey: accountQuery.queryKey });
}

function Sessions({ sessions }: { readonly sessions: readonly Session[] }) {
  const { t } = useTranslation();
  const refresh = useRefresh();
  const ending = useMutation({
    mutationFn: (id: string | null) => (id === null ? endOtherSessions() : endSession(id)),
    onSettled: refresh,
  });
  return (
    <Section
      title={t('account.sessions')}
      tools={
        sessions.length > 1 ? (
          <Button size="small" onClick={() => ending.mutate(null)}>
            {t('account.endOthers')}
          </Button>
        ) : undefined
      }
    >
      {ending.error === null ? null : <ProblemAlert error={ending.error} />}
      <ul className="fj-sessions">
        {sessions.map((session) => (
          <SessionRow key={session.id} session={session} onEnd={() => ending.mutate(session.id)} />
        ))}
      </ul>
      <p className="fj-faint fj-account-note">{t('account.sessionsHint')}</p>
    </Section>
  );
}

function viaKey(via: string): 'account.viaElsewhere' | 'account.viaLaunch' | 'account.viaPassword' {
  if (via === 'oidc') return 'account.viaElsewhere';
  return via === 'smart' ? 'account.viaLaunch' : 'account.viaPassword';
}

function SessionRow({ session, onEnd }: { readonly session: Session; readonly onEnd: () => void }) {
  const { t } = useTranslation();
  const facts = [
    [t('account.opened'), showTime(session.openedAt)],
    [t('account.seen'), showTime(session.seenAt)],
    [t('account.ends'), showTime(session.endsAt)],
    [t('account.address'), session.address],
    [t('account.via'), t(viaKey(session.via))],
  ] as const;
  return (
    <li>
      <div className="fj-session-facts">
        {facts.map(([name, value]) => (
          <span key={name}>
            <span className="fj-faint">{name}</span> <span className="fj-nowrap">{value}</span>
          </span>
        ))}
        <span className="fj-faint fj-device">{session.device}</span>
      </div>
      {session.isThis ? (
        <Tag color="green">{t('account.thisOne')}</Tag>
      ) : (
        <Button size="small" onClick={onEnd}>
          {t('account.end')}
        </Button>
      )}
    </li>
  );
}

function PasswordForm() {
  const { t } = useTranslation();
  const refresh = useRefresh();
  const [form] = Form.useForm<PasswordChange>();
  const change = useMutation({
    mutationFn: changePassword,
    onSuccess: () => {
      form.resetFields();
      return refresh();
    },
  });
  return (
    <Form<PasswordChange>
      form={form}
      layout="vertical"
      requiredMark={false}
      className="fj-account-form"
      onFinish={({ current, password }) => change.mutate({ current, password })}
    >
      {change.error === null ? null : <ProblemAlert error={change.error} />}
      {change.isSuccess ? <Alert type="success" showIcon className="fj-problem" title={t('account.changed')} /> : null}
      <p className="fj-faint">{t('account.passwordHint')}</p>
      <Form.Item name="current" label={t('account.current')} rules={[{ required: true, message: t('login.required') }]}>
        <Input.Password autoComplete="current-password" size="large" />
      </Form.Item>
      <NewPasswordFields />
      <Button type="primary" htmlType="submit" loading={change.isPending}>
        {t('account.password')}
      </Button>
    </Form>
  );
}

function SecondFactor({ state }: { readonly state: OwnAccount['secondFactor'] }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState<'enrol' | 'remove' | null>(null);
  const close = () => setOpen(null);
  return (
    <Section title={t('account.factor')}>
      <p>
        {state.isEnrolled ? t('account.factorOn', { count: state.recoveryCodesLeft }) : t('account.factorOff')}{' '}
        {state.isRequired ? <Tag color="blue">{t('account.factorRequired')}</Tag> : null}
      </p>
      <Space wrap>
        <Button onClick={() => setOpen('enrol')}>
          {state.isEnrolled ? t('account.factorReplace') : t('account.factorBegin')}
        </Button>
        {state.isEnrolled && !state.isRequired ? (
          <Button onClick={() => setOpen('remove')}>{t('account.factorRemove')}</Button>
        ) : null}
      </Space>
      <Modal
        open={open !== null}
        title={open === 'remove' ? t('account.factorRemove') : t('account.enrol.title')}
        footer={null}
        destroyOnHidden
        onCancel={close}
      >
        {open === 'remove' ? <Removal onClose={close} /> : <OwnEnrolment onClose={close} />}
      </Modal>
    </Section>
  );
}

function Removal({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation();
  const refresh = useRefresh();
  const removal = useMutation({
    mutationFn: removeSecondFactor,
    onSuccess: async () => {
      onClose();
      await refresh();
    },
  });
  const required = [{ required: true, message: t('login.required') }];
  return (
    <Form<SecondFactorRemoval> layout="vertical" requiredMark={false} onFinish={(values) => removal.mutate(values)}>
      {removal.error === null ? null : <ProblemAlert error={removal.error} />}
      <Form.Item name="password" label={t('account.current')} rules={required}>
        <Input.Password autoComplete="current-password" size="large" autoFocus />
      </Form.Item>
      <Form.Item name="code" label={t('login.code.label')} rules={required}>
        <Input autoComplete="one-time-code" size="large" />
      </Form.Item>
      <Button danger type="primary" htmlType="submit" block size="large" loading={removal.isPending}>
        {t('account.factorRemove')}
      </Button>
    </Form>
  );
}

/** The password is shown again before the second factor changes. */
function OwnEnrolment({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation();
  const refresh = useRefresh();
  const begun = useMutation({
    mutationFn: ({ password }: { readonly password: string }) => ownSecondFactor.begin(password),
  });
  const done = async () => {
    onClose();
    await refresh();
  };
  const secret = begun.data;
  if (secret !== undefined) {
    return (
      <SecondFactorEnrolment begin={() => Promise.resolve(secret)} confirm={ownSecondFactor.confirm} onDone={done} />
    );
  }
  return (
    <Form<{ password: string }> layout="vertical" requiredMark={false} onFinish={(values) => begun.mutate(values)}>
      {begun.error === null ? null : <ProblemAlert error={begun.error} />}
      <Form.Item
        name="password"
        label={t('account.current')}
        rules={[{ required: true, message: t('login.required') }]}
      >
        <Input.Password autoComplete="current-password" size="large" autoFocus />
      </Form.Item>
      <Button type="primary" htmlType="submit" block size="large" loading={begun.isPending}>
        {t('login.next')}
      </Button>
    </Form>
  );
}
