/** 组合拆分: what of a panel is already recognised is removed, the rest is suggested singly (national-2022.art.18). */
import { ScissorOutlined } from '@ant-design/icons';
import type { CheckResponse } from '@fujie/wire/contracts';
import { Alert, Button } from 'antd';
import { useTranslation } from 'react-i18next';

import { useNamed } from '../../ui/language.ts';

export type Panel = CheckResponse['panels'][number];

/** Components that need not be ordered again: covered by a result, or accepted before. */
const spared = (panel: Panel): number => panel.covered.length + panel.accepted.length;

interface Props {
  readonly panels: readonly Panel[];
  readonly isBusy: boolean;
  /** Accepts what is covered and orders the rest singly. */
  readonly onSplit: (panel: Panel) => void;
}

export function PanelNotes({ panels, isBusy, onSplit }: Props) {
  const { t } = useTranslation();
  const named = useNamed();
  return panels
    .filter((panel) => spared(panel) > 0)
    .map((panel) => (
      <Alert
        key={panel.panel}
        type="info"
        showIcon
        icon={<ScissorOutlined aria-hidden />}
        className="fj-panel-note"
        title={
          <>
            {panel.remaining.length === 0
              ? t('clinical.order.panelCovered', { panel: named(panel) })
              : t('clinical.order.panelSplit', {
                  panel: named(panel),
                  covered: spared(panel),
                  remaining: panel.remaining.length,
                })}
            {panel.maxCharge === null || panel.remaining.length === 0 ? null : (
              <div className="fj-faint">{t('clinical.order.panelKeep', { price: panel.maxCharge })}</div>
            )}
          </>
        }
        action={
          <Button size="small" type="primary" ghost disabled={isBusy} onClick={() => onSplit(panel)}>
            {panel.remaining.length === 0
              ? t('clinical.order.panelAccept', { covered: spared(panel) })
              : t('clinical.order.panelSplitDo', { covered: spared(panel), count: panel.remaining.length })}
          </Button>
        }
      />
    ));
}
