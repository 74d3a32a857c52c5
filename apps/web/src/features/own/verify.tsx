/** 核验身份: by number and name and a one-time code, or by a link of a hospital. */
import type { PatientClaim, PatientSession, VerificationResponse } from '@fujie/wire/contracts';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Form, Input, Select } from 'antd';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { askCode, deliveredQuery, openOwnPage, ownSessionQuery, patientWaysQuery } from '../../api/patients.ts';
import { Loaded } from '../../ui/loaded.tsx';
import { Section } from '../../ui/page.tsx';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { InstitutionSearch } from './institution-search.tsx';

const KINDS = ['resident-id', 'health-card', 'passport', 'mrn'] as const;
const SHORTEST_LINK = 20;

/** The link that led here, taken out of the address so that it stays in no history. */
function useLink(): string | null {
  const [link] = useState(() => window.location.hash.slice(1));
  useEffect(() => {
    if (window.location.hash !== '') window.history.replaceState(window.history.state, '', window.location.pathname);
  }, []);
  return link.length < SHORTEST_LINK ? null : link;
}

export function Verify() {
  const { t } = useTranslation();
  const ways = useQuery(patientWaysQuery);
  const queries = useQueryClient();
  const link = useLink();
  const [asked, setAsked] = useState<VerificationResponse | null>(null);
  const enter = (session: PatientSession) => queries.setQueryData(ownSessionQuery.queryKey, session);
  return (
    <Section title={t('own.verify.title')}>
      <Loaded query={ways}>
        {({ codes, demonstration }) => {
          if (asked !== null)
            return <CodeStep asked={asked} isShown={demonstration} onEnter={enter} onAgain={() => setAsked(null)} />;
          if (link === null && !codes) return <Alert type="info" showIcon title={t('own.verify.linkOnly')} />;
          return <ClaimStep link={link} hasCodes={codes} onAsked={setAsked} onEnter={enter} />;
        }}
      </Loaded>
    </Section>
  );
}

interface ClaimProps {
  readonly link: string | null;
  readonly hasCodes: boolean;
  readonly onAsked: (asked: VerificationResponse) => void;
  readonly onEnter: (session: PatientSession) => void;
}

function ClaimStep({ link, hasCodes, onAsked, onEnter }: ClaimProps) {
  const { t } = useTranslation();
  const [form] = Form.useForm<PatientClaim>();
  const kind = Form.useWatch('kind', form);
  const asking = useMutation({ mutationFn: askCode, onSuccess: onAsked });
  const opening = useMutation({ mutationFn: openOwnPage, onSuccess: onEnter });
  const required = [{ required: true, message: t('own.verify.required') }];
  const error = asking.error ?? opening.error;
  return (
    <Form<PatientClaim>
      form={form}
      layout="vertical"
      requiredMark={false}
      initialValues={{ kind: 'resident-id' }}
      onFinish={(claim) => {
        if (link === null) asking.mutate({ claim });
        else opening.mutate({ link, claim });
      }}
    >
      {error === null ? null : <ProblemAlert error={error} />}
      {link !== null && hasCodes ? (
        <Button
          type="primary"
          size="large"
          block
          className="fj-own-code"
          loading={asking.isPending}
          onClick={() => asking.mutate({ link })}
        >
          {t('own.verify.sendByLink')}
        </Button>
      ) : null}
      <p className="fj-own-note">
        {t(link === null ? 'own.verify.intro' : hasCodes ? 'own.verify.orByLink' : 'own.verify.byLink')}
      </p>
      <Form.Item name="kind" label={t('own.verify.kind')}>
        <Select size="large" options={KINDS.map((value) => ({ value, label: t(`own.verify.kinds.${value}`) }))} />
      </Form.Item>
      {kind === 'mrn' ? (
        <Form.Item name="institution" label={t('own.verify.institution')} rules={required}>
          <InstitutionSearch label={t('own.verify.institution')} />
        </Form.Item>
      ) : null}
      <Form.Item name="number" label={t('own.verify.number')} rules={required}>
        <Input size="large" autoComplete="off" maxLength={64} />
      </Form.Item>
      <Form.Item name="name" label={t('own.verify.name')} rules={required}>
        <Input size="large" autoComplete="name" maxLength={100} />
      </Form.Item>
      <Button
        type={link !== null && hasCodes ? 'default' : 'primary'}
        htmlType="submit"
        size="large"
        block
        loading={link === null ? asking.isPending : opening.isPending}
      >
        {t(link === null ? 'own.verify.send' : 'own.verify.check')}
      </Button>
    </Form>
  );
}

interface CodeProps {
  readonly asked: VerificationResponse;
  /** A demonstration shows what it does not send. */
  readonly isShown: boolean;
  readonly onEnter: (session: PatientSession) => void;
  readonly onAgain: () => void;
}

function CodeStep({ asked, isShown, onEnter, onAgain }: CodeProps) {
  const { t } = useTranslation();
  const { verification, minutes } = asked;
  const opening = useMutation({ mutationFn: openOwnPage, onSuccess: onEnter });
  return (
    <Form<{ code: string }>
      layout="vertical"
      requiredMark={false}
      onFinish={({ code }) => opening.mutate({ verification, code: code.trim() })}
    >
      <p className="fj-own-note">{t('own.verify.sent', { count: minutes })}</p>
      {isShown ? <Delivered verification={verification} /> : null}
      {opening.error === null ? null : <ProblemAlert error={opening.error} />}
      <Form.Item
        name="code"
        label={t('own.verify.code')}
        rules={[{ required: true, pattern: /^\s*\d{6}\s*$/, message: t('own.verify.required') }]}
      >
        <Input size="large" inputMode="numeric" autoComplete="one-time-code" maxLength={8} autoFocus />
      </Form.Item>
      <Button type="primary" htmlType="submit" size="large" block loading={opening.isPending}>
        {t('own.verify.enter')}
      </Button>
      <Button type="link" block onClick={onAgain}>
        {t('own.verify.again')}
      </Button>
    </Form>
  );
}

function Delivered({ verification }: { readonly verification: string }) {
  const { t } = useTranslation();
  const delivered = useQuery(deliveredQuery(verification));
  return (
    <Alert
      type="warning"
      showIcon
      className="fj-problem"
      title={t('own.verify.demonstration')}
      description={
        <Loaded
          query={delivered}
          rows={1}
          isEmpty={({ messages }) => messages.length === 0}
          empty={t('own.verify.nothing')}
        >
          {({ messages: [newest] }) => (
            <p className="fj-own-messages">{newest === undefined ? null : `${newest.phone} ${newest.text}`}</p>
          )}
        </Loaded>
      }
    />
  );
}
