/** 绑定验证器: a secret for the app on one's phone, proved by a code, and the recovery codes to keep. */
import type { RecoveryCodes, SecondFactorSecret } from '@fujie/wire/contracts';
import { useMutation, useQuery } from '@tanstack/react-query';
import { Button, Form, Input, QRCode } from 'antd';
import { useTranslation } from 'react-i18next';

import { Loaded } from '../../ui/loaded.tsx';
import { ProblemAlert } from '../../ui/problem-alert.tsx';

interface Props {
  readonly begin: () => Promise<SecondFactorSecret>;
  readonly confirm: (code: string) => Promise<RecoveryCodes>;
  readonly onDone: () => Promise<void>;
}

export function SecondFactorEnrolment({ begin, confirm, onDone }: Props) {
  const { t } = useTranslation();
  const secret = useQuery({ queryKey: ['enrolment'], queryFn: begin, staleTime: Infinity, gcTime: 0, retry: false });
  const proof = useMutation({ mutationFn: ({ code }: { readonly code: string }) => confirm(code.trim()) });
  if (proof.data !== undefined) return <Recovery codes={proof.data.recoveryCodes} onDone={onDone} />;
  return (
    <Loaded query={secret}>
      {({ secret: typed, uri }) => (
        <Form<{ code: string }> layout="vertical" requiredMark={false} onFinish={(values) => proof.mutate(values)}>
          {proof.error === null ? null : <ProblemAlert error={proof.error} />}
          <p className="fj-faint">{t('account.enrol.scan')}</p>
          <div className="fj-enrol">
            <QRCode value={uri} size={176} aria-label={t('account.enrol.qr')} />
            <div>
              <div className="fj-faint">{t('account.enrol.secret')}</div>
              <code className="fj-secret">{typed.match(/.{1,4}/g)?.join(' ')}</code>
            </div>
          </div>
          <Form.Item
            name="code"
            label={t('account.enrol.confirm')}
            rules={[{ required: true, message: t('login.required') }]}
          >
            <Input autoComplete="one-time-code" inputMode="numeric" autoFocus size="large" />
          </Form.Item>
          <Button type="primary" htmlType="submit" block size="large" loading={proof.isPending}>
            {t('account.enrol.submit')}
          </Button>
        </Form>
      )}
    </Loaded>
  );
}

function Recovery({ codes, onDone }: { readonly codes: readonly string[]; readonly onDone: () => Promise<void> }) {
  const { t } = useTranslation();
  return (
    <>
      <h2 className="fj-recovery-title">{t('account.recovery.title')}</h2>
      <p className="fj-faint">{t('account.recovery.hint')}</p>
      <ol className="fj-recovery">
        {codes.map((code) => (
          <li key={code}>
            <code>{code}</code>
          </li>
        ))}
      </ol>
      <Button type="primary" block size="large" autoFocus onClick={() => void onDone()}>
        {t('account.recovery.done')}
      </Button>
    </>
  );
}
