/** What the organiser does to a round as it stands: ships it, moves its time, closes it, makes its grades final. */
import type { EqaActEntry, EqaOrganisedRound } from '@fujie/wire/contracts';
import { Button, Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { actOnRound } from '../../api/eqa.ts';
import { ActDialog, ActForm } from '../../ui/act-dialog.tsx';
import { MomentPicker } from '../../ui/day-picker.tsx';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { ReasonButton } from './reason-button.tsx';
import { useRoundAct } from './round-act.ts';

interface Props {
  readonly data: EqaOrganisedRound;
  /** How much later it is on the server than here. */
  readonly ahead: number;
}

export function RoundActs({ data: { round, evaluation }, ahead }: Props) {
  const { t } = useTranslation();
  const [isMoving, setMoving] = useState(false);
  const act = useRoundAct((entry: EqaActEntry) => actOnRound(round.id, 'acts', entry));
  const isBefore = evaluation === null;
  const isOpen = round.state === 'open';
  return (
    <>
      <div className="fj-grid-actions">
        {!round.isShipped && ['planned', 'open'].includes(round.state) ? (
          <Button type="primary" loading={act.isPending} onClick={() => act.mutate({ kind: 'shipped' })}>
            {t('eqa.acts.shipped')}
          </Button>
        ) : null}
        {isOpen ? (
          <ReasonButton
            isPrimary
            label={t('eqa.acts.closeNow')}
            reason={t('eqa.reason')}
            ask={(reason) => actOnRound(round.id, 'acts', { kind: 'rescheduled', closesAt: soon(ahead), reason })}
          />
        ) : null}
        {isBefore ? <Button onClick={() => setMoving(true)}>{t('eqa.acts.rescheduled')}</Button> : null}
        {round.state === 'published' ? (
          <ReasonButton
            label={t('eqa.acts.final')}
            reason={t('eqa.reason')}
            ask={(reason) => actOnRound(round.id, 'acts', { kind: 'final', reason })}
          />
        ) : null}
      </div>
      {act.error === null ? null : <ProblemAlert error={act.error} />}
      <ActDialog of={isMoving ? round : null} title={t('eqa.acts.rescheduled')} onClose={() => setMoving(false)}>
        {({ id }) => <MoveForm round={id} onDone={() => setMoving(false)} />}
      </ActDialog>
    </>
  );
}

/** In a few seconds by the clock of the server: nobody's return may become late after it came. */
const soon = (ahead: number): string => new Date(Date.now() + ahead + 5000).toISOString();

function MoveForm({ round, onDone }: { readonly round: number; readonly onDone: () => void }) {
  const { t } = useTranslation();
  const [opensAt, setOpensAt] = useState<string | null>(null);
  const [closesAt, setClosesAt] = useState<string | null>(null);
  const [reason, setReason] = useState('');
  const act = useRoundAct((entry: EqaActEntry) => actOnRound(round, 'acts', entry), onDone);
  const isReady = (opensAt !== null || closesAt !== null) && reason.trim().length >= 2;
  return (
    <ActForm
      act={act}
      label={t('act.confirm')}
      isReady={isReady}
      onCancel={onDone}
      onSubmit={() =>
        act.mutate({
          ...{ kind: 'rescheduled', reason: reason.trim() },
          ...(opensAt === null ? {} : { opensAt }),
          ...(closesAt === null ? {} : { closesAt }),
        })
      }
    >
      {(
        [
          ['eqa-move-opens', 'opensAt', opensAt, setOpensAt],
          ['eqa-move-closes', 'closesAt', closesAt, setClosesAt],
        ] as const
      ).map(([id, name, value, put]) => (
        <div key={id}>
          <label htmlFor={id}>{t(`eqa.${name}`)}</label>
          <div>
            <MomentPicker id={id} value={value} onChange={put} />
          </div>
        </div>
      ))}
      <label htmlFor="eqa-move-reason">{t('eqa.reason')}</label>
      <Input id="eqa-move-reason" value={reason} maxLength={500} onChange={(event) => setReason(event.target.value)} />
    </ActForm>
  );
}
