/** 患者本人页面: verifies who is asking, then shows who looked, wishes and requests for correction. Made for a telephone. */
import type { PatientSession } from '@fujie/wire/contracts';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Select, Tabs } from 'antd';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';

import './own.css';
import { closeOwnPage, ownSessionQuery, turnOwnPage } from '../../api/patients.ts';
import { Brand } from '../../app/brand.tsx';
import { LanguageSwitch } from '../../app/shell.tsx';
import { msOf, showTime } from '../../ui/format.ts';
import { Loaded } from '../../ui/loaded.tsx';
import { Page } from '../../ui/page.tsx';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { Corrections } from './corrections.tsx';
import { Looks } from './looks.tsx';
import { Verify } from './verify.tsx';
import { OwnWishes } from './wishes.tsx';

export function OwnPage() {
  const { t } = useTranslation();
  const session = useQuery(ownSessionQuery);
  return (
    <div className="fj-own">
      <header className="fj-header">
        <Brand />
        <span className="fj-header-space" />
        <LanguageSwitch />
      </header>
      <main className="fj-own-main" id="content">
        <Page title={t('own.title')} subtitle={t('own.subtitle')}>
          <Loaded query={session}>{(open) => (open === null ? <Verify /> : <Opened session={open} />)}</Loaded>
        </Page>
      </main>
    </div>
  );
}

function Opened({ session }: { readonly session: PatientSession }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const endsAt = msOf(session.endsAt);
  // When the session ends, the page does: what it showed is not left standing.
  useEffect(() => {
    const end = () => {
      queries.removeQueries({ queryKey: ['own'] });
      void queries.invalidateQueries({ queryKey: ownSessionQuery.queryKey });
    };
    const timer = setTimeout(end, Math.max(1000, (endsAt ?? 0) - Date.now()));
    return () => {
      clearTimeout(timer);
    };
  }, [queries, endsAt]);
  const leaving = useMutation({
    mutationFn: closeOwnPage,
    onSuccess: () => {
      queries.removeQueries({ queryKey: ['own'] });
      queries.setQueryData(ownSessionQuery.queryKey, null);
    },
  });
  return (
    <>
      <div className="fj-own-person">
        <Person session={session} />
        <Button onClick={() => leaving.mutate()} loading={leaving.isPending}>
          {t('own.leave')}
        </Button>
      </div>
      {leaving.error === null ? null : <ProblemAlert error={leaving.error} />}
      <Tabs
        key={`${session.nameMasked}|${session.guardian?.relation ?? ''}`}
        items={[
          { key: 'looks', label: t('own.tabs.looks'), children: <Looks /> },
          { key: 'wishes', label: t('own.tabs.wishes'), children: <OwnWishes /> },
          { key: 'corrections', label: t('own.tabs.corrections'), children: <Corrections /> },
        ]}
      />
      <p className="fj-faint">{t('own.until', { time: showTime(session.endsAt) ?? '' })}</p>
    </>
  );
}

/** Whose page is open; a guardian chooses between the own one and those of the children. */
function Person({ session }: { readonly session: PatientSession }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const turning = useMutation({
    mutationFn: turnOwnPage,
    onSuccess: (open) => {
      queries.removeQueries({ queryKey: ['own'] });
      queries.setQueryData(ownSessionQuery.queryKey, open);
    },
  });
  const { nameMasked, guardian, children } = session;
  const shown =
    guardian === null
      ? t('own.person.self', { name: nameMasked })
      : t('own.person.guardian', { name: nameMasked, relation: guardian.relation });
  if (children.length === 0) {
    return (
      <span>
        <span className="fj-label">{t('own.person.viewing')}</span>
        <strong>{shown}</strong>
      </span>
    );
  }
  return (
    <div className="fj-own-choose">
      {turning.error === null ? null : <ProblemAlert error={turning.error} />}
      <label htmlFor="fj-own-person" className="fj-label">
        {t('own.person.viewing')}
      </label>
      <Select<number>
        id="fj-own-person"
        value={-1}
        loading={turning.isPending}
        popupMatchSelectWidth={false}
        onChange={(chosen) => turning.mutate(chosen === 0 ? null : chosen)}
        options={[
          { value: -1, label: shown, disabled: true },
          ...(guardian === null ? [] : [{ value: 0, label: t('own.person.self', { name: guardian.nameMasked }) }]),
          ...children.map((child) => ({
            value: child.guardianship,
            label: t('own.person.guardian', { name: child.nameMasked, relation: child.relation }),
          })),
        ]}
      />
    </div>
  );
}
