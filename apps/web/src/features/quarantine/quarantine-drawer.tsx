/** One refused message: its faults, its text as it came, and what can be done with it. */
import type { QuarantineDetail } from '@fujie/wire/contracts';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert, App, Button, Descriptions, Drawer, Input, Tag } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { dismiss, quarantinedQuery, replay } from '../../api/quarantine.ts';
import { useActor } from '../../app/require.tsx';
import { may } from '../../app/workspaces.ts';
import { showTime } from '../../ui/format.ts';
import { DownloadLink } from '../../ui/download-link.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { useNameOf } from '../../ui/name-of.ts';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { isJson, prettyJson } from './pretty-json.ts';
import { ProblemSpot } from './problem-spot.tsx';
import { useStateName } from './state-name.ts';

export function QuarantineDrawer({ id, onClose }: { readonly id: number | null; readonly onClose: () => void }) {
  const { t } = useTranslation();
  return (
    <Drawer title={t('quarantine.detail')} open={id !== null} onClose={onClose} size={900} destroyOnHidden>
      {id === null ? null : <Quarantined id={id} onClose={onClose} />}
    </Drawer>
  );
}

function Quarantined({ id, onClose }: { readonly id: number; readonly onClose: () => void }) {
  const detail = useQuery(quarantinedQuery(id));
  return <Loaded query={detail}>{(data) => <Message key={data.id} detail={data} onClose={onClose} />}</Loaded>;
}

function Message({ detail, onClose }: { readonly detail: QuarantineDetail; readonly onClose: () => void }) {
  const { t } = useTranslation();
  const stateName = useStateName();
  const actor = useActor();
  const institutionName = useNameOf('institution');
  return (
    <div className="fj-quarantined">
      <Descriptions
        size="small"
        column={2}
        items={[
          { key: 'at', label: t('quarantine.received'), children: showTime(detail.receivedAt) },
          { key: 'state', label: t('quarantine.state'), children: <Tag>{stateName(detail.state)}</Tag> },
          {
            key: 'institution',
            label: t('field.institution'),
            children: detail.institution === null ? '—' : institutionName(detail.institution),
          },
          { key: 'sender', label: t('quarantine.source'), children: `${detail.sender} · ${detail.channel}` },
          { key: 'kind', label: t('quarantine.kind'), children: detail.contentType ?? '—' },
          ...(detail.request === null
            ? []
            : [
                {
                  key: 'address',
                  label: t('quarantine.address'),
                  children: `${detail.request.method} /fhir/${detail.request.address}`,
                },
              ]),
          ...(detail.closedAt === null
            ? []
            : [
                {
                  key: 'closed',
                  label: t('quarantine.by'),
                  children: `${detail.closedBy ?? ''} · ${showTime(detail.closedAt) ?? ''}`,
                },
                { key: 'note', label: t('quarantine.dismissReason'), children: detail.closeNote ?? '—' },
              ]),
        ]}
      />
      <Problems title={t('quarantine.problems')} problems={detail.problems} />
      {detail.isText ? null : <Alert type="warning" showIcon title={t('quarantine.notText')} />}
      {detail.isWhole ? null : <Alert type="warning" showIcon title={t('quarantine.notWhole')} />}
      <DownloadLink href={`/api/v1/quarantine/${detail.id}/raw`}>{t('quarantine.rawFile')}</DownloadLink>
      {detail.state === 'open' && may(actor, 'quarantine:manage') ? (
        <Handling detail={detail} onClose={onClose} />
      ) : (
        <>
          <Raw title={t('quarantine.raw')} raw={detail.raw} />
          {detail.corrected === null ? null : <Raw title={t('quarantine.correctedText')} raw={detail.corrected} />}
        </>
      )}
    </div>
  );
}

function Problems({ title, problems }: Pick<QuarantineDetail, 'problems'> & { readonly title: string }) {
  return (
    <Alert
      type="warning"
      title={title}
      description={
        <ul className="fj-problem-spots">
          {problems.map((problem, index) => (
            <li key={`${problem.path}|${index}`}>
              <ProblemSpot problem={problem} />
            </li>
          ))}
        </ul>
      }
    />
  );
}

