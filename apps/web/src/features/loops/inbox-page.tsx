/** 待办闭环: what is owed by me, told to me, of my department, open and closed within reach; what harms most stands first. */
import { FLAWS } from '@fujie/wire/choices';
import type { LoopsQuery } from '@fujie/wire/contracts';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { Alert, Button, Checkbox, Radio, Select } from 'antd';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';

import './loops.css';
import { loopCountsQuery, loopDefinitionsQuery, loopsQuery } from '../../api/loops.ts';
import { Require } from '../../app/require.tsx';
import { compact } from '../../app/search.ts';
import { useBilingual } from '../../ui/language.ts';
import { Loaded } from '../../ui/loaded.tsx';
import { Page } from '../../ui/page.tsx';
import { PersonalMark } from '../../ui/personal-mark.tsx';
import { LoopRows, MoreLoops } from './loop-rows.tsx';

const route = getRouteApi('/desk/loops');
const VIEWS = ['mine', 'told', 'department', 'open', 'closed'] as const;

export function InboxPage() {
  const { t } = useTranslation();
  const { view = 'mine' } = route.useSearch();
  const navigate = route.useNavigate();
  const counts = useQuery(loopCountsQuery).data;
  const countOf = (name: (typeof VIEWS)[number]): string =>
    name === 'closed' || counts === undefined ? '' : ` ${String(counts[name])}`;
  return (
    <Require can="loop:read">
      <Page title={t('loops.title')} subtitle={t('loops.subtitle')}>
        {counts !== undefined && counts.mineOverdue > 0 && view !== 'mine' ? (
          <Alert
            type="error"
            showIcon
            className="fj-problem"
            title={t('loops.owedOver', { count: counts.mineOverdue })}
          />
        ) : null}
        <Radio.Group
          aria-label={t('loops.title')}
          optionType="button"
          buttonStyle="solid"
          className="fj-loop-views"
          value={view}
          onChange={({ target }) => {
            const next = VIEWS.find((name) => name === target.value);
            void navigate({ search: (previous) => compact({ ...previous, view: next }), replace: true });
          }}
          options={VIEWS.map((name) => ({ value: name, label: `${t(`loops.views.${name}`)}${countOf(name)}` }))}
        />
        <Filter />
        <PersonalMark>
          <List />
        </PersonalMark>
      </Page>
    </Require>
  );
}

function Filter() {
  const { t } = useTranslation();
  const say = useBilingual();
  const { kind, flaw, overdue, view } = route.useSearch();
  const navigate = route.useNavigate();
  const definitions = useQuery(loopDefinitionsQuery).data?.definitions ?? [];
  const put = (change: {
    kind?: string | undefined;
    flaw?: LoopsQuery['flaw'];
    overdue?: 'true' | undefined;
  }): void => {
    void navigate({ search: (previous) => compact({ ...previous, ...change }), replace: true });
  };
  return (
    <div className="fj-toolbar">
      <Select<string | null>
        allowClear
        className="fj-loop-filter"
        aria-label={t('loops.kind')}
        placeholder={t('loops.kind')}
        value={kind ?? null}
        onChange={(chosen) => put({ kind: chosen ?? undefined })}
        options={definitions
          .filter(({ hasPart }) => hasPart)
          .map(({ id, title }) => ({ value: id, label: say(title) }))}
      />
      <Select<LoopsQuery['flaw'] | null>
        allowClear
        className="fj-loop-filter"
        aria-label={t('loops.flaw')}
        placeholder={t('loops.flaw')}
        value={flaw ?? null}
        onChange={(chosen) => put({ flaw: chosen ?? undefined })}
        options={FLAWS.map((name) => ({ value: name, label: t(`loops.flaws.${name}`) }))}
      />
      {view === 'closed' ? null : (
        <Checkbox
          checked={overdue === 'true'}
          onChange={({ target }) => put({ overdue: target.checked ? 'true' : undefined })}
        >
          {t('loops.overdueOnly')}
        </Checkbox>
      )}
    </div>
  );
}

function List() {
  const { t } = useTranslation();
  const { view = 'mine', kind, flaw, overdue } = route.useSearch();
  const counts = useQuery(loopCountsQuery);
  const query: LoopsQuery = {
    view,
    ...(kind === undefined ? {} : { definition: kind }),
    ...(flaw === undefined ? {} : { flaw }),
    ...(overdue === undefined || view === 'closed' ? {} : { overdue }),
  };
  const found = useInfiniteQuery({ ...loopsQuery(query), enabled: counts.isFetched });
  const { data, refetch, isFetching } = found;
  // What was asked for is shown in full, and what is closed in its order.
  const isWhole = view !== 'closed' && [kind, flaw, overdue].every((asked) => asked === undefined);
  const isEarlier = view !== 'closed' && data !== undefined && !isFetching && data.mark !== counts.data?.mark;
  const isAtTop = data?.pages === 1;
  // Whoever reads on is not carried off: several pages are read again when asked for.
  useEffect(() => {
    if (isEarlier && isAtTop) void refetch();
  }, [isEarlier, isAtTop, refetch, counts.data?.mark]);
  return (
    <Loaded query={found} isEmpty={({ loops }) => loops.length === 0} empty={t(`loops.none.${view}`)}>
      {({ loops }) => (
        <>
          {isEarlier && !isAtTop ? (
            <Alert
              type="info"
              showIcon
              className="fj-problem"
              title={t('loops.changed')}
              action={
                <Button size="small" onClick={() => void refetch()}>
                  {t('loops.readAgain')}
                </Button>
              }
            />
          ) : null}
          <LoopRows loops={loops} isFolded={isWhole} />
          <MoreLoops found={found} />
        </>
      )}
    </Loaded>
  );
}
