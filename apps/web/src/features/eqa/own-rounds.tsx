/** The rounds of a laboratory, each with what is to be done next. */
import type { EqaRound, EqaRoundsResponse } from '@fujie/wire/contracts';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { Breakpoint } from 'antd';
import { Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { eqaCertificateQuery, eqaPaper, eqaRoundsQuery } from '../../api/eqa.ts';
import { timeColumn } from '../../ui/columns.tsx';
import { DownloadLink } from '../../ui/download-link.tsx';
import { today } from '../../ui/format.ts';
import { useNamed } from '../../ui/language.ts';
import { listed, saying } from '../../ui/listed.ts';
import { Loaded } from '../../ui/loaded.tsx';
import { Section } from '../../ui/page.tsx';
import { RecordTable } from '../../ui/record-table.tsx';
import { useItemNames, useOrganiserNames } from './item-names.ts';
import { Offers } from './offers.tsx';
import { aheadOf } from './round-frame.tsx';
import { StateTag, TimeLeft } from './round-state.tsx';

/** On a phone a round says what is owed and until when; the rest stands on its page. */
const WIDE: Breakpoint[] = ['md'];

type Todo = 'wait' | 'receive' | 'enter' | 'check' | 'submit' | 'done' | 'look' | 'missed';

function todoOf({ id, state, published, isShipped }: EqaRound, parts: EqaRoundsResponse['parts']): Todo {
  const part = parts.find(({ round }) => round === id);
  if (published > 0) return 'look';
  if (part?.step === 'submitted' || part?.step === 'late') return 'done';
  if (state === 'closed' || state === 'evaluated') return 'missed';
  if (state === 'planned') return 'wait';
  if (part?.isReceived !== true && isShipped) return 'receive';
  if (part?.step === 'entered') return 'check';
  if (part?.step === 'checked') return 'submit';
  return state === 'open' ? 'enter' : 'wait';
}

const isOwed = (todo: Todo): boolean => ['receive', 'enter', 'check', 'submit', 'missed'].includes(todo);

/** Rounds in which something is to be done stand first. */
const owedFirst = (rounds: readonly EqaRound[], parts: EqaRoundsResponse['parts']): readonly EqaRound[] =>
  rounds.toSorted((a, b) => Number(isOwed(todoOf(b, parts))) - Number(isOwed(todoOf(a, parts))));

export function OwnRounds() {
  const { t } = useTranslation();
  const organiserOf = useOrganiserNames();
  const nameOf = useItemNames();
  const named = useNamed();
  const rounds = useQuery(eqaRoundsQuery);
  return (
    <>
      <Section title={t('eqa.rounds')}>
        <Loaded query={rounds}>
          {({ rounds: rows, parts }) => (
            <RecordTable<EqaRound>
              rowKey="id"
              rows={owedFirst(rows, parts)}
              empty={t('eqa.none')}
              width={320}
              columns={[
                {
                  title: t('eqa.round'),
                  key: 'round',
                  render: (_, row) => (
                    <div className="fj-eqa-name">
                      <Link to="/laboratory/eqa/rounds/$round" params={{ round: String(row.id) }} className="fj-link">
                        {named(row)}
                      </Link>
                      <div className="fj-faint">
                        {organiserOf(row.organiser)} {row.round}
                      </div>
                    </div>
                  ),
                },
                {
                  title: t('eqa.next'),
                  key: 'next',
                  render: (_, row) => {
                    const todo = todoOf(row, parts);
                    return (
                      <span className={isOwed(todo) ? 'fj-bad fj-nowrap' : 'fj-nowrap'}>{t(`eqa.todo.${todo}`)}</span>
                    );
                  },
                },
                {
                  title: t('eqa.closesAt'),
                  key: 'closesAt',
                  render: (_, row) => <TimeLeft round={row} ahead={aheadOf(rounds)} />,
                },
                {
                  title: t('eqa.state'),
                  key: 'state',
                  responsive: WIDE,
                  render: (_, row) => <StateTag state={row.state} />,
                },
                { ...timeColumn<EqaRound>(t('eqa.opensAt'), (row) => row.opensAt), responsive: WIDE },
                {
                  title: t('eqa.items'),
                  key: 'items',
                  responsive: WIDE,
                  render: (_, row) => (
                    <>
                      {listed(row.items.map(({ item }) => nameOf(item)))}
                      <div className="fj-faint">
                        {t('eqa.itemCount', { items: row.items.length, samples: row.samples.length })}
                      </div>
                    </>
                  ),
                },
              ]}
            />
          )}
        </Loaded>
      </Section>
      <Offers />
      {rounds.data?.stopped ? <Stopped rows={rounds.data.stopped} /> : null}
      <Certificates />
    </>
  );
}

/** 暂停开展: items that a failed round stopped within a year, and for how many days (henan-2025.lab.8#02). */
function Stopped({ rows }: { readonly rows: NonNullable<EqaRoundsResponse['stopped']> }) {
  const { t } = useTranslation();
  const nameOf = useItemNames();
  const day = (text: string) => <span className="fj-nowrap">{text}</span>;
  return (
    <Section title={t('eqa.stopped.title')}>
      <p className="fj-faint">
        {t('eqa.stopped.total', {
          items: new Set(rows.map(({ item }) => item)).size,
          days: rows.reduce((all, { days }) => all + days, 0),
        })}
      </p>
      <RecordTable<(typeof rows)[number]>
        rowKey={({ item, from }) => `${item} ${from}`}
        rows={rows}
        empty={t('eqa.stopped.none')}
        width={320}
        columns={[
          { title: t('field.item'), key: 'item', render: (_, { item }) => nameOf(item) },
          { title: t('eqa.stopped.from'), key: 'from', render: (_, { from }) => day(from) },
          { title: t('eqa.stopped.to'), key: 'to', render: (_, { to }) => day(to ?? t('eqa.stopped.still')) },
          { title: t('eqa.stopped.days'), dataIndex: 'days', align: 'right' },
        ]}
      />
    </Section>
  );
}

/** What can be put on a certificate, year by year. */
function Certificates() {
  const { t } = useTranslation();
  const nameOf = useItemNames();
  const [year, setYear] = useState(Number(today().slice(0, 4)));
  const certificate = useQuery(eqaCertificateQuery(year));
  return (
    <Section
      title={t('eqa.certificate')}
      tools={
        <Select
          aria-label={t('eqa.certificate')}
          value={year}
          popupMatchSelectWidth={false}
          onChange={setYear}
          options={[0, 1, 2].map((ago) => {
            const value = Number(today().slice(0, 4)) - ago;
            return { value, label: t('eqa.year', { year: value }) };
          })}
        />
      }
    >
      <Loaded query={certificate} rows={1}>
        {({ items }) =>
          items.length === 0 ? (
            <span className="fj-faint">{t('eqa.noCertificate')}</span>
          ) : (
            <>
              <ul className="fj-eqa-certified">
                {items.map(({ organiser, item, rounds, lowest, methods }) => (
                  <li key={`${organiser}|${item}`}>
                    {nameOf(item)}{' '}
                    <span className="fj-faint">
                      {saying(t('eqa.method'), listed(methods) || '—')} ·{' '}
                      {t('eqa.certified', { count: rounds, lowest: Math.round(lowest) })}
                    </span>
                  </li>
                ))}
              </ul>
              <DownloadLink href={eqaPaper.certificate(year)}>{t('eqa.certificate')}</DownloadLink>
            </>
          )
        }
      </Loaded>
    </Section>
  );
}
