/** One inspection 检查: entered by its team on a telephone, answered by the party, published by the authority. */
import type { InspectionResponse } from '@fujie/wire/contracts';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { Alert, Button, Input, Tag } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import './inspection.css';
import { actOnInspection, inspectionQuery, INSPECTIONS_KEY, recuse } from '../../api/inspections.ts';
import { Require } from '../../app/require.tsx';
import { ActDialog, ActForm } from '../../ui/act-dialog.tsx';
import { showTime } from '../../ui/format.ts';
import { useBilingual, useNamed } from '../../ui/language.ts';
import { listed } from '../../ui/listed.ts';
import { Loaded } from '../../ui/loaded.tsx';
import { Page, Section } from '../../ui/page.tsx';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { CheckItem } from './check-item.tsx';
import { stateOf } from './inspection-table.tsx';
import { NoteState } from './note-state.tsx';
import { useNote } from './use-note.ts';

export function InspectionPage() {
  const { inspection } = useParams({ from: '/desk/inspections/$inspection' });
  const found = useQuery(inspectionQuery(inspection));
  return (
    <Require can="inspection:read">
      <Loaded query={found}>{(known) => <Inspection known={known} />}</Loaded>
    </Require>
  );
}

function Inspection({ known }: { readonly known: InspectionResponse }) {
  const { t } = useTranslation();
  const say = useBilingual();
  const named = useNamed();
  const { inspection, items, may, signatures } = known;
  return (
    <Page
      title={named(inspection.institution)}
      subtitle={
        <>
          {inspection.plan.title} · {say(known.subject)}{' '}
          <Tag>{t(`inspections.inspectionStates.${stateOf(inspection)}`)}</Tag>
          <div>
            {listed(inspection.inspectors.map(named))} ·{' '}
            {t('inspections.progress', { checked: inspection.checked, items: inspection.items })} ·{' '}
            {t('inspections.nonconforming')} {inspection.nonconforming}
          </div>
        </>
      }
    >
      {may.notify || may.recuse ? <Begin known={known} /> : null}
      {inspection.concludedAt === null ? null : <After known={known} />}
      <Section title={t('inspections.checklist')}>
        {items.map((item) => (
          <CheckItem
            key={item.item}
            inspection={String(inspection.id)}
            item={item}
            notes={known.notes}
            mayFind={may.find}
          />
        ))}
      </Section>
      {may.find || signatures.length > 0 ? <Sign known={known} /> : null}
    </Page>
  );
}

function useAct(id: number, what: Parameters<typeof actOnInspection>[1]) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async (body: object) => actOnInspection(String(id), what, body),
    onSettled: async () => queries.invalidateQueries({ queryKey: INSPECTIONS_KEY }),
  });
}

function Begin({ known: { inspection, may } }: { readonly known: InspectionResponse }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const beginning = useAct(inspection.id, 'notice');
  const [isRecusing, setRecusing] = useState(false);
  const [note, setNote] = useState('');
  const recusing = useMutation({
    mutationFn: async () => recuse(String(inspection.id), note),
    onSuccess: async () => {
      setRecusing(false);
      await queries.invalidateQueries({ queryKey: INSPECTIONS_KEY });
    },
  });
  return (
    <Section title={t(may.notify ? 'inspections.notice' : 'inspections.recuse')}>
      {beginning.error === null ? null : <ProblemAlert error={beginning.error} />}
      <p className="fj-faint">{t(may.notify ? 'inspections.noticeHint' : 'inspections.recuseHint')}</p>
      <div className="fj-draw-actions">
        {may.notify ? (
          <Button
            type="primary"
            className="fj-inspection-thumb"
            loading={beginning.isPending}
            onClick={() => beginning.mutate({})}
          >
            {t('inspections.notice')}
          </Button>
        ) : null}
        {may.recuse ? (
          <Button className="fj-inspection-thumb" onClick={() => setRecusing(true)}>
            {t('inspections.recuse')}
          </Button>
        ) : null}
      </div>
      <ActDialog of={isRecusing ? inspection : null} title={t('inspections.recuse')} onClose={() => setRecusing(false)}>
        {() => (
          <ActForm
            act={recusing}
            label={t('inspections.recuse')}
            isReady={note.trim() !== ''}
            onSubmit={() => recusing.mutate()}
            onCancel={() => setRecusing(false)}
          >
            <p className="fj-faint">{t('inspections.recuseHint')}</p>
            <label htmlFor="recuse-note">{t('inspections.note')}</label>
            <Input.TextArea id="recuse-note" value={note} onChange={(event) => setNote(event.target.value)} />
          </ActForm>
        )}
      </ActDialog>
    </Section>
  );
}

function Sign({ known }: { readonly known: InspectionResponse }) {
  const { t } = useTranslation();
  const { inspection, may, signatures, findingsDigest } = known;
  const signing = useAct(inspection.id, 'signatures');
  const left = inspection.items - inspection.checked;
  return (
    <Section title={t('inspections.sign')}>
      {signing.error === null ? null : <ProblemAlert error={signing.error} />}
      <p className="fj-faint">{t('inspections.signHint')}</p>
      {signatures.map(({ name, at }) => (
        <p key={name}>{t('inspections.signed', { name, at: showTime(at) })}</p>
      ))}
      {left > 0 && may.find ? <Alert type="info" showIcon title={t('inspections.left', { count: left })} /> : null}
      {may.sign ? (
        <Button
          type="primary"
          className="fj-inspection-thumb"
          disabled={left > 0}
          loading={signing.isPending}
          onClick={() => signing.mutate({ findingsDigest })}
        >
          {t('inspections.sign')}
        </Button>
      ) : null}
    </Section>
  );
}

function After({ known: { inspection, may, notes, statement } }: { readonly known: InspectionResponse }) {
  const { t } = useTranslation();
  const note = useNote(String(inspection.id), 'statement', notes, { text: '' });
  const { text } = note.written;
  const stating = useAct(inspection.id, 'statement');
  const publishing = useAct(inspection.id, 'publication');
  return (
    <Section title={t('inspections.statement')}>
      {stating.error === null ? null : <ProblemAlert error={stating.error} />}
      {publishing.error === null ? null : <ProblemAlert error={publishing.error} />}
      {statement === null ? (
        <p className="fj-faint">
          {t('inspections.noStatement')} · {t('inspections.statementHint')}
        </p>
      ) : (
        <>
          <p className="fj-inspection-text">{statement.text}</p>
          <p className="fj-faint">{t('inspections.foundBy', { by: statement.by, at: showTime(statement.at) })}</p>
        </>
      )}
      {may.state ? (
        <form
          onSubmit={(event) => {
            event.preventDefault();
            if (text.trim() !== '') stating.mutate({ text }, { onSuccess: note.done });
          }}
        >
          <label htmlFor="statement">{t('inspections.stateHere')}</label>
          <Input.TextArea
            id="statement"
            rows={4}
            maxLength={4000}
            value={text}
            onChange={(event) => note.write({ text: event.target.value })}
          />
          <NoteState note={note} />
          <div className="fj-dialog-actions">
            <Button htmlType="submit" disabled={text.trim() === ''} loading={stating.isPending}>
              {t('inspections.send')}
            </Button>
          </div>
        </form>
      ) : null}
      {may.publish ? (
        <Button type="primary" loading={publishing.isPending} onClick={() => publishing.mutate({})}>
          {t('inspections.publish')}
        </Button>
      ) : null}
    </Section>
  );
}
