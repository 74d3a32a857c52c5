/** Charging a panel 组合项目 of which components were accepted (section 5.3, Article 18), in exact decimals. */
import Big from 'big.js';

export interface PanelInput {
  readonly panelPrice: string;
  /** What was charged; absent before the bill is made. */
  readonly charged?: string | null;
  readonly components: readonly {
    readonly item: string;
    /** List price in yuan; null if the item has none. */
    readonly price?: string | null;
    readonly accepted: boolean;
  }[];
}

export interface PanelVerdict {
  /** Yuan with two decimals. */
  readonly maxCharge: string;
  readonly violation: 'BUNDLED_RECHARGE' | null;
}

/** A constructor of its own: division rounds once, to 0.01 yuan, half up. */
const Yuan = Big();
Yuan.DP = 2;
Yuan.RM = Big.roundHalfUp;

/**
 * The most that may be charged, and whether the bill exceeds it.
 *
 * @example assessPanel({ panelPrice: '63.00', charged: '63.00', components }) // { maxCharge: '45.00', violation: 'BUNDLED_RECHARGE' }
 */
export function assessPanel(input: PanelInput): PanelVerdict {
  const maximum = maximumCharge(input);
  const isExceeded = input.charged !== undefined && input.charged !== null && new Yuan(input.charged).gt(maximum);
  return { maxCharge: maximum.toFixed(2), violation: isExceeded ? 'BUNDLED_RECHARGE' : null };
}

function maximumCharge({ panelPrice, components }: PanelInput): Big {
  const price = new Yuan(panelPrice);
  const open = components.filter((component) => !component.accepted);
  const all = listPrices(components);
  const rest = listPrices(open);
  if (all !== null && rest !== null && all.gt(0)) return price.times(rest).div(all);
  if (components.length === 0) return price.round(2, Big.roundHalfUp);
  return price.times(open.length).div(components.length);
}

/** Sum of the list prices; null if one of them is unknown. */
function listPrices(components: PanelInput['components']): Big | null {
  let sum = new Yuan(0);
  for (const { price } of components) {
    if (price === undefined || price === null || price === '') return null;
    sum = sum.plus(price);
  }
  return sum;
}
