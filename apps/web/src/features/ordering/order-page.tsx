/** 开单: items are chosen, the decision is asked at once, and each earlier result is accepted or repeated for a reason. */
import type { CheckResponse, PersonSummary } from '@fujie/wire/contracts';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { Alert, App, Spin } from 'antd';
import { useCallback, useMemo, useReducer, useState } from 'react';
import { useTranslation } from 'react-i18next';

import './ordering.css';
import type { Delivered } from '../../api/outbox.ts';
import { personResultsQuery } from '../../api/persons.ts';
import { checkQuery } from '../../api/recognition.ts';
import { Require, useActor } from '../../app/require.tsx';
import { today } from '../../ui/format.ts';
import { EmptyNote, Loaded } from '../../ui/loaded.tsx';
import { Page, Section } from '../../ui/page.tsx';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { AccessNotice } from '../../ui/access-notice.tsx';
import { PersonalPage } from '../../ui/personal-page.tsx';
import { PersonLine } from '../../ui/person-line.tsx';
import { ReportDrawer } from '../../ui/report-drawer.tsx';
import { EncounterForm } from './encounter-form.tsx';
import { FreshItems } from './fresh-items.tsx';
import { ItemPicker } from './item-picker.tsx';
import {
  checkRequestOf,
  emptyDraft,
  encounterIdOf,
  isDone,
  offered,
  reduceDraft,
  restOfPanel,
  rowsOf,
  summaryOf,
} from './draft.ts';
import type { Answer, Row } from './draft.ts';
import type { Panel } from './panel-notes.tsx';
import { PanelNotes } from './panel-notes.tsx';
import { RepeatDialog } from './repeat-dialog.tsx';
import { SignBar } from './sign-bar.tsx';
import { StoppedNotes } from './stopped-notes.tsx';
import { SignedSummary } from './signed-summary.tsx';
import { useActs } from './use-acts.ts';
import { useOutbox } from './use-outbox.ts';
import { usePanelName } from './use-panel-name.ts';
import { VerdictCard } from './verdict-card.tsx';

const route = getRouteApi('/desk/patients/$person/order');

export function OrderPage() {
  const { person } = route.useParams();
  const patient = useQuery(personResultsQuery(person));
  return (
    <Require can="recognition:check">
      <Loaded query={patient} rows={10}>
        {(data) => (
          <PersonalPage of={{ person }}>
            <OrderForm person={data.person} />
          </PersonalPage>
        )}
      </Loaded>
    </Require>
  );
}

