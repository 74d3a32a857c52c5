/** The steps of signing in 登录步骤: each a form of its own that says what is needed next, or who signed in. */
import { LockOutlined, UserOutlined } from '@ant-design/icons';
import type { SessionActor, SignIn, SignInStep } from '@fujie/wire/contracts';
import { useMutation } from '@tanstack/react-query';
import { Button, Form, Input } from 'antd';
import { useTranslation } from 'react-i18next';

import { isSignedIn, sendCode, sendOwnPassword, signIn } from '../../api/session.ts';
import { ProblemAlert } from '../../ui/problem-alert.tsx';

export type Stage = 'credentials' | SignInStep['needs'];

interface Props {
  readonly onNeed: (stage: Stage) => void;
  readonly onSignedIn: (actor: SessionActor) => Promise<void>;
}

function useStep<T>({ onNeed, onSignedIn }: Props, send: (values: T) => ReturnType<typeof signIn>) {
  return useMutation({
    mutationFn: send,
    onSuccess: async (outcome) => {
      if (isSignedIn(outcome)) await onSignedIn(outcome);
      else onNeed(outcome.needs);
    },
  });
}

export function CredentialsStep(props: Props) {
  const { t } = useTranslation();
  const step = useStep(props, signIn);
  const required = [{ required: true, message: t('login.required') }];
  return (
    <Form<SignIn> layout="vertical" requiredMark={false} onFinish={(values) => step.mutate(values)}>
      {step.error === null ? null : <ProblemAlert error={step.error} />}
      <Form.Item name="username" label={t('login.username')} rules={required}>
        <Input prefix={<UserOutlined aria-hidden />} autoComplete="username" autoFocus size="large" />
      </Form.Item>
      <Form.Item name="password" label={t('login.password')} rules={required}>
        <Input.Password prefix={<LockOutlined aria-hidden />} autoComplete="current-password" size="large" />
      </Form.Item>
      <Button type="primary" htmlType="submit" block size="large" loading={step.isPending}>
        {t('login.submit')}
      </Button>
    </Form>
  );
}

export function CodeStep(props: Props) {
  const { t } = useTranslation();
  const step = useStep(props, ({ code }: { readonly code: string }) => sendCode(code.trim()));
  return (
    <Form<{ code: string }> layout="vertical" requiredMark={false} onFinish={(values) => step.mutate(values)}>
      {step.error === null ? null : <ProblemAlert error={step.error} />}
      <p className="fj-faint">{t('login.code.hint')}</p>
      <Form.Item name="code" label={t('login.code.label')} rules={[{ required: true, message: t('login.required') }]}>
        <Input autoComplete="one-time-code" inputMode="text" autoFocus size="large" />
      </Form.Item>
      <Button type="primary" htmlType="submit" block size="large" loading={step.isPending}>
        {t('login.submit')}
      </Button>
    </Form>
  );
}

export function OwnPasswordStep(props: Props) {
  const { t } = useTranslation();
  const step = useStep(props, ({ password }: { readonly password: string }) => sendOwnPassword(password));
  return (
    <Form<{ password: string }>
      layout="vertical"
      requiredMark={false}
      onFinish={({ password }) => step.mutate({ password })}
    >
      {step.error === null ? null : <ProblemAlert error={step.error} />}
      <p className="fj-faint">{t('login.own.hint')}</p>
      <NewPasswordFields />
      <Button type="primary" htmlType="submit" block size="large" loading={step.isPending}>
        {t('login.next')}
      </Button>
    </Form>
  );
}

/** A new password, typed twice. */
export function NewPasswordFields() {
  const { t } = useTranslation();
  const required = { required: true, message: t('login.required') };
  return (
    <>
      <Form.Item name="password" label={t('login.own.label')} rules={[required]}>
        <Input.Password autoComplete="new-password" size="large" />
      </Form.Item>
      <Form.Item
        name="repeat"
        label={t('login.own.repeat')}
        dependencies={['password']}
        rules={[
          required,
          ({ getFieldValue }) => ({
            validator: (_, value: unknown) =>
              value === getFieldValue('password')
                ? Promise.resolve()
                : Promise.reject(new Error(t('login.own.differs'))),
          }),
        ]}
      >
        <Input.Password autoComplete="new-password" size="large" />
      </Form.Item>
    </>
  );
}
