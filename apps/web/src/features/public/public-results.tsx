/** What the public search found: institutions or items, to be chosen. */
import { useQuery } from '@tanstack/react-query';
import { Pagination } from 'antd';
import type { ReactNode } from 'react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { publicInstitutionsQuery, publicItemsQuery } from '../../api/marks.ts';
import { useOptionName } from '../../i18n/option-names.ts';
import { useNamed } from '../../ui/language.ts';
import { Loaded } from '../../ui/loaded.tsx';

interface Props {
  readonly q: string;
  readonly selected: string | null;
  readonly onSelect: (code: string) => void;
}

const LEVELS = ['l0', 'l1', 'l2', 'l3'] as const;

export function InstitutionResults({ q, selected, onSelect }: Props) {
  const { t } = useTranslation();
  const named = useNamed();
  const optionName = useOptionName();
  const [page, setPage] = useState(1);
  const found = useQuery(publicInstitutionsQuery(q, page));
  return (
    <Loaded query={found} isEmpty={(data) => data.total === 0} empty={t('publicDesk.none')}>
      {(data) => (
        <Choices total={data.total} page={page} perPage={data.institutions.length} onPage={setPage}>
          {data.institutions.map((institution) => (
            <Choice
              key={institution.code}
              isOn={institution.code === selected}
              name={named(institution)}
              onClick={() => onSelect(institution.code)}
            >
              {[
                t(`publicDesk.levels.${LEVELS[institution.level] ?? 'l0'}`),
                optionName(institution.ownership),
                optionName(institution.kind),
                named({ nameZh: institution.regionZh ?? institution.region, nameEn: institution.regionEn }),
              ].join(' · ')}
            </Choice>
          ))}
        </Choices>
      )}
    </Loaded>
  );
}

export function ItemResults({ q, selected, onSelect }: Props) {
  const { t } = useTranslation();
  const named = useNamed();
  const optionName = useOptionName();
  const [page, setPage] = useState(1);
  const found = useQuery(publicItemsQuery(q, page));
  return (
    <Loaded query={found} isEmpty={(data) => data.total === 0} empty={t('publicDesk.none')}>
      {(data) => (
        <Choices total={data.total} page={page} perPage={data.items.length} onPage={setPage}>
          {data.items.map((item) => (
            <Choice
              key={item.code}
              isOn={item.code === selected}
              name={named(item)}
              onClick={() => onSelect(item.code)}
            >
              {`${optionName(item.kind)} · ${optionName(item.category)} · ${item.code}`}
            </Choice>
          ))}
        </Choices>
      )}
    </Loaded>
  );
}

interface ChoicesProps {
  readonly total: number;
  readonly page: number;
  readonly perPage: number;
  readonly onPage: (page: number) => void;
  readonly children: ReactNode;
}

/** Entries of one page; the size of a page is what the server sent on the first one. */
function Choices({ total, page, perPage, onPage, children }: ChoicesProps) {
  const { t } = useTranslation();
  const [pageSize] = useState(Math.max(1, perPage));
  return (
    <>
      <ul className="fj-choices">{children}</ul>
      {total > pageSize ? (
        <Pagination
          simple
          size="small"
          current={page}
          pageSize={pageSize}
          total={total}
          onChange={onPage}
          showTotal={(count) => t('registers.total', { count })}
        />
      ) : null}
    </>
  );
}

function Choice({
  name,
  isOn,
  onClick,
  children,
}: {
  readonly name: string;
  readonly isOn: boolean;
  readonly onClick: () => void;
  readonly children: string;
}) {
  return (
    <li>
      <button
        type="button"
        className={`fj-item-row${isOn ? ' fj-item-row-on' : ''}`}
        aria-current={isOn}
        onClick={onClick}
      >
        <span className="fj-item-name">{name}</span>
        <span className="fj-item-meta">{children}</span>
      </button>
    </li>
  );
}
