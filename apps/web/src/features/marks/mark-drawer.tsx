/** Why an institution has, or has not, the mark of an item in a scope: conditions M1 to M10. */
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Descriptions, Drawer, Tag } from 'antd';
import { useTranslation } from 'react-i18next';

import { markExplainQuery } from '../../api/marks.ts';
import { FindingList } from '../../ui/finding-list.tsx';
import { useNamed } from '../../ui/language.ts';
import { Loaded } from '../../ui/loaded.tsx';
import { MarkBadge } from '../../ui/mark-badge.tsx';
import { useFactName } from '../../ui/fact-name.ts';
import { listed, saying } from '../../ui/listed.ts';
import { useScopeName } from '../../ui/name-of.ts';

interface PickedMark {
  readonly institution: string;
  readonly item: string;
  readonly scope: string;
  readonly day: string;
}

export function MarkDrawer({ picked, onClose }: { readonly picked: PickedMark | null; readonly onClose: () => void }) {
  const { t } = useTranslation();
  return (
    <Drawer
      title={t('marks.detail')}
      open={picked !== null}
      onClose={onClose}
      size={820}
      destroyOnHidden
      extra={
        picked === null ? null : (
          <Link
            to="/marks/evidence"
            search={{ institution: picked.institution, item: picked.item, on: picked.day }}
            className="fj-link fj-nowrap"
          >
            {t('evidence.title')}
          </Link>
        )
      }
    >
      {picked === null ? null : <Explained picked={picked} />}
    </Drawer>
  );
}

function Explained({ picked }: { readonly picked: PickedMark }) {
  const { t } = useTranslation();
  const named = useNamed();
  const scopeName = useScopeName();
  const factName = useFactName();
  const explanation = useQuery(markExplainQuery(picked));
  return (
    <Loaded query={explanation} rows={10}>
      {(data) => (
        <>
          <Descriptions
            size="small"
            column={2}
            items={[
              { key: 'institution', label: t('field.institution'), children: named(data.institution) },
              { key: 'item', label: t('field.item'), children: named(data.item) },
              {
                key: 'mark',
                label: t('field.status'),
                children: data.label === null ? t('marks.lacks') : <MarkBadge label={data.label} />,
              },
              { key: 'scope', label: t('field.scope'), children: scopeName(data.scope) },
              { key: 'day', label: t('field.day'), children: data.day },
              { key: 'revision', label: t('clinical.explain.revision'), children: data.revision },
              {
                key: 'packs',
                label: t('clinical.explain.pack'),
                children: data.packs.map((pack) => (
                  <Tag key={pack.id}>
                    {pack.id} {pack.version}
                  </Tag>
                )),
              },
            ]}
          />
          <h3 className="fj-subhead">{t('clinical.explain.steps')}</h3>
          <FindingList findings={data.findings} />
          {data.missing.length === 0 ? null : (
            <p className="fj-faint">{saying(t('clinical.explain.missing'), listed(data.missing.map(factName)))}</p>
          )}
        </>
      )}
    </Loaded>
  );
}
