/** What `npm run bench` can be told. */
import { parseArgs } from 'node:util';

const KINDS = ['decision', 'ingest', 'bulk', 'audit', 'loops', 'iqc', 'hl7', 'facts', 'critical'] as const;
type Kind = (typeof KINDS)[number];
/** What is measured on an empty database. */
const WITHOUT_RESULTS: readonly Kind[] = ['loops', 'iqc', 'hl7', 'critical'];

export interface BenchOptions {
  readonly json: boolean;
  /** Results in the database, each a run of its own; none where none are needed. */
  readonly sizes: readonly number[];
  /** Open loops, each a run of its own. */
  readonly loops: readonly number[];
  /** Critical values on each wire. */
  readonly criticals: number;
  /** Control results that are judged. */
  readonly controls: number;
  /** For each measurement. */
  readonly seconds: number;
  readonly wants: (kind: Kind) => boolean;
}

const USAGE = `npm run bench [-- options]   measure against floors taken in the same run (与同次运行的底线对照测量性能)

  --quick            100,000 results, under two minutes
  --controls <n>     control results (10000000; quick 1000000)
  --sizes <n,n>      results in the database (1000000,10000000), each at least 1000
  --seconds <n>      seconds of each measurement (10; quick 4)
  --only <kind>      ${KINDS.join(', ')}
  --json             one JSON object per line
  -h, --help         this help
`;

/** Reads the options; where they are not right, or help is wanted, says so and ends the program. */
export function readOptions(args: readonly string[]): BenchOptions {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        help: { type: 'boolean', short: 'h', default: false },
        json: { type: 'boolean', default: false },
        quick: { type: 'boolean', default: false },
        sizes: { type: 'string' },
        seconds: { type: 'string' },
        controls: { type: 'string' },
        only: { type: 'string' },
      },
    });
    if (values.help) {
      process.stdout.write(USAGE);
      process.exit(0);
    }
    const sizes = (values.sizes ?? (values.quick ? '100000' : '1000000,10000000')).split(',').map(Number);
    const seconds = Number(values.seconds ?? (values.quick ? 4 : 10));
    const controls = Number(values.controls ?? (values.quick ? 1_000_000 : 10_000_000));
    const only = KINDS.find((kind) => kind === values.only);
    if (sizes.some((n) => !Number.isInteger(n) || n < 1000))
      throw new Error('--sizes takes whole numbers of at least 1000');
    if (!Number.isInteger(controls) || controls < 1000)
      throw new Error('--controls takes a whole number of at least 1000');
    if (!(seconds > 0)) throw new Error('--seconds takes a positive number');
    if (values.only !== undefined && only === undefined) throw new Error(`--only takes one of ${KINDS.join(', ')}`);
    return {
      json: values.json,
      sizes: only !== undefined && WITHOUT_RESULTS.includes(only) ? [] : sizes,
      criticals: values.quick ? 40 : 100,
      loops: values.quick ? [100_000] : [100_000, 1_000_000],
      controls,
      seconds,
      wants: (kind) => only === undefined || only === kind,
    };
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n\n${USAGE}`);
    process.exit(1);
  }
}
