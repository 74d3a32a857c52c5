/** 标识依据: one institution and item: its marks, what would end them, what to do, and the record behind each condition. */
import { CheckCircleFilled, CloseCircleOutlined } from '@ant-design/icons';
import type { MarkEvidenceResponse } from '@fujie/wire/contracts';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { Alert, Collapse } from 'antd';
import { useTranslation } from 'react-i18next';

import './marks.css';
import { markEvidenceQuery } from '../../api/marks.ts';
import { Require } from '../../app/require.tsx';
import { useInstitution } from '../../app/institution-picker.tsx';
import { DayPicker } from '../../ui/day-picker.tsx';
import { FindingList, ReasonList } from '../../ui/finding-list.tsx';
import { today } from '../../ui/format.ts';
import { useBilingual, useNamed } from '../../ui/language.ts';
import { EmptyNote, Loaded } from '../../ui/loaded.tsx';
import { MarkBadge } from '../../ui/mark-badge.tsx';
import { Page, Section } from '../../ui/page.tsx';
import {
  AuthorityTable,
  InstrumentTable,
  ListTable,
  LoopTable,
  MonthTable,
  RoundTable,
  RunTable,
} from './evidence-tables.tsx';
import { useTodo } from './todo.ts';

const route = getRouteApi('/desk/marks/evidence');

export function MarkEvidencePage() {
  const { t } = useTranslation();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const named = useNamed();
  const institution = useInstitution(search.institution);
  const day = search.on ?? today();
  const evidence = useQuery(markEvidenceQuery({ institution, item: search.item ?? '', day }));
  const { data } = evidence;
  return (
    <Require can="marks:read">
      <Page
        title={data === undefined ? t('evidence.title') : `${named(data.item)} · ${named(data.institution)}`}
        subtitle={t('evidence.subtitle')}
        tools={
          <>
            <Link to="/marks" search={{ institution, on: day }} className="fj-link fj-nowrap">
              {t('evidence.all')}
            </Link>
            <DayPicker
              label={t('marks.day')}
              value={day}
              onChange={(on) => void navigate({ search: (before) => ({ ...before, on }) })}
            />
          </>
        }
      >
        {search.item === undefined ? (
          <EmptyNote>{t('evidence.noItem')}</EmptyNote>
        ) : (
          <Loaded query={evidence} rows={14}>
            {(found) => <Evidence data={found} />}
          </Loaded>
        )}
      </Page>
    </Require>
  );
}

function Evidence({ data }: { readonly data: MarkEvidenceResponse }) {
  const { t } = useTranslation();
  return (
    <>
      {data.scopes.length === 0 ? <EmptyNote>{t('evidence.notListed')}</EmptyNote> : null}
      {data.scopes.map((scope) => (
        <ScopeSection key={scope.scope} scope={scope} data={data} />
      ))}
      <Section title={t('evidence.iqc')} tools={<RegisterLink id="iqc-monthly" />}>
        <MonthTable data={data} />
        {data.recorded === null ? null : <RunTable runs={data.recorded.runs} institution={data.institution.code} />}
      </Section>
      <Section title={t('evidence.eqa')} tools={<RegisterLink id="eqa-outcome" />}>
        <RoundTable data={data} />
      </Section>
      <Section title={t('evidence.instruments')} tools={<RegisterLink id="instrument-activity" />}>
        <InstrumentTable data={data} />
      </Section>
      {data.licence === null ? null : (
        <Section title={t('evidence.licence')} tools={<RegisterLink id="licensed-subject" />}>
          <Licence licence={data.licence} />
        </Section>
      )}
      <Section title={t('evidence.authority')} tools={<RegisterLink id="suspension" />}>
        <AuthorityTable data={data} />
      </Section>
      <Section title={t('evidence.lists')} tools={<RegisterLink id="recognition-list-entry" />}>
        <ListTable lists={data.lists} />
      </Section>
      {data.recorded === null ? null : (
        <Section title={t('evidence.loops')}>
          <LoopTable loops={data.recorded.loops} />
        </Section>
      )}
    </>
  );
}

