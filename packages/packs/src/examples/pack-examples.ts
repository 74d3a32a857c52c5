/** The worked examples of every pack: those of the specification, and ours on both sides of each edge. */
import coreLoops from '../core-systems/examples/loops.json' with { type: 'json' };
import criticalLoops from '../core-systems/examples/loops-critical.json' with { type: 'json' };
import henan2023Loops from '../henan-2023/examples/loops.json' with { type: 'json' };
import henan2025Loops from '../henan-2025/examples/loops.json' with { type: 'json' };
import nationalEdges from '../national-2022/examples/edges.json' with { type: 'json' };
import nationalLoops from '../national-2022/examples/loops.json' with { type: 'json' };
import laboratoryLoops from '../national-2022/examples/loops-laboratory.json' with { type: 'json' };
import nationalPublished from '../national-2022/examples/published.json' with { type: 'json' };
import sichuanEdges from '../sichuan-2025/examples/edges.json' with { type: 'json' };
import sichuanLoops from '../sichuan-2025/examples/loops.json' with { type: 'json' };
import sichuanPublished from '../sichuan-2025/examples/published.json' with { type: 'json' };
import taiyuanEdges from '../taiyuan-2024/examples/edges.json' with { type: 'json' };
import taiyuanLoops from '../taiyuan-2024/examples/loops.json' with { type: 'json' };
import taiyuanPublished from '../taiyuan-2024/examples/published.json' with { type: 'json' };
import type { Example } from './example.ts';
import { parseExampleValues } from './example.ts';

const FILES: readonly (readonly [pack: string, values: unknown])[] = [
  ['national-2022', nationalPublished],
  ['national-2022', nationalEdges],
  ['taiyuan-2024', taiyuanPublished],
  ['taiyuan-2024', taiyuanEdges],
  ['sichuan-2025', sichuanPublished],
  ['sichuan-2025', sichuanEdges],
  ['national-2022', nationalLoops],
  ['national-2022', laboratoryLoops],
  ['core-systems', coreLoops],
  ['core-systems', criticalLoops],
  ['taiyuan-2024', taiyuanLoops],
  ['sichuan-2025', sichuanLoops],
  ['henan-2023', henan2023Loops],
  ['henan-2025', henan2025Loops],
];

/** Examples with the pack they belong to. Throws on a malformed one: they are part of the program. */
export const PACK_EXAMPLES: readonly { readonly pack: string; readonly example: Example }[] = FILES.flatMap(
  ([pack, values]) => {
    const parsed = parseExampleValues(values);
    if (!parsed.ok) throw new Error(`${pack}: ${parsed.problems.map((p) => `${p.path} ${p.message}`).join('; ')}`);
    return parsed.value.map((example) => ({ pack, example }));
  },
);
