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
import { useBilingual } from '../../ui/language.ts';
import { DownloadLink } from '../../ui/download-link.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { isJson, prettyJson } from './pretty-json.ts';
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
  return (
    <div className="fj-quarantined">
      <Descriptions
        size="small"
        column={2}
        items={[
          { key: 'at', label: t('quarantine.received'), children: showTime(detail.receivedAt) },
          { key: 'state', label: t('quarantine.state'), children: <Tag>{stateName(detail.state)}</Tag> },
          { key: 'sender', label: t('quarantine.source'), children: `${detail.sender} · ${detail.channel}` },
          { key: 'kind', label: t('quarantine.kind'), children: detail.contentType ?? '—' },
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
      <Problems problems={detail.problems} />
      {detail.isText ? null : <Alert type="warning" showIcon title={t('quarantine.notText')} />}
      {detail.isWhole ? null : <Alert type="warning" showIcon title={t('quarantine.notWhole')} />}
      <DownloadLink href={`/api/v1/quarantine/${detail.id}/raw`}>{t('quarantine.rawFile')}</DownloadLink>
      {detail.state === 'open' && may(actor, 'quarantine:manage') ? (
        <Handling detail={detail} onClose={onClose} />
      ) : (
        <Raw raw={detail.raw} />
      )}
    </div>
  );
}

function Problems({ problems }: Pick<QuarantineDetail, 'problems'>) {
  const { t } = useTranslation();
  const say = useBilingual();
  return (
    <Alert
      type="warning"
      title={t('quarantine.problems')}
      description={
        <ul className="fj-problem-spots">
          {problems.map((problem, index) => (
            <li key={`${problem.path}|${index}`}>
              {problem.path === '' ? null : <code>{problem.path}</code>}{' '}
              {say({ zh: problem.messageZh, en: problem.message })}
            </li>
          ))}
        </ul>
      }
    />
  );
}

function Raw({ raw }: { readonly raw: string | null }) {
  const { t } = useTranslation();
  return (
    <section>
      <h3>{t('quarantine.raw')}</h3>
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
  const [text, setText] = useState(original);
  const [note, setNote] = useState('');
  const done = async (said: string) => {
    void message.success(said);
    await queries.invalidateQueries({ queryKey: ['quarantine'] });
    onClose();
  };
  const replaying = useMutation({
    mutationFn: () => replay(detail.id, text === original ? null : text),
    onSuccess: async (answer) => {
      if (answer.accepted) await done(t('quarantine.replayed'));
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
          <>
            <Alert type="error" showIcon title={t('quarantine.stillRefused')} />
            <Problems problems={replaying.data.problems} />
          </>
        ) : null}
        <Button type="primary" loading={replaying.isPending} disabled={isBroken} onClick={() => replaying.mutate()}>
          {text === original ? t('quarantine.replayAsIs') : t('quarantine.replay')}
        </Button>
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
