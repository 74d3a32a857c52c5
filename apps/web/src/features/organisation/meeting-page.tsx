/** 会议记录: one record with all its versions, what it decided, its signature, and its correction. */
import type { MeetingResponse } from '@fujie/wire/contracts';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { Button, Tag } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import './organisation.css';
import { meetingQuery, ORGANISATION_KEY, signMeeting } from '../../api/organisation.ts';
import { Require } from '../../app/require.tsx';
import { ActDialog } from '../../ui/act-dialog.tsx';
import { showTime } from '../../ui/format.ts';
import { useNamed } from '../../ui/language.ts';
import { listed } from '../../ui/listed.ts';
import { Loaded } from '../../ui/loaded.tsx';
import { Page, Section } from '../../ui/page.tsx';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { MeetingForm } from './meeting-form.tsx';
import { Decisions } from './meetings-page.tsx';

const route = getRouteApi('/desk/meetings/$id');
type Version = MeetingResponse['versions'][number];

export function MeetingPage() {
  const { t } = useTranslation();
  const { id } = route.useParams();
  const found = useQuery(meetingQuery(Number(id)));
  return (
    <Require can="organisation:read">
      <Page
        title={t('meetings.record')}
        subtitle={
          <Link to="/meetings" className="fj-link">
            {t('meetings.back')}
          </Link>
        }
        tools={found.data === undefined ? null : <Tools meeting={found.data} />}
      >
        <Loaded query={found}>{(meeting) => <Content meeting={meeting} />}</Loaded>
      </Page>
    </Require>
  );
}

function Tools({ meeting }: { readonly meeting: MeetingResponse }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const [isCorrecting, setCorrecting] = useState(false);
  const [newest] = meeting.versions;
  const signing = useMutation({
    mutationFn: () => signMeeting(meeting.id, newest?.version ?? 1),
    onSuccess: () => queries.invalidateQueries({ queryKey: ORGANISATION_KEY }),
  });
  return (
    <>
      {signing.error === null ? null : <ProblemAlert error={signing.error} />}
      {meeting.mayCorrect ? <Button onClick={() => setCorrecting(true)}>{t('meetings.correct')}</Button> : null}
      {meeting.mayApprove ? (
        <Button type="primary" loading={signing.isPending} onClick={() => signing.mutate()}>
          {t('meetings.sign')}
        </Button>
      ) : null}
      <ActDialog
        of={isCorrecting ? (newest ?? null) : null}
        width={760}
        title={t('meetings.correct')}
        onClose={() => setCorrecting(false)}
      >
        {({ heldAt, content }) => (
          <MeetingForm
            of={{ ...meeting, department: meeting.department?.code ?? null }}
            corrected={{ id: meeting.id, heldAt, content, versions: meeting.versions }}
            onDone={() => setCorrecting(false)}
          />
        )}
      </ActDialog>
    </>
  );
}

function Content({ meeting }: { readonly meeting: MeetingResponse }) {
  const { t } = useTranslation();
  const named = useNamed();
  const title = [
    t(`meetings.kinds.${meeting.kind}`),
    meeting.department === null ? '' : named(meeting.department),
    meeting.period,
  ];
  return (
    <>
      {meeting.versions.map((version) => (
        <Section
          key={version.version}
          title={`${title.filter((one) => one !== '').join(' · ')} · ${t('meetings.version', { version: version.version })}`}
          tools={
            version.approvedAt === null ? (
              <Tag color="gold">{t('meetings.awaitsSignature')}</Tag>
            ) : (
              <Tag color="green">
                {t('meetings.signedBy', { name: version.approvedBy ?? '', at: showTime(version.approvedAt) })}
              </Tag>
            )
          }
        >
          <Facts
            version={version}
            names={new Map(meeting.names.map(({ code, name }) => [code, name]))}
            kind={meeting.kind}
          />
        </Section>
      ))}
      <Section title={t('meetings.decisions')}>
        <Decisions decisions={meeting.decisions} />
      </Section>
    </>
  );
}

function Facts({
  version,
  names,
  kind,
}: {
  readonly version: Version;
  readonly names: ReadonlyMap<string, string>;
  readonly kind: MeetingResponse['kind'];
}) {
  const { t } = useTranslation();
  const { content, heldAt, enteredBy, enteredAt, reason, present, members, quorate } = version;
  const nameOf = (code: string): string => names.get(code) ?? code;
  const texts = (['minutes', 'carriedOut', 'problems', 'nextSteps', 'findings'] as const).flatMap((name) => {
    const text = content[name];
    return text === undefined || text === '' ? [] : [[t(`meetings.fields.${name}`), text] as const];
  });
  return (
    <dl className="fj-meeting-facts">
      <dt>{t('meetings.fields.heldAt')}</dt>
      <dd>{showTime(heldAt)}</dd>
      <dt>{t('meetings.fields.chair')}</dt>
      <dd>{nameOf(content.chair)}</dd>
      <dt>{t('meetings.fields.present')}</dt>
      <dd>
        {listed(content.present.map(nameOf))}{' '}
        {kind === 'committee' || kind === 'department' ? (
          <Tag color={quorate ? 'green' : 'red'}>
            {t(quorate ? 'meetings.quorate' : 'meetings.inquorate', { present, members })}
          </Tag>
        ) : null}
      </dd>
      {content.agenda.length === 0 ? null : (
        <>
          <dt>{t('meetings.fields.agenda')}</dt>
          <dd>
            <ol>
              {content.agenda.map((line) => (
                <li key={line}>{line}</li>
              ))}
            </ol>
          </dd>
        </>
      )}
      {texts.map(([name, text]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd className="fj-meeting-text">{text}</dd>
        </div>
      ))}
      <dt>{t('meetings.entered')}</dt>
      <dd>
        {enteredBy} {showTime(enteredAt)} {reason === null ? '' : `· ${reason}`}
      </dd>
    </dl>
  );
}