function Raw({ title, raw }: { readonly title: string; readonly raw: string | null }) {
  return (
    <section>
      <h3>{title}</h3>
      {raw === null ? (
        <p className="fj-faint">—</p>
      ) : (
        <pre className="fj-raw" tabIndex={0}>
          {prettyJson(raw)}
        </pre>
      )}
    </section>
  );
}

function Handling({ detail, onClose }: { readonly detail: QuarantineDetail; readonly onClose: () => void }) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const queries = useQueryClient();
  const original = detail.raw === null ? '' : prettyJson(detail.raw);
  const [text, setText] = useState(detail.corrected === null ? original : prettyJson(detail.corrected));
  const sentVersion = detail.request?.ifMatch ?? null;
  const [version, setVersion] = useState(sentVersion ?? '');
  const [note, setNote] = useState('');
  const done = async (said: string) => {
    void message.success(said);
    await queries.invalidateQueries({ queryKey: ['quarantine'] });
    onClose();
  };
  const replaying = useMutation({
    mutationFn: () =>
      replay(detail.id, {
        ...(text === original ? {} : { corrected: text }),
        ...(version === (sentVersion ?? '') ? {} : { ifMatch: version.trim() === '' ? null : version.trim() }),
      }),
    onSuccess: async (answer) => {
      const kept = answer.problems.length;
      if (answer.accepted) await done(kept === 0 ? t('quarantine.replayed') : t('quarantine.partly', { count: kept }));
    },
  });
  const dismissing = useMutation({
    mutationFn: () => dismiss(detail.id, note.trim()),
    onSuccess: () => done(t('quarantine.dismissed')),
  });
  const isBroken = !isJson(text);
  return (
    <>
      <section>
        <h3>{t('quarantine.correct')}</h3>
        <p className="fj-faint">{t('quarantine.correctHint')}</p>
        {detail.correctedProblems === null || replaying.data !== undefined ? null : (
          <Problems title={t('quarantine.lastReplay')} problems={detail.correctedProblems} />
        )}
        <Input.TextArea
          value={text}
          aria-label={t('quarantine.correct')}
          autoSize={{ minRows: 10, maxRows: 26 }}
          className="fj-raw-edit"
          spellCheck={false}
          onChange={(event) => setText(event.target.value)}
        />
        {isBroken ? <Alert type="warning" showIcon title={t('quarantine.notJson')} /> : null}
        {replaying.error === null ? null : <ProblemAlert error={replaying.error} />}
        {replaying.data?.accepted === false ? (
          <Problems title={t('quarantine.stillRefused')} problems={replaying.data.problems} />
        ) : null}
        {sentVersion === null ? null : (
          <label className="fj-version">
            {t('quarantine.version')}
            <Input value={version} placeholder='W/"1"' onChange={(event) => setVersion(event.target.value)} />
            <span className="fj-faint">{t('quarantine.versionHint')}</span>
          </label>
        )}
        <div className="fj-replay">
          <Button type="primary" loading={replaying.isPending} disabled={isBroken} onClick={() => replaying.mutate()}>
            {text === original ? t('quarantine.replayAsIs') : t('quarantine.replay')}
          </Button>
          {text === original ? null : <Button onClick={() => setText(original)}>{t('quarantine.restore')}</Button>}
        </div>
      </section>
      <section>
        <h3>{t('quarantine.dismissTitle')}</h3>
        <p className="fj-faint">{t('quarantine.dismissHint')}</p>
        {dismissing.error === null ? null : <ProblemAlert error={dismissing.error} />}
        <div className="fj-toolbar">
          <Input
            className="fj-dismiss-note"
            value={note}
            maxLength={500}
            placeholder={t('quarantine.dismissReason')}
            aria-label={t('quarantine.dismissReason')}
            onChange={(event) => setNote(event.target.value)}
          />
          <Button
            danger
            disabled={note.trim().length < 2}
            loading={dismissing.isPending}
            onClick={() => dismissing.mutate()}
          >
            {t('quarantine.dismiss')}
          </Button>
        </div>
      </section>
    </>
  );
}
