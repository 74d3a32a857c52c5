/** 监督举报: anybody complains without an account, and follows the answer by a code. */
import type { ComplaintFormResponse, ComplaintStatus } from '@fujie/wire/contracts';
import { useMutation, useQuery } from '@tanstack/react-query';
import { Alert, Button, Descriptions, Input, Tag } from 'antd';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';

import './complaints.css';
import { complaintFormQuery, followComplaint, rateComplaint, sendComplaint } from '../../api/complaints.ts';
import { readCode } from '../../ui/code.ts';
import { showTime } from '../../ui/format.ts';
import { useBilingual, useNamed } from '../../ui/language.ts';
import { Loaded } from '../../ui/loaded.tsx';
import { Page, Section } from '../../ui/page.tsx';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { ComplaintForm } from './complaint-form.tsx';

export function PublicComplaintPage() {
  const { t } = useTranslation();
  const form = useQuery(complaintFormQuery);
  return (
    <Page title={t('complaints.publicTitle')} subtitle={t('complaints.publicSubtitle')}>
      <div className="fj-complaint">
        <Section title={t('complaints.write')}>
          <Loaded query={form}>
            {(known) =>
              known.answerWorkdays === null ? (
                <Alert type="info" showIcon title={t('complaints.notHere')} />
              ) : (
                <>
                  <p className="fj-faint">{t('complaints.promise', { count: known.answerWorkdays })}</p>
                  <ComplaintForm form={known} onSend={({ channel: _, ...body }) => sendComplaint(body)} />
                </>
              )
            }
          </Loaded>
        </Section>
        <div>
          <Section title={t('complaints.follow')}>
            <Follow />
          </Section>
          <Section title={t('complaints.channelsTitle')}>
            <Loaded query={form}>{({ channels }) => <Channels channels={channels} />}</Loaded>
          </Section>
        </div>
      </div>
    </Page>
  );
}

/** Letters and digits of a code. */
const LENGTH = 20;

function Follow() {
  const { t } = useTranslation();
  const [link] = useState(() => window.location.hash.slice(1));
  const [text, setText] = useState(link);
  const [isUnread, setUnread] = useState(() => link !== '' && readCode(link, LENGTH) === null);
  const following = useMutation({ mutationFn: followComplaint });
  const rating = useMutation({ mutationFn: rateComplaint });
  const { mutate: follow, variables: followed } = following;
  useEffect(() => {
    // Whoever looks at the screen or the history afterwards finds no code.
    if (window.location.hash === '') return;
    window.history.replaceState(window.history.state, '', window.location.pathname);
    const code = readCode(link, LENGTH);
    if (code !== null) follow(code);
  }, [link, follow]);
  const place = useRef<HTMLDivElement>(null);
  const isByLink = link !== '' && following.isSuccess;
  useEffect(() => {
    // On a telephone the answer stands below the form.
    if (isByLink) place.current?.scrollIntoView({ block: 'nearest' });
  }, [isByLink]);
  const found = isUnread ? undefined : (rating.data ?? following.data);
  // What is rated is the answer that is shown, whatever stands in the field by then.
  const rate = (satisfied: boolean): void => {
    if (followed !== undefined) rating.mutate({ code: followed, satisfied });
  };
  return (
    <div ref={place}>
      <Input.Search
        value={text}
        maxLength={40}
        autoComplete="off"
        placeholder={t('complaints.codeForm')}
        aria-label={t('complaints.code')}
        enterButton={t('complaints.look')}
        loading={following.isPending}
        onChange={(event) => setText(event.target.value)}
        onSearch={(asked) => {
          const code = readCode(asked, LENGTH);
          rating.reset();
          following.reset();
          setUnread(code === null);
          if (code !== null) follow(code);
        }}
      />
      {isUnread ? <Alert showIcon type="warning" className="fj-problem" title={t('complaints.noCode')} /> : null}
      {following.error === null ? null : <ProblemAlert error={following.error} />}
      {rating.error === null ? null : <ProblemAlert error={rating.error} />}
      {found === undefined ? null : <Status status={found} />}
      {found?.mayRate === true ? (
        <div className="fj-complaint-rating">
          <span>{t('complaints.rate')}</span>
          <Button loading={rating.isPending} onClick={() => rate(true)}>
            {t('complaints.satisfied')}
          </Button>
          <Button loading={rating.isPending} onClick={() => rate(false)}>
            {t('complaints.dissatisfied')}
          </Button>
        </div>
      ) : null}
    </div>
  );
}

function Status({ status }: { readonly status: ComplaintStatus }) {
  const { t } = useTranslation();
  const say = useBilingual();
  const named = useNamed();
  return (
    <Descriptions
      column={1}
      size="small"
      className="fj-complaint-status"
      items={[
        { key: 'institution', label: t('complaints.institution'), children: named(status.institution) },
        { key: 'category', label: t('complaints.category'), children: say(status.category) },
        { key: 'received', label: t('complaints.receivedAt'), children: showTime(status.receivedAt) },
        {
          key: 'stage',
          label: t('complaints.stage'),
          children: (
            <>
              {status.answer === null ? (
                <Tag color="blue">{t('loops.waits', { stage: say(status.stage) })}</Tag>
              ) : (
                <Tag color="green">{say(status.stage)}</Tag>
              )}
              {status.isLate ? <Tag color="red">{t('complaints.late')}</Tag> : null}
            </>
          ),
        },
        ...(status.answer === null
          ? [{ key: 'by', label: t('complaints.until'), children: showTime(status.answerBy) ?? '—' }]
          : [
              {
                key: 'answer',
                label: t('complaints.answer'),
                children: <p className="fj-complaint-text">{status.answer.text}</p>,
              },
              { key: 'at', label: t('complaints.answeredAt'), children: showTime(status.answer.at) },
            ]),
        ...(status.rating === null
          ? []
          : [{ key: 'rating', label: t('complaints.rated'), children: t(`complaints.${status.rating}`) }]),
      ]}
    />
  );
}

function Channels({ channels }: { readonly channels: ComplaintFormResponse['channels'] }) {
  const { t } = useTranslation();
  const named = useNamed();
  if (channels.length === 0) return <p className="fj-faint">{t('complaints.noChannels')}</p>;
  return channels.map((one) => (
    <p key={`${one.region.code} ${one.institution?.code ?? ''}`}>
      <strong>{named(one.institution ?? one.region)}</strong> {one.department}
      <br />
      {t('complaints.person', { name: one.person, title: one.title })} · {one.phone} · {one.email}
    </p>
  ));
}
