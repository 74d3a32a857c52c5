/** Axes of charts whose ends are where the figures end: what is written at an end would stand beside the chart. */
export const AXIS_TEXT = { color: '#4a5661' };

/** An axis of figures of any size: four digits say enough. */
export const figureAxis = (ends: readonly number[], margin = 0) => ({
  type: 'value' as const,
  min: Math.min(...ends) - margin,
  max: Math.max(...ends) + margin,
  axisLabel: { ...AXIS_TEXT, showMinLabel: false, showMaxLabel: false, formatter: shortFigure },
  splitLine: { show: false },
});

export const shortFigure = (value: number): string => String(Number(value.toPrecision(4)));
