/** A chart whose numbers also stand in a table beside it; the drawing library loads when the first chart is shown. */
import { Spin } from 'antd';
import { useEffect, useRef, useState } from 'react';

import type { ChartOption, ChartHandle } from './chart-engine.ts';

interface Props {
  readonly option: ChartOption;
  readonly height: number;
  /** What the chart says, for who cannot see it. */
  readonly label: string;
  readonly onPick?: (dataIndex: number, seriesIndex: number) => void;
}

export function Chart({ option, height, label, onPick }: Props) {
  const host = useRef<HTMLDivElement>(null);
  const [handle, setHandle] = useState<ChartHandle | null>(null);
  useEffect(() => {
    const element = host.current;
    if (element === null) return undefined;
    let isGone = false;
    let made: ChartHandle | null = null;
    void import('./chart-engine.ts').then(({ createChart }) => {
      if (isGone) return;
      made = createChart(element);
      setHandle(made);
    });
    const observer = new ResizeObserver(() => made?.resize());
    observer.observe(element);
    return () => {
      isGone = true;
      observer.disconnect();
      made?.dispose();
    };
  }, []);
  useEffect(() => handle?.draw(option), [handle, option]);
  useEffect(() => {
    if (handle === null || onPick === undefined) return undefined;
    return handle.onPick(onPick);
  }, [handle, onPick]);
  return (
    <div className="fj-chart" style={{ height }}>
      {handle === null ? <Spin className="fj-chart-wait" /> : null}
      <div ref={host} role="img" aria-label={label} style={{ height }} />
    </div>
  );
}
