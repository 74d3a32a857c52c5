/**
 * The ceremony of a draw 抽取仪式: frozen lists, two commitments, a public value if one was named, and the shares revealed. A share is made
 * in the browser of its custodian and nowhere else.
 */
import { commitmentOf } from '@fujie/wire/choices';
import type { InspectionPlanView } from '@fujie/wire/contracts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Input, Steps, Typography } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { changeDraw, INSPECTIONS_KEY } from '../../api/inspections.ts';
import { ActDialog, ActForm } from '../../ui/act-dialog.tsx';
import { showTime } from '../../ui/format.ts';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { browserDigest, newShare } from './digest.ts';
import { DrawState } from './draw-state.tsx';

type Draw = InspectionPlanView['draws'][number];

export function DrawCeremony({ draw, mayOrder }: { readonly draw: Draw; readonly mayOrder: boolean }) {
  const { t } = useTranslation();
  const isOpen = draw.state === 'frozen' || draw.state === 'committed';
  return (
    <article className="fj-draw">
      <h3>
        {t('inspections.draw', { number: draw.number })} <DrawState draw={draw} />
      </h3>
      {draw.state === 'void' ? null : <Progress draw={draw} />}
      <p>
        {t('inspections.counts', { parties: draw.parties, inspectors: draw.inspectors })} ·{' '}
        {t('inspections.frozenAt', { at: showTime(draw.frozenAt) })}
      </p>
      <span className="fj-faint">{t('inspections.digest')}</span>
      <code className="fj-draw-digest">{draw.listsDigest}</code>
      <div className="fj-draw-custodians">
        <Custodian draw={draw} place={1} isOpen={isOpen} />
        <Custodian draw={draw} place={2} isOpen={isOpen} />
      </div>
      {draw.publicSource === null ? null : <PublicValue draw={draw} isOpen={isOpen} />}
      {draw.voided === null ? null : (
        <Alert
          type="warning"
          showIcon
          title={t('inspections.voided', { at: showTime(draw.voided.at), reason: draw.voided.reason })}
        />
      )}
      {mayOrder && draw.voided === null ? <GiveUp draw={draw} /> : null}
    </article>
  );
}

/** Whether its public value is not entered yet: until then no share is revealed. */
const isWaiting = ({ publicSource, hasPublicValue }: Draw): boolean => publicSource !== null && !hasPublicValue;

function Progress({ draw }: { readonly draw: Draw }) {
  const { t } = useTranslation();
  const hasValue = draw.publicSource !== null;
  const names = ['freeze', 'commit', ...(hasValue ? (['value'] as const) : []), 'reveal', 'drawn'] as const;
  const at =
    draw.state === 'drawn' ? 'drawn' : draw.state === 'frozen' ? 'commit' : isWaiting(draw) ? 'value' : 'reveal';
  return (
    <Steps
      size="small"
      responsive
      current={names.findIndex((name) => name === at) + (at === 'drawn' ? 1 : 0)}
      items={names.map((name) => ({ title: t(`inspections.steps.${name}`) }))}
    />
  );
}

function useDrawChange(draw: Draw, what: Parameters<typeof changeDraw>[1], onDone: () => void) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async (body: object) => changeDraw(draw.id, what, body),
    onSuccess: async () => {
      onDone();
      await queries.invalidateQueries({ queryKey: INSPECTIONS_KEY });
    },
  });
}

interface CustodianProps {
  readonly draw: Draw;
  readonly place: 1 | 2;
  readonly isOpen: boolean;
}

function Custodian({ draw, place, isOpen }: CustodianProps) {
  const { t } = useTranslation();
  const custodian = draw.custodians.find((one) => one.place === place);
  const isElsewhere = draw.custodians.some((one) => one.place !== place && one.isMine);
  return (
    <section>
      <strong>{t('inspections.custodian', { place })}</strong> {custodian?.name ?? t('inspections.nobody')}
      {custodian === undefined ? (
        isOpen && !isElsewhere ? (
          <Commit draw={draw} place={place} />
        ) : null
      ) : (
        <>
          <div className="fj-faint">
            {t('inspections.committedAt', { at: showTime(custodian.committedAt) })}
            {custodian.revealedAt === null
              ? null
              : ` · ${t('inspections.revealedAt', { at: showTime(custodian.revealedAt) })}`}
          </div>
          <code className="fj-draw-digest">{custodian.commitment}</code>
          {custodian.isMine && custodian.revealedAt === null && draw.state === 'committed' && !isWaiting(draw) ? (
            <Reveal draw={draw} place={place} />
          ) : null}
        </>
      )}
    </section>
  );
}

