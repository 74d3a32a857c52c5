/** How a nonconformity is put right 整改, and its verification by who inspected. */
import type { InspectionItemView, InspectionNote, InspectionVerification } from '@fujie/wire/contracts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button, Input, InputNumber, Tag } from 'antd';
import { useTranslation } from 'react-i18next';

import { INSPECTIONS_KEY, verifyRectification } from '../../api/inspections.ts';
import { showTime } from '../../ui/format.ts';
import { useBilingual } from '../../ui/language.ts';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { NoteState } from './note-state.tsx';
import { useNote } from './use-note.ts';

interface Props {
  readonly inspection: string;
  readonly rectification: NonNullable<InspectionItemView['rectification']>;
  readonly notes: readonly InspectionNote[];
}

export function Rectification({ inspection, rectification, notes }: Props) {
  const { t } = useTranslation();
  const say = useBilingual();
  const { loop, status, stage, dueAt, isLate, isRefused, mayVerify } = rectification;
  return (
    <div>
      <strong>{t('inspections.rectification')}</strong>{' '}
      {status === 'closed' ? <Tag color="green">{t('inspections.rectified')}</Tag> : null}
      {status === 'waived' || status === 'void' ? <Tag>{t('inspections.rectStates.withdrawn')}</Tag> : null}
      {stage === null ? null : <Tag color="blue">{t('inspections.waits', { stage: say(stage) })}</Tag>}
      {isLate ? <Tag color="red">{t('inspections.overdue')}</Tag> : null}
      {isRefused ? <Tag color="red">{t('inspections.refused')}</Tag> : null}
      {dueAt === null ? null : <span className="fj-faint">{t('inspections.dueBy', { at: showTime(dueAt) })} </span>}
      <Link to="/loops/$id" params={{ id: String(loop) }} className="fj-link fj-link-in-text">
        {t('inspections.toLoop')}
      </Link>
      {mayVerify ? <Verify inspection={inspection} loop={loop} notes={notes} /> : null}
    </div>
  );
}

interface VerifyProps extends Pick<Props, 'inspection' | 'notes'> {
  readonly loop: number;
}

function Verify({ inspection, loop, notes }: VerifyProps) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const note = useNote(inspection, `verify:${String(loop)}`, notes, { text: '' });
  const { text: finding, samples: sample } = note.written;
  const verifying = useMutation({
    mutationFn: async (outcome: InspectionVerification['outcome']) =>
      verifyRectification(inspection, { loop, outcome, finding, ...(sample === undefined ? {} : { sample }) }),
    onSuccess: async () => {
      note.done();
      await queries.invalidateQueries({ queryKey: INSPECTIONS_KEY });
    },
  });
  const id = `verify-${String(loop)}`;
  return (
    <>
      {verifying.error === null ? null : <ProblemAlert error={verifying.error} />}
      <label htmlFor={id}>{t('inspections.verifyFinding')}</label>
      <Input.TextArea id={id} rows={2} value={finding} onChange={(event) => note.write({ text: event.target.value })} />
      <NoteState note={note} />
      <label htmlFor={`${id}-sample`}>{t('inspections.samples')}</label>
      <InputNumber
        id={`${id}-sample`}
        min={0}
        precision={0}
        value={sample ?? null}
        onChange={(value) => note.write({ samples: value ?? undefined })}
      />
      <div className="fj-inspection-verdicts">
        {(['effective', 'insufficient'] as const).map((outcome) => (
          <Button
            key={outcome}
            type={outcome === 'effective' ? 'primary' : 'default'}
            disabled={finding.trim() === '' || (outcome === 'effective' && sample === undefined)}
            loading={verifying.isPending && verifying.variables === outcome}
            onClick={() => verifying.mutate(outcome)}
          >
            {t(`inspections.${outcome}`)}
          </Button>
        ))}
      </div>
    </>
  );
}
