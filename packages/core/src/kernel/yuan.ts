/** Sums of money 金额合计, in whole fen, so that no cent is lost to floating point; an unknown price counts nothing. */
export function sumYuan(prices: readonly (string | null)[]): string {
  const fen = prices.reduce((sum, price) => sum + (price === null ? 0 : Math.round(Number(price) * 100)), 0);
  return (fen / 100).toFixed(2);
}