function OrderForm({ person }: { readonly person: PersonSummary }) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const queries = useQueryClient();
  const account = useActor()?.username ?? null;
  const encounterId = encounterIdOf(today(), account ?? '');
  const [draft, dispatch] = useReducer(reduceDraft, undefined, () => emptyDraft(encounterId));
  const panelName = usePanelName();
  const [repeating, setRepeating] = useState<readonly Row[]>([]);
  const [report, setReport] = useState<string | null>(null);
  const [signed, setSigned] = useState<readonly Row[] | null>(null);
  const request = useMemo(() => checkRequestOf(draft, person.person), [draft, person.person]);
  const check = useQuery(checkQuery(request));
  const response = request === null ? undefined : check.data;
  const rows = useMemo(() => rowsOf(draft, response), [draft, response]);
  const summary = useMemo(() => summaryOf(rows), [rows]);
  const told = useCallback(
    (delivered: readonly Delivered[]) => {
      for (const { request: sent, response: taken } of delivered)
        if (taken !== null) dispatch({ type: 'told', request: sent, response: taken });
      const isTaken = ({ response: taken }: Delivered): boolean =>
        taken?.acts.every(({ outcome }) => outcome !== 'ORDER_BLOCKED' && outcome !== 'REFUSED') === true;
      const returned = delivered.filter((one) => !isTaken(one)).length;
      if (returned > 0) void message.error(t('clinical.order.toldReturned', { count: returned }), 10);
      else void message.success(t('clinical.order.toldNow', { count: delivered.length }));
    },
    [message, t],
  );
  const outbox = useOutbox(account, told);
  const onAnswered = useCallback((answers: readonly Answer[]) => dispatch({ type: 'answered', answers }), []);
  const acts = useActs(account, onAnswered, outbox.refresh);
  const shown = rows.filter((row) => row.check.class !== null);
  const isEmergency = response?.emergency === true || draft.encounter.class === 'emergency' || draft.encounter.rescue;

  const openReport = (row: Row, id: string) => {
    setReport(id);
    acts.opened(row);
  };
  const split = async (panel: Panel) => {
    const covered = rows.filter((row) => panel.covered.includes(row.check.item) && row.answer === null);
    if ((await acts.accept(covered)) !== null)
      dispatch({ type: 'split', panel: panel.panel, remaining: panel.remaining });
  };
  const drop = ({ check: { item, panel } }: Row) => {
    dispatch({ type: 'remove', code: item });
    if (panel !== null) dispatch({ type: 'split', panel, remaining: restOfPanel(rows, panel, item) });
  };
  const sign = async () => {
    // Its report would be refused, in an emergency as well: another laboratory measures it sooner.
    if (summary.stopped.length > 0) {
      void message.warning(t('clinical.order.signStopped', { count: summary.stopped.length }));
      return;
    }
    if (summary.holding.length > 0) {
      void message.warning(t('clinical.order.signBlocked', { count: summary.holding.length }));
      document.querySelector<HTMLElement>('[data-open-must="true"]')?.focus();
      return;
    }
    // In an emergency no answer holds the order up: what was not answered is recorded under case 4 of Article 19.
    const urgent = (await acts.repeat(summary.open, { code: 4 })) ?? [];
    const late = (await acts.repeat(summary.unanswered, { code: null })) ?? [];
    const done = new Map([...urgent, ...late].map((answer) => [answer.check.item, answer]));
    queries.removeQueries({ queryKey: ['check'], type: 'inactive' });
    setSigned(rows.map((row) => ({ ...row, answer: row.answer ?? done.get(row.check.item) ?? null })));
  };

  if (signed !== null) {
    return (
      <SignedSummary
        person={person}
        rows={signed}
        onAgain={() => {
          dispatch({ type: 'reset', encounterId });
          setSigned(null);
        }}
      />
    );
  }
  return (
    <Page
      title={t('clinical.order.title')}
      subtitle={<PersonLine person={person} named />}
      tools={
        <Link to="/patients/$person" params={{ person: person.person }} className="fj-link">
          {t('clinical.order.toPatient')}
        </Link>
      }
    >
      <AccessNotice person={person} />
      <div className="fj-order">
        <div className="fj-order-form">
          <EncounterForm encounter={draft.encounter} onChange={(change) => dispatch({ type: 'encounter', change })} />
          <ItemPicker
            chosen={draft.chosen}
            onChoose={(entries) => dispatch({ type: 'choose', entries })}
            onRemove={(code) => dispatch({ type: 'remove', code })}
          />
        </div>
        <div className="fj-order-verdicts">
          <Section
            title={t('clinical.order.verdicts')}
            tools={
              check.isFetching ? (
                <span className="fj-asking">
                  <Spin size="small" /> {t('clinical.order.asking')}
                </span>
              ) : null
            }
          >
            <div aria-live="polite">
              {outbox.count === 0 ? null : (
                <Alert
                  type="warning"
                  showIcon
                  title={t('clinical.order.waiting', { count: outbox.count })}
                  className="fj-problem"
                />
              )}
              {check.error === null ? null : (
                <>
                  <ProblemAlert error={check.error} />
                  <Alert type="warning" showIcon title={t('clinical.order.failOpen')} className="fj-problem" />
                </>
              )}
              {response?.timedOut === true ? (
                <Alert type="warning" showIcon title={t('clinical.order.failOpen')} className="fj-problem" />
              ) : null}
              {response === undefined ? null : <IdentityNote response={response} />}
              <StoppedNotes rows={summary.stopped} isBusy={acts.isBusy} onDrop={drop} />
              {draft.chosen.length === 0 ? <EmptyNote>{t('clinical.order.startHint')}</EmptyNote> : null}
              {response === undefined ? null : (
                <PanelNotes
                  panels={response.panels.filter((panel) => draft.chosen.some((entry) => entry.code === panel.panel))}
                  isBusy={acts.isBusy}
                  onSplit={(panel) => void split(panel)}
                />
              )}
              {shown.map((row) => (
                <VerdictCard
                  key={row.check.item}
                  row={row}
                  panelName={panelName(row.check.panel)}
                  decision={row.decision}
                  isBusy={acts.isBusy}
                  onAccept={() => void acts.accept([row])}
                  onRepeat={() => setRepeating([row])}
                  onOpen={(id) => openReport(row, id)}
                />
              ))}
              <FreshItems
                rows={summary.fresh}
                heading={t(shown.length > 0 ? 'clinical.order.noPrior' : 'clinical.order.nothing')}
              />
            </div>
          </Section>
        </div>
      </div>
      <SignBar
        summary={summary}
        isEmergency={isEmergency}
        isBusy={acts.isBusy}
        error={acts.error}
        hasItems={draft.chosen.length > 0}
        onAcceptAll={() => void acts.accept(summary.open.filter((row) => offered(row.check) !== null))}
        onEmergency={() => void acts.repeat(summary.open, { code: 4 })}
        onSign={() => void sign()}
      />
      <RepeatDialog
        rows={repeating}
        isBusy={acts.isBusy}
        error={acts.error}
        onCancel={() => setRepeating([])}
        onSubmit={async (reason) => {
          const answers = await acts.repeat(repeating, reason);
          if (answers?.every(isDone) === true) setRepeating([]);
          return answers;
        }}
      />
      <ReportDrawer report={report} onClose={() => setReport(null)} />
    </Page>
  );
}

function IdentityNote({ response }: { readonly response: CheckResponse }) {
  const { t } = useTranslation();
  if (response.identity === 'certain') return null;
  const text =
    response.identity === 'unknown' ? t('clinical.order.identityUnknown') : t('clinical.order.identityUnconfirmed');
  return <Alert type="warning" showIcon title={text} className="fj-problem" />;
}
