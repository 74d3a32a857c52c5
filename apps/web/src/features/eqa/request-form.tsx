/** 报名: with which items and means a laboratory asks to take part, and where samples are sent. */
import type { EqaOffersResponse, EqaRequestEntry } from '@fujie/wire/contracts';
import { Checkbox, Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { askForRound } from '../../api/eqa-enrolment.ts';
import { ActForm } from '../../ui/act-dialog.tsx';
import { useItemNames } from './item-names.ts';
import { useRoundAct } from './round-act.ts';

type Offer = EqaOffersResponse['offers'][number];

interface Line {
  readonly item: string;
  readonly isAsked: boolean;
  readonly method: string;
  readonly instrument: string;
}

const SENT_TO = ['contact', 'phone', 'address'] as const;
const LONGEST = { contact: 60, phone: 30, address: 200 } as const;

/** What was asked for last, else what the registers of the laboratory say. */
function linesOf({ round, request, usual }: Offer): readonly Line[] {
  return round.items.map(({ item }) => {
    const known = [...(request?.means ?? []), ...usual].find((one) => one.item === item);
    return {
      ...{ item, isAsked: request === null ? true : request.items.includes(item) },
      ...{ method: known?.method ?? '', instrument: known?.instrument ?? '' },
    };
  });
}

export function RequestForm({ offer, onDone }: { readonly offer: Offer; readonly onDone: () => void }) {
  const { t } = useTranslation();
  const nameOf = useItemNames();
  const { round, request } = offer;
  const [lines, setLines] = useState(() => linesOf(offer));
  const [to, setTo] = useState({
    ...{ contact: request?.contact ?? '', phone: request?.phone ?? '', address: request?.address ?? '' },
  });
  const [note, setNote] = useState(request?.note ?? '');
  const act = useRoundAct((entry: EqaRequestEntry) => askForRound(round.id, entry), onDone);
  const asked = lines.filter(({ isAsked }) => isAsked);
  const isReady =
    asked.length > 0 &&
    to.contact.trim().length >= 2 &&
    to.phone.trim().length >= 5 &&
    to.address.trim().length >= 2 &&
    note.trim().length !== 1;
  const put = (item: string, change: Partial<Line>): void =>
    setLines(lines.map((line) => (line.item === item ? { ...line, ...change } : line)));
  const written = (text: string): string | null => (text.trim() === '' ? null : text.trim());
  return (
    <ActForm
      act={act}
      label={t('eqaEnrolment.ask')}
      isReady={isReady}
      onCancel={onDone}
      onSubmit={() =>
        act.mutate({
          items: asked.map(({ item }) => item),
          means: asked.map(({ item, method, instrument }) => ({
            ...{ item, method: written(method), instrument: written(instrument) },
          })),
          ...{ contact: to.contact.trim(), phone: to.phone.trim(), address: to.address.trim() },
          ...(note.trim() === '' ? {} : { note: note.trim() }),
        })
      }
    >
      <div className="fj-grid fj-grid-stacked" tabIndex={0} role="group" aria-label={t('eqa.items')}>
        <table className="fj-eqa-lines">
          <thead>
            <tr>
              {(['item', 'method', 'instrument'] as const).map((column) => (
                <th key={column} scope="col">
                  {t(`eqa.${column}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {lines.map(({ item, isAsked, method, instrument }) => (
              <tr key={item}>
                <td className="fj-grid-whole fj-eqa-item" data-label={t('eqa.item')}>
                  <Checkbox checked={isAsked} onChange={(event) => put(item, { isAsked: event.target.checked })}>
                    {nameOf(item)}
                  </Checkbox>
                </td>
                {(
                  [
                    ['method', method],
                    ['instrument', instrument],
                  ] as const
                ).map(([column, value]) => (
                  <td key={column} className="fj-grid-whole" data-label={t(`eqa.${column}`)}>
                    <Input
                      aria-label={t('eqa.field', { item: nameOf(item), field: t(`eqa.${column}`) })}
                      value={value}
                      disabled={!isAsked}
                      maxLength={80}
                      onChange={(event) => put(item, { [column]: event.target.value })}
                    />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {SENT_TO.map((name) => (
        <div key={name}>
          <label htmlFor={`eqa-request-${name}`}>{t(`eqaEnrolment.${name}`)}</label>
          <Input
            id={`eqa-request-${name}`}
            value={to[name]}
            maxLength={LONGEST[name]}
            onChange={(event) => setTo({ ...to, [name]: event.target.value })}
          />
        </div>
      ))}
      <label htmlFor="eqa-request-note">{t('eqa.note')}</label>
      <Input id="eqa-request-note" value={note} maxLength={500} onChange={(event) => setNote(event.target.value)} />
    </ActForm>
  );
}