function Licence({ licence }: { readonly licence: NonNullable<MarkEvidenceResponse['licence']> }) {
  const { t } = useTranslation();
  const say = useBilingual();
  const { subject, title, registration, approvedOn } = licence;
  const of = `${subject} ${say(title)}`;
  if (registration === null) return <p className="fj-bad">{t('evidence.outside', { subject: of })}</p>;
  return <p>{t('evidence.licensed', { subject: of, registration, day: approvedOn ?? '' })}</p>;
}

function RegisterLink({ id }: { readonly id: string }) {
  const { t } = useTranslation();
  return (
    <Link to="/registers/$register" params={{ register: id }} className="fj-link fj-nowrap">
      {t('evidence.register')}
    </Link>
  );
}

/** Why the mark holds while a run of an instrument is out of control, and what ends that; apart from what ends the mark. */
function Held({ data }: { readonly data: MarkEvidenceResponse }) {
  const { t } = useTranslation();
  const held = data.instruments.filter(({ heldSince }) => heldSince !== null);
  if (held.length === 0) return null;
  const carrying = data.instruments.filter((one) => one.carries).map(({ code }) => code);
  const loops = data.recorded?.loops.filter(({ definition }) => definition === 'iqc/out-of-control') ?? [];
  return (
    <Alert
      type="warning"
      showIcon
      title={held
        .map(({ code, heldSince }) => t('evidence.heldNow', { instrument: code, day: heldSince ?? '' }))
        .join(t('evidence.and'))}
      description={
        <>
          <div>{t('evidence.carried', { instruments: carrying.join(t('evidence.and')) })}</div>
          <div>
            {t('evidence.todos.RUN_OUT_OF_CONTROL')}{' '}
            {loops.map(({ id, definition }) => (
              <Link key={id} to="/loops/$id" params={{ id: String(id) }} className="fj-link fj-link-in-text">
                {t(`evidence.definitions.${definition}`)} #{id}
              </Link>
            ))}
          </div>
        </>
      }
    />
  );
}

interface ScopeProps {
  readonly scope: MarkEvidenceResponse['scopes'][number];
  readonly data: MarkEvidenceResponse;
}

function ScopeSection({ scope, data }: ScopeProps) {
  const { t } = useTranslation();
  const say = useBilingual();
  const todo = useTodo();
  const { label, scopeLabel, reasons, lapse, findings } = scope;
  const isMarked = label !== null;
  const todos = (isMarked ? (lapse?.reasons ?? []) : reasons).flatMap(({ code }) => todo(code) ?? []);
  return (
    <Section
      title={
        <>
          <MarkBadge label={scopeLabel ?? scope.scope} />{' '}
          <span className={isMarked ? 'fj-good' : 'fj-bad'}>
            {isMarked ? <CheckCircleFilled aria-hidden /> : <CloseCircleOutlined aria-hidden />}{' '}
            {t(isMarked ? 'evidence.state.has' : 'evidence.state.lacks')}
          </span>
        </>
      }
    >
      <ReasonList reasons={reasons} />
      {isMarked ? <Held data={data} /> : null}
      {lapse === null ? (
        isMarked ? (
          <p className="fj-faint">{t('evidence.noLapse')}</p>
        ) : null
      ) : (
        <>
          <p>
            <strong>{t('evidence.lapse', { day: lapse.on, count: lapse.daysLeft })}</strong> {say(lapse.detail)}
          </p>
          <ReasonList reasons={lapse.reasons} />
        </>
      )}
      {todos.length === 0 ? null : (
        <>
          <h3 className="fj-subhead">{t('evidence.todo')}</h3>
          <ul className="fj-evidence-todo">
            {[...new Set(todos)].map((text) => (
              <li key={text}>{text}</li>
            ))}
          </ul>
        </>
      )}
      <Collapse
        ghost
        size="small"
        defaultActiveKey={isMarked ? [] : ['conditions']}
        items={[{ key: 'conditions', label: t('evidence.conditions'), children: <FindingList findings={findings} /> }]}
      />
    </Section>
  );
}
