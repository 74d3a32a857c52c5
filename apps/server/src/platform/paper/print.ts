/** Prints papers one at a time in a thread of its own, so that nothing that is being decided waits for a font to be read. */
import { existsSync } from 'node:fs';

import { HttpProblem } from '../http/problems.ts';
import { KeptThread, TooMuch } from '../jobs/kept-thread.ts';
import type { Paper } from './paper.ts';

const thread = new KeptThread(new URL('../../../bin/paper-worker.mjs', import.meta.url), {
  maxMemoryMb: 512,
  maxSeconds: 120,
  idleSeconds: 60,
});

export async function printPaper(paper: Paper, font: string): Promise<Buffer> {
  const [path = ''] = font.split('#');
  if (!existsSync(path))
    throw new HttpProblem('unavailable', {
      en: 'No Chinese font is installed: install fonts-noto-cjk, or name one by FUJIE_FONT.',
      zh: '未安装中文字体：请安装 fonts-noto-cjk，或以 FUJIE_FONT 指定字体。',
    });
  try {
    const file = (await thread.run({ paper, font })) as Uint8Array;
    return Buffer.from(file.buffer, file.byteOffset, file.byteLength);
  } catch (error) {
    if (!(error instanceof TooMuch)) throw error;
    throw new HttpProblem('too-large', {
      en: 'This paper takes too much memory or time to draw: take the sheet, or a shorter period.',
      zh: '绘制该文书所需的内存或时间过多：请改用表格导出，或缩短期间。',
    });
  }
}
