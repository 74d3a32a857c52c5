/** Chooses items and panels of the region by name or code, and shows what is chosen. */
import { AppstoreOutlined, CloseOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { AutoComplete, Button, Input } from 'antd';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { catalogueQuery } from '../../api/catalogue.ts';
import { useCategoryName } from '../../i18n/option-names.ts';
import { useNamed } from '../../ui/language.ts';
import { EmptyNote, Loaded } from '../../ui/loaded.tsx';
import { Section } from '../../ui/page.tsx';
import type { Offer } from '../../api/catalogue.ts';
import { searchOffers } from './catalogue-search.ts';
import type { Chosen } from './draft.ts';

interface Props {
  readonly chosen: readonly Chosen[];
  readonly onChoose: (entries: readonly Chosen[]) => void;
  readonly onRemove: (code: string) => void;
}

/** Panels that are ordered every day stand first; any other is found by search. */
const EVERYDAY = ['P_CBC', 'P_LIVER', 'P_RENAL', 'P_LYTES', 'P_LIPID', 'P_COAG', 'P_URINE', 'P_THYROID'];

export function ItemPicker({ chosen, onChoose, onRemove }: Props) {
  const { t } = useTranslation();
  const catalogue = useQuery(catalogueQuery);
  return (
    <Section
      title={t('clinical.order.pick')}
      tools={<span className="fj-faint">{t('clinical.order.chosen', { count: chosen.length })}</span>}
    >
      <Loaded query={catalogue} rows={3}>
        {(offers) => <Picker offers={offers} chosen={chosen} onChoose={onChoose} onRemove={onRemove} />}
      </Loaded>
    </Section>
  );
}

function Picker({ offers, chosen, onChoose, onRemove }: Props & { readonly offers: readonly Offer[] }) {
  const { t } = useTranslation();
  const named = useNamed();
  const categoryName = useCategoryName();
  const [text, setText] = useState('');
  const byCode = useMemo(() => new Map(offers.map((offer) => [offer.code, offer])), [offers]);
  const matches = useMemo(() => searchOffers(offers, text), [offers, text]);
  const panels = EVERYDAY.flatMap((code) => byCode.get(code) ?? []);
  const choose = (code: string) => {
    const offer = byCode.get(code);
    if (offer === undefined) return;
    onChoose([{ code, isPanel: offer.isPanel }]);
    setText('');
  };
  return (
    <>
      <AutoComplete
        value={text}
        onChange={setText}
        onSelect={choose}
        defaultActiveFirstOption
        className="fj-picker"
        aria-label={t('clinical.order.pickPlaceholder')}
        options={matches.map((offer) => ({
          value: offer.code,
          label: (
            <span className="fj-offer">
              <span>
                {offer.isPanel ? <AppstoreOutlined aria-hidden /> : null} {named(offer)}{' '}
                <span className="fj-faint">{offer.code}</span>
              </span>
              <span className="fj-faint">
                {offer.isPanel ? t('clinical.order.panel') : categoryName(offer.category)}
              </span>
            </span>
          ),
        }))}
        notFoundContent={text.trim() === '' ? null : t('clinical.order.noMatch')}
      >
        <Input.Search allowClear size="large" placeholder={t('clinical.order.pickPlaceholder')} />
      </AutoComplete>
      <div className="fj-picker-hint">{t('clinical.order.pickHint', { count: offers.length })}</div>
      {panels.length === 0 ? null : (
        <div className="fj-shortcuts">
          {panels.map((offer) => (
            <Button
              key={offer.code}
              size="small"
              onClick={() => choose(offer.code)}
              disabled={chosen.some((entry) => entry.code === offer.code)}
            >
              {named(offer)}
            </Button>
          ))}
        </div>
      )}
      {chosen.length === 0 ? (
        <EmptyNote>{t('clinical.order.chosenEmpty')}</EmptyNote>
      ) : (
        <ul className="fj-chosen">
          {chosen.map((entry) => {
            const offer = byCode.get(entry.code);
            const name = offer === undefined ? entry.code : named(offer);
            return (
              <li key={entry.code}>
                <span>
                  {entry.isPanel ? <AppstoreOutlined aria-hidden /> : null} {name}{' '}
                  <span className="fj-faint">{entry.code}</span>
                </span>
                <button
                  type="button"
                  className="fj-icon-button"
                  onClick={() => onRemove(entry.code)}
                  aria-label={`${t('act.remove')} ${name}`}
                >
                  <CloseOutlined aria-hidden />
                </button>
              </li>
            );
          })}
        </ul>
      )}
    </>
  );
}
