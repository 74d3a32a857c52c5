/** A clause one click away: its tag, and the drawer with summary, source, rules and examples. */
import { BookOutlined } from '@ant-design/icons';
import type { ClauseItemView } from '@fujie/wire/contracts';
import { useQuery } from '@tanstack/react-query';
import { Descriptions, Drawer, Tag } from 'antd';
import type { ReactNode } from 'react';
import { createContext, use, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';

import type { FoundClause } from '../api/packs.ts';
import { clauseQuery } from '../api/packs.ts';
import { lastDayBefore } from './format.ts';
import { useBilingual } from './language.ts';
import { EmptyNote, Loaded } from './loaded.tsx';

const OpenClause = createContext<(id: string) => void>(() => undefined);

export function ClauseProvider({ children }: { readonly children: ReactNode }) {
  const { t } = useTranslation();
  const [id, setId] = useState<string | null>(null);
  const open = useMemo(() => (clause: string) => setId(clause), []);
  return (
    <OpenClause value={open}>
      {children}
      <Drawer
        title={t('finding.clauseTitle')}
        open={id !== null}
        onClose={() => setId(null)}
        size={540}
        destroyOnHidden
        zIndex={1200}
      >
        {id === null ? null : <ClauseById id={id} />}
      </Drawer>
    </OpenClause>
  );
}

/** The clauses that a verdict rests on, each opening its drawer. */
export function ClauseTags({ ids }: { readonly ids: readonly string[] }) {
  const { t } = useTranslation();
  const open = use(OpenClause);
  return (
    <span className="fj-clauses">
      {ids.map((id) => (
        <button
          key={id}
          type="button"
          className="fj-clause"
          onClick={() => open(id)}
          aria-label={t('finding.openClause', { id })}
        >
          <BookOutlined aria-hidden /> {id}
        </button>
      ))}
    </span>
  );
}

function ClauseById({ id }: { readonly id: string }) {
  const { t } = useTranslation();
  const clause = useQuery(clauseQuery(id));
  return (
    <Loaded query={clause}>
      {(found) => {
        if (found === null) return <EmptyNote>{t('regulation.unknownClause', { id })}</EmptyNote>;
        return (
          <>
            <ClauseArticle found={found} />
            <a href={`/regulation/${encodeURIComponent(found.clause.id)}`} className="fj-link">
              {t('finding.openFull')}
            </a>
          </>
        );
      }}
    </Loaded>
  );
}

/** One clause in our own words: where it stands, and item by item what it asks and what encodes it. */
export function ClauseArticle({ found }: { readonly found: FoundClause }) {
  const { t } = useTranslation();
  const say = useBilingual();
  const { pack, clause, item } = found;
  return (
    <article className="fj-clause-article">
      <h3>{say(clause.title)}</h3>
      <Descriptions
        column={1}
        size="small"
        items={[
          { key: 'id', label: t('finding.clause'), children: <code>{clause.id}</code> },
          { key: 'source', label: t('finding.source'), children: say(pack.title) },
          { key: 'number', label: t('regulation.document'), children: pack.documentNumber },
          {
            key: 'effective',
            label: t('regulation.effective'),
            children: `${clause.inForce.from} – ${lastDayBefore(clause.inForce.to) ?? t('registers.open')}`,
          },
        ]}
      />
      {clause.items.map((entry) => (
        <section key={entry.id} className={`fj-clause-item${entry.id === item?.id ? ' fj-clause-item-on' : ''}`}>
          <code>{entry.id}</code>
          <p>{say(entry.summary)}</p>
          <ItemCoverage item={entry} />
        </section>
      ))}
    </article>
  );
}

/** How much of an item is put into practice; what names rules and a gap too is encoded in part. */
export type Encoding = 'encoded' | 'partly' | 'not-encoded';

export function encodingOf({ encodedBy, notEncoded }: Pick<ClauseItemView, 'encodedBy' | 'notEncoded'>): Encoding {
  if (notEncoded === null) return 'encoded';
  return encodedBy.length > 0 ? 'partly' : 'not-encoded';
}

/** What is to be confirmed about a summary 待核; null where it was read in the document or a copy of it. */
export function toConfirm({ basis }: Pick<ClauseItemView, 'basis'>): 'memory' | 'contested' | null {
  return basis === 'memory' || basis === 'contested' ? basis : null;
}

const COLOURS = { encoded: 'green', partly: 'gold', 'not-encoded': 'default' } as const;

/** Whether an item is encoded, by which rules and registers, and with which worked examples. */
export function ItemCoverage({ item }: { readonly item: ClauseItemView }) {
  const { t } = useTranslation();
  const say = useBilingual();
  const names = {
    encoded: t('finding.encoded'),
    partly: t('finding.partlyEncoded'),
    'not-encoded': t('finding.notEncoded'),
  };
  const encoding = encodingOf(item);
  const doubt = toConfirm(item);
  return (
    <div className="fj-coverage">
      <div>
        <Tag color={COLOURS[encoding]}>{names[encoding]}</Tag>
        {item.notEncoded === null ? null : <span className="fj-faint">{say(item.notEncoded)}</span>}
      </div>
      {doubt === null ? null : (
        <div>
          <Tag color="orange">{t('finding.toConfirm')}</Tag>
          <span className="fj-faint">{doubt === 'memory' ? t('finding.fromMemory') : t('finding.contested')}</span>
        </div>
      )}
      <CodeRow label={t('finding.rules')} codes={item.encodedBy} />
      <CodeRow label={t('finding.examples')} codes={item.examples} />
    </div>
  );
}

function CodeRow({ label, codes }: { readonly label: string; readonly codes: readonly string[] }) {
  if (codes.length === 0) return null;
  return (
    <div>
      <span className="fj-label">{label}</span>
      {codes.map((code) => (
        <code key={code}>{code}</code>
      ))}
    </div>
  );
}