function Commit({ draw, place }: Omit<CustodianProps, 'isOpen'>) {
  const { t } = useTranslation();
  const [share, setShare] = useState<string | null>(null);
  const committing = useDrawChange(draw, 'commitments', () => setShare(null));
  const digest = browserDigest();
  if (digest === null) return <Alert type="info" title={t('inspections.noCrypto')} />;
  return (
    <div className="fj-draw-actions">
      <Button onClick={() => setShare(newShare())}>{t('inspections.commit')}</Button>
      <ActDialog of={share} title={t('inspections.commit')} onClose={() => setShare(null)}>
        {(kept) => (
          <ActForm
            act={committing}
            label={t('inspections.saved')}
            isReady
            onSubmit={() => {
              void commitmentOf(digest, draw.listsDigest, place, kept).then((commitment) =>
                committing.mutate({ place, commitment }),
              );
            }}
            onCancel={() => setShare(null)}
          >
            <p>{t('inspections.keepShare')}</p>
            <Typography.Text className="fj-draw-digest" copyable strong>
              {kept}
            </Typography.Text>
          </ActForm>
        )}
      </ActDialog>
    </div>
  );
}

/** How a share is written. */
const SHARE = /^[0-9a-f]{64}$/;

function Reveal({ draw, place }: Omit<CustodianProps, 'isOpen'>) {
  const { t } = useTranslation();
  const [share, setShare] = useState('');
  const [isUnread, setUnread] = useState(false);
  const revealing = useDrawChange(draw, 'shares', () => setShare(''));
  const reveal = (text: string): void => {
    const kept = text.trim().toLowerCase();
    revealing.reset();
    setUnread(!SHARE.test(kept));
    if (SHARE.test(kept)) revealing.mutate({ place, share: kept });
  };
  return (
    <>
      {isUnread ? <Alert showIcon type="warning" className="fj-problem" title={t('inspections.noShare')} /> : null}
      {revealing.error === null ? null : <ProblemAlert error={revealing.error} />}
      <Input.Search
        value={share}
        maxLength={80}
        autoComplete="off"
        aria-label={t('inspections.share')}
        placeholder={t('inspections.share')}
        enterButton={t('inspections.reveal')}
        loading={revealing.isPending}
        onChange={(event) => setShare(event.target.value)}
        onSearch={reveal}
      />
    </>
  );
}

function PublicValue({ draw, isOpen }: { readonly draw: Draw; readonly isOpen: boolean }) {
  const { t } = useTranslation();
  const [value, setValue] = useState('');
  const entering = useDrawChange(draw, 'public-value', () => setValue(''));
  return (
    <section>
      <strong>{t('inspections.publicValue')}</strong>{' '}
      {t('inspections.waitsValue', { source: draw.publicSource, on: draw.publicOn })}
      {entering.error === null ? null : <ProblemAlert error={entering.error} />}
      {isOpen && !draw.hasPublicValue ? (
        <Input.Search
          value={value}
          maxLength={200}
          aria-label={t('inspections.enterValue')}
          enterButton={t('inspections.enterValue')}
          loading={entering.isPending}
          onChange={(event) => setValue(event.target.value)}
          onSearch={(text) => entering.mutate({ value: text.trim() })}
        />
      ) : null}
    </section>
  );
}

function GiveUp({ draw }: { readonly draw: Draw }) {
  const { t } = useTranslation();
  const [isAsking, setAsking] = useState(false);
  const [reason, setReason] = useState('');
  const giving = useDrawChange(draw, 'void', () => setAsking(false));
  return (
    <div className="fj-draw-actions">
      <Button danger onClick={() => setAsking(true)}>
        {t('inspections.void')}
      </Button>
      <ActDialog of={isAsking ? draw : null} title={t('inspections.void')} onClose={() => setAsking(false)}>
        {() => (
          <ActForm
            act={giving}
            danger
            label={t('inspections.void')}
            isReady={reason.trim() !== ''}
            onSubmit={() => giving.mutate({ reason })}
            onCancel={() => setAsking(false)}
          >
            <p className="fj-faint">{t('inspections.voidHint')}</p>
            <label htmlFor="void-reason">{t('inspections.voidReason')}</label>
            <Input.TextArea id="void-reason" value={reason} onChange={(event) => setReason(event.target.value)} />
          </ActForm>
        )}
      </ActDialog>
    </div>
  );
}
