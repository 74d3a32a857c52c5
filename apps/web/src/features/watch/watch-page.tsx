/** 使用预警: signs of shared keys and unusual reading, judged one by one by the security administrator. */
import type { WatchAlertView, WatchQuery, WatchResponse } from '@fujie/wire/contracts';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { Button, Segmented, Tag } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { alertsQuery } from '../../api/watch.ts';
import { Require } from '../../app/require.tsx';
import { ActDialog } from '../../ui/act-dialog.tsx';
import { timeColumn } from '../../ui/columns.tsx';
import { showTime } from '../../ui/format.ts';
import { useBilingual, useNamed } from '../../ui/language.ts';
import { Loaded } from '../../ui/loaded.tsx';
import { Page, Section } from '../../ui/page.tsx';
import { RecordTable } from '../../ui/record-table.tsx';
import { AlertReview } from './alert-review.tsx';
import { RuleTable } from './rule-table.tsx';

const STATES = ['open', 'judged', 'all'] as const;
const COLOURS = { high: 'red', medium: 'orange', low: 'default' } as const;
const JUDGED = { confirmed: 'red', explained: 'blue', 'false-alarm': 'default' } as const;

export function WatchPage() {
  const { t } = useTranslation();
  const say = useBilingual();
  const { state = 'open' } = useSearch({ from: '/desk/watch' });
  const [rule, setRule] = useState<WatchAlertView['rule'] | null>(null);
  const navigate = useNavigate();
  const query: WatchQuery = { ...(state === 'all' ? {} : { state }), ...(rule === null ? {} : { rule }) };
  const found = useQuery(alertsQuery(query));
  const [chosen, setChosen] = useState<WatchAlertView | null>(null);
  const show = (next: typeof state): void => {
    void navigate({ to: '/watch', search: { state: next } });
  };
  return (
    <Require can="watch:read">
      <Page title={t('watch.title')} subtitle={t('watch.subtitle')}>
        <Loaded query={found}>
          {(data) => {
            const nameOf = namer(data, say);
            return (
              <>
                <Section
                  title={
                    data.watchedUntil === null
                      ? t('watch.never')
                      : t('watch.until', { at: showTime(data.watchedUntil) })
                  }
                  tools={
                    <>
                      {rule === null ? null : (
                        <Tag closable onClose={() => setRule(null)}>
                          {nameOf(rule)}
                        </Tag>
                      )}
                      <Segmented<typeof state>
                        aria-label={t('field.status')}
                        value={state}
                        onChange={show}
                        options={STATES.map((value) => ({ value, label: t(`watch.states.${value}`) }))}
                      />
                    </>
                  }
                >
                  <Alerts alerts={data.alerts} nameOf={nameOf} onChoose={setChosen} />
                </Section>
                <RuleTable
                  rules={data.rules}
                  onChoose={(next) => {
                    setRule(next);
                    show('all');
                  }}
                />
                <ActDialog
                  of={chosen}
                  title={chosen === null ? '' : nameOf(chosen.rule)}
                  width={820}
                  onClose={() => setChosen(null)}
                >
                  {(alert) => <AlertReview alert={alert} onDone={() => setChosen(null)} />}
                </ActDialog>
              </>
            );
          }}
        </Loaded>
      </Page>
    </Require>
  );
}

type RuleNamer = (rule: WatchAlertView['rule']) => string;

function namer({ rules }: WatchResponse, say: ReturnType<typeof useBilingual>): RuleNamer {
  return (rule) => {
    const known = rules.find((view) => view.rule === rule);
    return known === undefined ? rule : say(known.name);
  };
}

interface AlertsProps {
  readonly alerts: readonly WatchAlertView[];
  readonly nameOf: RuleNamer;
  readonly onChoose: (alert: WatchAlertView) => void;
}

function Alerts({ alerts, nameOf, onChoose }: AlertsProps) {
  const { t } = useTranslation();
  const say = useBilingual();
  const named = useNamed();
  return (
    <RecordTable<WatchAlertView>
      rowKey="id"
      rows={alerts}
      empty={t('watch.none')}
      width={980}
      columns={[
        timeColumn(t('field.time'), (row) => row.at),
        {
          title: t('watch.rule'),
          key: 'rule',
          render: (_, row) => (
            <>
              <div>{nameOf(row.rule)}</div>
              <Tag color={COLOURS[row.severity]}>{t(`watch.severities.${row.severity}`)}</Tag>
            </>
          ),
        },
        {
          title: t('watch.account'),
          key: 'account',
          render: (_, row) => (
            <>
              {row.account} <span className="fj-faint">{row.holder}</span>
              {row.institution === null ? null : <div className="fj-faint">{named(row.institution)}</div>}
            </>
          ),
        },
        { title: t('watch.why'), key: 'why', render: (_, row) => say(row.why) },
        {
          title: t('watch.verdict'),
          key: 'verdict',
          render: (_, row) =>
            row.review === null ? (
              <Button size="small" type="primary" onClick={() => onChoose(row)}>
                {t('watch.judge')}
              </Button>
            ) : (
              <span title={row.review.note}>
                <Tag color={JUDGED[row.review.verdict]}>{t(`watch.verdicts.${row.review.verdict}`)}</Tag>
                <Button size="small" onClick={() => onChoose(row)}>
                  {t('watch.look')}
                </Button>
              </span>
            ),
        },
      ]}
    />
  );
}
