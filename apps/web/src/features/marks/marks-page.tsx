/** 互认标识: an institution's marks on a day as a matrix of item × scope, with the reasons where there is none. */
import { CheckCircleFilled, CloseCircleOutlined } from '@ant-design/icons';
import type { MarksResponse, MarkView } from '@fujie/wire/contracts';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { Checkbox, Input, Table } from 'antd';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';

import './marks.css';
import { marksQuery } from '../../api/marks.ts';
import { Require } from '../../app/require.tsx';
import { useCategoryName } from '../../i18n/option-names.ts';
import { DayPicker } from '../../ui/day-picker.tsx';
import { today } from '../../ui/format.ts';
import { useBilingual, useNamed } from '../../ui/language.ts';
import { Loaded } from '../../ui/loaded.tsx';
import { MarkBadge } from '../../ui/mark-badge.tsx';
import { Page, Section } from '../../ui/page.tsx';
import { InstitutionPicker, useInstitution } from '../../app/institution-picker.tsx';
import { MarkDrawer } from './mark-drawer.tsx';
import type { MatrixRow } from './matrix.ts';
import { matrixOf } from './matrix.ts';

const route = getRouteApi('/desk/marks');

export function MarksPage() {
  const { t } = useTranslation();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const institution = useInstitution(search.institution);
  const day = search.on ?? today();
  const marks = useQuery(marksQuery(institution, day));
  return (
    <Require can="marks:read">
      <Page
        title={t('marks.title')}
        subtitle={t('marks.subtitle')}
        tools={
          <>
            <InstitutionPicker
              value={institution}
              onChange={(chosen) => void navigate({ search: (previous) => ({ ...previous, institution: chosen }) })}
            />
            <DayPicker
              label={t('marks.day')}
              value={day}
              onChange={(on) => void navigate({ search: (previous) => ({ ...previous, on }) })}
            />
          </>
        }
      >
        <Loaded query={marks} rows={14}>
          {(data) => (
            <MarkMatrix
              data={data}
              onPick={(mark) =>
                void navigate({ search: (previous) => ({ ...previous, item: mark.item.code, scope: mark.scope }) })
              }
            />
          )}
        </Loaded>
        <MarkDrawer
          picked={
            search.item === undefined || search.scope === undefined || institution === ''
              ? null
              : { institution, item: search.item, scope: search.scope, day }
          }
          onClose={() => void navigate({ search: ({ item: _item, scope: _scope, ...rest }) => rest })}
        />
      </Page>
    </Require>
  );
}

function MarkMatrix({ data, onPick }: { readonly data: MarksResponse; readonly onPick: (mark: MarkView) => void }) {
  const { t } = useTranslation();
  const named = useNamed();
  const categoryName = useCategoryName();
  const [text, setText] = useState('');
  const [onlyWithout, setOnlyWithout] = useState(false);
  const matrix = useMemo(() => matrixOf(data.marks, { text, onlyWithout }), [data, text, onlyWithout]);
  return (
    <Section
      title={named(data.institution)}
      tools={
        <>
          <strong>{t('marks.summary', { entitled: data.marked, total: data.listed })}</strong>
          <Checkbox checked={onlyWithout} onChange={(event) => setOnlyWithout(event.target.checked)}>
            {t('marks.onlyWithout')}
          </Checkbox>
          <Input
            allowClear
            className="fj-filter"
            value={text}
            placeholder={t('marks.filter')}
            aria-label={t('marks.filter')}
            onChange={(event) => setText(event.target.value)}
          />
        </>
      }
    >
      <Table<MatrixRow>
        rowKey={(row) => row.item.code}
        size="small"
        scroll={{ x: 720 }}
        locale={{ emptyText: t('marks.none') }}
        pagination={{ pageSize: 50, showSizeChanger: false, showTotal: (count) => t('registers.total', { count }) }}
        dataSource={[...matrix.rows]}
        columns={[
          {
            title: t('marks.item'),
            key: 'item',
            width: 260,
            render: (_, row) => (
              <>
                {named(row.item)} <span className="fj-faint">{row.item.code}</span>
              </>
            ),
          },
          {
            title: t('field.kind'),
            key: 'category',
            width: 110,
            render: (_, row) => <span className="fj-faint">{categoryName(row.item.category)}</span>,
          },
          ...matrix.scopes.map(({ scope, label }) => ({
            title: <MarkBadge label={label} />,
            key: scope,
            render: (_: unknown, row: MatrixRow) => <MarkCell mark={row.byScope.get(scope)} onPick={onPick} />,
          })),
        ]}
      />
    </Section>
  );
}

function MarkCell({
  mark,
  onPick,
}: {
  readonly mark: MarkView | undefined;
  readonly onPick: (mark: MarkView) => void;
}) {
  const { t } = useTranslation();
  const say = useBilingual();
  if (mark === undefined) return <span className="fj-faint">{t('marks.notListed')}</span>;
  const isMarked = mark.label !== null;
  return (
    <button
      type="button"
      className={`fj-mark-cell${isMarked ? ' fj-mark-has' : ' fj-mark-lacks'}`}
      onClick={() => onPick(mark)}
    >
      <span className="fj-mark-state">
        {isMarked ? <CheckCircleFilled aria-hidden /> : <CloseCircleOutlined aria-hidden />}{' '}
        {isMarked ? t('marks.has') : t('marks.lacks')}
      </span>
      {mark.reasons.map((reason) => (
        <span key={reason.code}>{say(reason.text)}</span>
      ))}
    </button>
  );
}
