/** 结果回报: the matrix as it is typed, kept in versions, checked by a second person, returned. */
import type { EqaOwnRound, EqaReturn } from '@fujie/wire/contracts';
import { Alert, Button, Tag } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { eqaSheet, saveEqaReturn, sendEqaSheet, stepEqaReturn } from '../../api/eqa.ts';
import { useActor } from '../../app/require.tsx';
import { may } from '../../app/workspaces.ts';
import { DownloadLink } from '../../ui/download-link.tsx';
import { fieldFaults } from '../../ui/field-faults.ts';
import { FileButton } from '../../ui/file-button.tsx';
import { showTime } from '../../ui/format.ts';
import { EmptyNote } from '../../ui/loaded.tsx';
import { Section } from '../../ui/page.tsx';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { RecordTable } from '../../ui/record-table.tsx';
import { ReturnGrid } from './return-grid.tsx';
import type { Typed } from './return-rows.ts';
import { cellKey, isNoUncertainty, resultsOf, typedOf, UNCERTAINTY } from './return-rows.ts';
import { useRoundAct } from './round-act.ts';

/** What counts: the last return in time; where there is none, a late one. */
function countedOf(returns: readonly EqaReturn[]): EqaReturn | undefined {
  const returned = returns.filter(({ submitted }) => submitted !== null);
  return returned.find(({ submitted }) => submitted?.isLate === false) ?? returned[0];
}

export function ReturnSection({ data }: { readonly data: EqaOwnRound }) {
  const { t } = useTranslation();
  const actor = useActor();
  const { round, returns } = data;
  const upload = useRoundAct((file: File) => sendEqaSheet(round.id, returns[0]?.version ?? 0, file));
  const isTaken = round.state === 'open' || (round.state === 'closed' && round.lateRule === 'store');
  return (
    <>
      <Section
        title={t('eqa.returns')}
        tools={
          isTaken && may(actor, 'eqa:return') ? (
            <>
              <DownloadLink href={eqaSheet(round.id)}>{t('eqa.template')}</DownloadLink>
              <FileButton
                label={t('eqa.upload')}
                accept=".xlsx,.csv"
                isBusy={upload.isPending}
                onFile={(file) => upload.mutate(file)}
              />
            </>
          ) : null
        }
      >
        {upload.error === null ? null : <ProblemAlert error={upload.error} />}
        {upload.data === undefined ? null : (
          <Alert type="success" showIcon title={t('eqa.uploaded', { version: upload.data.version })} />
        )}
        {['planned', 'shipped'].includes(round.state) ? (
          <EmptyNote>{t('eqa.notOpen', { at: showTime(round.opensAt) })}</EmptyNote>
        ) : (
          <Matrix data={data} isTaken={isTaken} />
        )}
      </Section>
      <Versions returns={returns} />
    </>
  );
}

interface Changed {
  /** The version that stood there when it was begun. */
  readonly since: number;
  readonly typed: Typed;
}

