/** 报名申请: what laboratories asked of the organiser of a round, each with its answer; and until when they may ask. */
import type { EqaActEntry, EqaOrganisedRound } from '@fujie/wire/contracts';
import { Button, Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { answerEqaRequest } from '../../api/eqa-enrolment.ts';
import { actOnRound } from '../../api/eqa.ts';
import { ActDialog, ActForm } from '../../ui/act-dialog.tsx';
import { timeColumn } from '../../ui/columns.tsx';
import { MomentPicker } from '../../ui/day-picker.tsx';
import { showTime } from '../../ui/format.ts';
import { useNamed } from '../../ui/language.ts';
import { listed, saying, withAside } from '../../ui/listed.ts';
import { Section } from '../../ui/page.tsx';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { RecordTable } from '../../ui/record-table.tsx';
import { useItemNames } from './item-names.ts';
import { ReasonButton } from './reason-button.tsx';
import { useRoundAct } from './round-act.ts';

type Request = EqaOrganisedRound['requests'][number];

export function Requests({ data }: { readonly data: EqaOrganisedRound }) {
  const { t } = useTranslation();
  const named = useNamed();
  const nameOf = useItemNames();
  const [isSetting, setSetting] = useState(false);
  const { round, window, requests, evaluation } = data;
  const isWaiting = ({ state }: Request): boolean => state === 'waiting';
  const sorted = requests.toSorted((a, b) => Number(isWaiting(b)) - Number(isWaiting(a)));
  const setLabel = t(window === null ? 'eqaEnrolment.setWindow' : 'eqaEnrolment.moveWindow');
  return (
    <Section
      title={t('eqaEnrolment.requests')}
      tools={evaluation === null ? <Button onClick={() => setSetting(true)}>{setLabel}</Button> : null}
    >
      <p className="fj-faint">
        {window === null
          ? t('eqaEnrolment.noWindow')
          : t('eqaEnrolment.window', { from: showTime(window.opensAt), to: showTime(window.closesAt) })}
      </p>
      {window === null && requests.length === 0 ? null : (
        <RecordTable<Request>
          rowKey="id"
          rows={sorted}
          empty={t('eqaEnrolment.noRequests')}
          width={960}
          columns={[
            {
              title: t('eqa.institution'),
              key: 'institution',
              fixed: 'left',
              width: 150,
              render: (_, row) => named(row.institution),
            },
            { title: t('eqa.state'), key: 'state', render: (_, row) => <Answer of={row} /> },
            {
              title: t('eqa.items'),
              key: 'items',
              render: (_, { items, means }) =>
                listed(
                  items.map((item) => {
                    const system = means.find((one) => one.item === item);
                    const parts = [system?.method, system?.instrument].flatMap((one) => one ?? []);
                    return parts.length === 0 ? nameOf(item) : withAside(nameOf(item), parts.join(' · '));
                  }),
                ),
            },
            {
              title: t('eqaEnrolment.sentTo'),
              key: 'sentTo',
              render: (_, { contact, phone, address, note }) => (
                <>
                  {contact} {phone}
                  <div className="fj-faint">{address}</div>
                  {note === null ? null : <div className="fj-faint">{note}</div>}
                </>
              ),
            },
            timeColumn(t('eqaEnrolment.askedAt'), (row) => row.at),
          ]}
        />
      )}
      <ActDialog of={isSetting ? data : null} title={setLabel} onClose={() => setSetting(false)}>
        {(one) => <WindowForm round={round.id} isMoved={one.window !== null} onDone={() => setSetting(false)} />}
      </ActDialog>
    </Section>
  );
}

function Answer({ of: request }: { readonly of: Request }) {
  const { t } = useTranslation();
  const accept = useRoundAct((outcome: 'accepted') => answerEqaRequest(request.id, { outcome }));
  const { state, reason } = request;
  if (state !== 'waiting') {
    const said = t(`eqaEnrolment.states.${state}`);
    return reason === null ? said : saying(said, reason);
  }
  return (
    <>
      {accept.error === null ? null : <ProblemAlert error={accept.error} />}
      <Button size="small" type="primary" loading={accept.isPending} onClick={() => accept.mutate('accepted')}>
        {t('eqaEnrolment.accept')}
      </Button>{' '}
      <ReasonButton
        isSmall
        label={t('eqaEnrolment.refuse')}
        reason={t('eqa.reason')}
        ask={(text) => answerEqaRequest(request.id, { outcome: 'refused', reason: text })}
      />
    </>
  );
}

interface WindowProps {
  readonly round: number;
  readonly isMoved: boolean;
  readonly onDone: () => void;
}

function WindowForm({ round, isMoved, onDone }: WindowProps) {
  const { t } = useTranslation();
  const [opensAt, setOpensAt] = useState<string | null>(null);
  const [closesAt, setClosesAt] = useState<string | null>(null);
  const [reason, setReason] = useState('');
  const act = useRoundAct((entry: EqaActEntry) => actOnRound(round, 'acts', entry), onDone);
  const isReady = isMoved ? (opensAt ?? closesAt) !== null && reason.trim().length >= 2 : closesAt !== null;
  return (
    <ActForm
      act={act}
      label={t('act.confirm')}
      isReady={isReady}
      onCancel={onDone}
      onSubmit={() =>
        act.mutate({
          kind: 'enrolment',
          ...(opensAt === null ? {} : { opensAt }),
          ...(closesAt === null ? {} : { closesAt }),
          ...(reason.trim() === '' ? {} : { reason: reason.trim() }),
        })
      }
    >
      <label htmlFor="eqa-window-opens">{t('eqaEnrolment.opens')}</label>
      <MomentPicker
        id="eqa-window-opens"
        {...(isMoved ? {} : { placeholder: t('iqc.entry.now') })}
        value={opensAt}
        onChange={setOpensAt}
      />
      <label htmlFor="eqa-window-closes">{t('eqaEnrolment.closesAt')}</label>
      <MomentPicker id="eqa-window-closes" value={closesAt} onChange={setClosesAt} />
      {isMoved ? (
        <>
          <label htmlFor="eqa-window-reason">{t('eqa.reason')}</label>
          <Input
            id="eqa-window-reason"
            value={reason}
            maxLength={500}
            onChange={(event) => setReason(event.target.value)}
          />
        </>
      ) : null}
    </ActForm>
  );
}
