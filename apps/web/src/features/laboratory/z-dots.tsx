/** The last z scores of a level as small dots: the middle is the target, the lines are ±2 SD and ±3 SD. */
import { showZ } from './signs.ts';

const WIDTH = 112;
const HEIGHT = 26;
const MOST = 20;
const LIMIT = 4;

const yOf = (z: number): number => HEIGHT / 2 - (Math.max(-LIMIT, Math.min(LIMIT, z)) / LIMIT) * (HEIGHT / 2 - 2);

/** Strictly beyond: 3 SD rejects, 2 SD warns. */
const toneOf = (z: number): string => (Math.abs(z) > 3 ? 'reject' : Math.abs(z) > 2 ? 'warning' : 'accept');

export function ZDots({
  level,
  z,
  label,
}: {
  readonly level: string;
  readonly z: readonly (number | null)[];
  readonly label: string;
}) {
  const shown = z.slice(-MOST);
  const last = shown.findLast((one) => one !== null) ?? null;
  return (
    <span className="fj-iqc-dots">
      <span className="fj-iqc-level">{level}</span>
      <svg
        width={WIDTH}
        height={HEIGHT}
        viewBox={`0 0 ${String(WIDTH)} ${String(HEIGHT)}`}
        role="img"
        aria-label={`${label} ${showZ(last)}`}
      >
        {[-3, -2, 0, 2, 3].map((line) => (
          <line
            key={line}
            x1="0"
            x2={WIDTH}
            y1={yOf(line)}
            y2={yOf(line)}
            className={`fj-iqc-line-${String(Math.abs(line))}`}
          />
        ))}
        {shown.map((one, place) =>
          one === null ? null : (
            <circle
              key={place}
              cx={4 + place * ((WIDTH - 8) / (MOST - 1))}
              cy={yOf(one)}
              r={place === shown.length - 1 ? 3 : 2}
              className={`fj-iqc-dot-${toneOf(one)}`}
            />
          ),
        )}
      </svg>
      <span className="fj-iqc-z">{showZ(last)}</span>
    </span>
  );
}