function Matrix({ data, isTaken }: { readonly data: EqaOwnRound; readonly isTaken: boolean }) {
  const { t } = useTranslation();
  const actor = useActor();
  const { round, returns } = data;
  const [latest] = returns;
  const version = latest?.version ?? 0;
  const receipt = latest?.submitted?.receipt;
  const [changed, setChanged] = useState<Changed | null>(null);
  const typed = changed?.typed ?? typedOf(data);
  // Somebody else saved meanwhile: what was typed here stays, and whoever typed it decides.
  const isOvertaken = changed !== null && changed.since !== version;
  const results = resultsOf(round, typed);
  const isUnreadable = round.items.some(({ item }) => isNoUncertainty(typed[cellKey(item, UNCERTAINTY)] ?? ''));
  const save = useRoundAct(
    (rows: typeof results) => saveEqaReturn(round.id, { after: version, results: rows }),
    () => setChanged(null),
  );
  const step = useRoundAct((what: 'check' | 'submission') => stepEqaReturn(round.id, version, what));
  const sent = save.variables ?? [];
  const faults = fieldFaults(save.error, (path) => {
    const row = sent[Number(/^(?:body\.)?results\[(\d+)\]/.exec(path)?.[1])];
    return row === undefined ? null : cellKey(row.item, row.sample);
  });
  const mayReturn = may(actor, 'eqa:return') && isTaken;
  const isPending = save.isPending || step.isPending;
  return (
    <>
      {mayReturn ? (
        <p className="fj-faint">
          {t('eqa.returnsHint')}
          <br />
          {t('eqa.uncertaintyHint')}
        </p>
      ) : null}
      <ReturnGrid
        of={data}
        typed={typed}
        faults={faults}
        isFixed={!mayReturn || isPending}
        onChange={(next) => {
          save.reset();
          setChanged({ since: changed?.since ?? version, typed: next });
        }}
      />
      {isOvertaken ? (
        <Alert
          type="warning"
          showIcon
          title={t('eqa.overtaken', { version, by: latest?.entered.by ?? '', at: showTime(latest?.entered.at) ?? '' })}
        />
      ) : null}
      {save.error === null ? null : <ProblemAlert error={save.error} spots={faults.rest} />}
      {step.error === null ? null : <ProblemAlert error={step.error} />}
      {receipt === undefined || changed !== null ? null : (
        <Alert type="success" showIcon title={t('eqa.submitted', { receipt })} />
      )}
      {mayReturn ? (
        <div className="fj-grid-actions">
          <Button
            type={changed === null ? 'default' : 'primary'}
            disabled={results.length === 0 || isUnreadable || (changed === null && version > 0)}
            loading={isPending}
            onClick={() => save.mutate(results)}
          >
            {t('eqa.save')}
          </Button>
          {latest?.checked === null && changed === null ? (
            data.isOwnEntry ? (
              <span>{t('eqa.checkHint')}</span>
            ) : (
              <Button type="primary" loading={isPending} onClick={() => step.mutate('check')}>
                {t('eqa.check')}
              </Button>
            )
          ) : null}
          {latest !== undefined && latest.checked !== null && latest.submitted === null && changed === null ? (
            <Button type="primary" loading={isPending} onClick={() => step.mutate('submission')}>
              {t('eqa.submit')}
            </Button>
          ) : null}
          {changed === null ? null : (
            <Button disabled={isPending} onClick={() => setChanged(null)}>
              {t('eqa.discard')}
            </Button>
          )}
          <span className="fj-faint">
            {t('eqa.filled', { count: results.length, all: round.items.length * round.samples.length })}
            {changed === null ? '' : ` · ${t('eqa.isChanged')}`}
          </span>
        </div>
      ) : null}
    </>
  );
}

function Versions({ returns }: { readonly returns: readonly EqaReturn[] }) {
  const { t } = useTranslation();
  const counted = countedOf(returns);
  const done = (act: EqaReturn['checked']) => (act === null ? '—' : `${act.by} ${showTime(act.at) ?? ''}`);
  return (
    <Section title={t('eqa.versions')}>
      <RecordTable<EqaReturn>
        rowKey="version"
        rows={returns}
        empty={t('eqa.noVersions')}
        columns={[
          {
            title: t('eqa.versions'),
            key: 'version',
            render: (_, row) => (
              <>
                {t('eqa.version', { version: row.version })}{' '}
                {row.version === counted?.version ? <Tag color="green">{t('eqa.counted')}</Tag> : null}
                {row.submitted?.isLate === true ? <Tag color="orange">{t('eqa.late')}</Tag> : null}
              </>
            ),
          },
          { title: t('eqa.entered'), key: 'entered', render: (_, row) => done(row.entered) },
          { title: t('eqa.checked'), key: 'checked', render: (_, row) => done(row.checked) },
          { title: t('eqa.returned'), key: 'returned', render: (_, row) => done(row.submitted) },
          { title: t('eqa.receiptNumber'), key: 'receipt', render: (_, row) => row.submitted?.receipt ?? '—' },
        ]}
      />
    </Section>
  );
}
