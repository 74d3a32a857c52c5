/** The cells of fast entry: Enter or Tab goes to the next, faults stand beside the cell, verdicts at the end of the row. */
import type { IqcLevel, IqcRecorded } from '@fujie/wire/contracts';
import { useTranslation } from 'react-i18next';

import { useCellKeys } from '../../ui/cell-keys.ts';
import type { FieldFaults } from '../../ui/field-faults.ts';
import { useBilingual, useNamed } from '../../ui/language.ts';
import { showUnit } from '@fujie/core/kernel';
import type { EntryRow } from './entry-rows.ts';
import { columnKey, faultOf } from './entry-rows.ts';
import { showZ } from './signs.ts';
import { VerdictLine } from './verdict-line.tsx';

interface Props {
  readonly columns: readonly IqcLevel[];
  readonly rows: readonly EntryRow[];
  readonly values: Readonly<Record<string, string>>;
  readonly faults: FieldFaults;
  readonly recorded: IqcRecorded | null;
  readonly onChange: (cell: string, value: string) => void;
}

export function EntryGrid({ columns, rows, values, faults, recorded, onChange }: Props) {
  const { t } = useTranslation();
  const named = useNamed();
  const say = useBilingual();
  const { table, onKeyDown } = useCellKeys();
  return (
    <div className="fj-grid fj-grid-stacked" tabIndex={0} role="group" aria-label={t('iqc.entry.title')}>
      <table ref={table}>
        <thead>
          <tr>
            <th scope="col">{t('iqc.system')}</th>
            {columns.map((column) => (
              <th key={columnKey(column)} scope="col">
                {column.level} {named(column)}
                <br />
                <span className="fj-faint">{column.lot}</span>
              </th>
            ))}
            <th scope="col">{t('iqc.entry.result')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ system, cells }) => (
            <tr key={system.code}>
              <th scope="row">
                {named(system.item)}{' '}
                <span className="fj-unit">{system.unit === null ? '' : showUnit(system.unit)}</span>
              </th>
              {cells.map((cell, index) => {
                if (cell === null) return <td key={columnKey(columns[index] as IqcLevel)} className="fj-grid-none" />;
                const value = values[cell.key] ?? '';
                const typed = faultOf(system.kind, value);
                const told = faults.of(cell.key);
                const fault = typed === null ? (told === null ? null : say(told)) : t(`iqc.entry.${typed}`);
                const { level, lot } = cell.level;
                return (
                  <td key={cell.key} data-label={`${level} ${lot}`}>
                    <input
                      value={value}
                      autoComplete="off"
                      maxLength={60}
                      {...(system.kind === 'quantitative' ? { inputMode: 'decimal' } : {})}
                      aria-label={t('iqc.entry.cell', { item: named(system.item), level, lot })}
                      aria-invalid={fault !== null}
                      onKeyDown={onKeyDown}
                      onChange={(event) => onChange(cell.key, event.target.value)}
                    />
                    {fault === null ? null : (
                      <div className="fj-grid-fault" role="alert">
                        {fault}
                      </div>
                    )}
                  </td>
                );
              })}
              <td className="fj-grid-whole">
                {(recorded?.runs ?? [])
                  .filter((run) => run.system === system.code)
                  .map((run) => (
                    <div key={run.run}>
                      <VerdictLine run={run} />{' '}
                      <span className="fj-faint">
                        {run.points.map(({ level, z }) => `${level} ${showZ(z)}`).join(' · ')}
                      </span>
                    </div>
                  ))}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
