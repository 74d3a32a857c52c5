/** The cells of a return: Enter or Tab goes to the next, a block from a spreadsheet can be put down, faults stand beside the cell. */
import type { EqaOwnRound } from '@fujie/wire/contracts';
import { useTranslation } from 'react-i18next';

import { useCellKeys } from '../../ui/cell-keys.ts';
import type { FieldFaults } from '../../ui/field-faults.ts';
import { useBilingual } from '../../ui/language.ts';
import { showUnit } from '@fujie/core/kernel';
import { useItemNames } from './item-names.ts';
import type { Typed } from './return-rows.ts';
import { cellKey, isNoUncertainty, MEANS, pasted, UNCERTAINTY } from './return-rows.ts';

interface Props {
  readonly of: EqaOwnRound;
  readonly typed: Typed;
  readonly faults: FieldFaults;
  readonly isFixed: boolean;
  readonly onChange: (typed: Typed) => void;
}

export function ReturnGrid({ of: { round, excused, choices }, typed, faults, isFixed, onChange }: Props) {
  const { t } = useTranslation();
  const say = useBilingual();
  const nameOf = useItemNames();
  const { table, onKeyDown } = useCellKeys();
  // On a phone the cells of an item stand below it, each under its name.
  const cell = (item: string, column: string, name: string, label: string, isNumber: boolean) => {
    const key = cellKey(item, column);
    const value = typed[key] ?? '';
    const told = faults.of(key);
    const fault =
      isNumber && /^[+-]?\d+[,，]\d*$/.test(value.trim())
        ? t('eqa.comma')
        : column === UNCERTAINTY && isNoUncertainty(value)
          ? t('eqa.notPercent')
          : told === null
            ? null
            : say(told);
    return (
      <td
        key={column}
        data-label={name}
        className={(MEANS as readonly string[]).includes(column) ? 'fj-grid-text' : ''}
      >
        <input
          value={value}
          autoComplete="off"
          readOnly={isFixed}
          maxLength={60}
          {...(isNumber ? { inputMode: 'decimal' as const } : {})}
          {...(column in choices ? { list: `eqa-${column}` } : {})}
          aria-label={label}
          aria-invalid={fault !== null}
          onKeyDown={onKeyDown}
          onChange={(event) => onChange({ ...typed, [key]: event.target.value })}
          onPaste={(event) => {
            const text = event.clipboardData.getData('text');
            if (isFixed || !/[\t\n]/.test(text)) return;
            event.preventDefault();
            onChange(pasted(round, typed, { item, column }, text));
          }}
        />
        {fault === null ? null : (
          <div className="fj-grid-fault" role="alert">
            {fault}
          </div>
        )}
      </td>
    );
  };
  return (
    <div className="fj-grid fj-grid-stacked fj-eqa-return" tabIndex={0} role="group" aria-label={t('eqa.returns')}>
      {(['method', 'instrument', 'reagent'] as const).map((mean) => (
        <datalist key={mean} id={`eqa-${mean}`}>
          {choices[mean].map((name) => (
            <option key={name} value={name} />
          ))}
        </datalist>
      ))}
      <table ref={table}>
        <thead>
          <tr>
            <th scope="col">{t('eqa.item')}</th>
            {round.samples.map((sample) => (
              <th key={sample} scope="col">
                {sample}
              </th>
            ))}
            {MEANS.map((mean) => (
              <th key={mean} scope="col">
                {t(`eqa.${mean}`)}
              </th>
            ))}
            <th scope="col" title={t('eqa.uncertaintyHint')}>
              {t('eqa.uncertaintyPercent')}
            </th>
          </tr>
        </thead>
        <tbody>
          {round.items.map(({ item, unit, kind }) => (
            <tr key={item}>
              <th scope="row">
                {nameOf(item)} <span className="fj-unit">{unit === null ? '' : showUnit(unit)}</span>
                {excused.includes(item) ? <div className="fj-faint">{t('eqa.excused')}</div> : null}
              </th>
              {round.samples.map((sample) =>
                cell(item, sample, sample, t('eqa.cell', { item: nameOf(item), sample }), kind === 'quantitative'),
              )}
              {MEANS.map((mean) =>
                cell(
                  item,
                  mean,
                  t(`eqa.${mean}`),
                  t('eqa.field', { item: nameOf(item), field: t(`eqa.${mean}`) }),
                  false,
                ),
              )}
              {kind === 'qualitative' ? (
                <td data-label={t('eqa.uncertaintyPercent')}>—</td>
              ) : (
                cell(
                  item,
                  UNCERTAINTY,
                  t('eqa.uncertaintyPercent'),
                  t('eqa.field', { item: nameOf(item), field: t('eqa.uncertaintyPercent') }),
                  true,
                )
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
