/** A sheet as an answer, with the mark of who took it out 导出标记. */
import { formatInstant } from '@fujie/core/kernel';
import type { ExportStamp } from '@fujie/wire/sheet';
import type { FastifyReply } from 'fastify';

import type { Actor } from '../auth/permissions.ts';
import type { Deps } from '../deps.ts';
import type { SheetFormat } from './register-file.ts';
import { contentTypeOf } from './register-file.ts';

export function stampOf(
  { clock, registers }: Pick<Deps, 'clock' | 'registers'>,
  { name, id, institution }: Actor,
  entry: number,
): ExportStamp {
  const named = institution === null ? undefined : registers.current().institution(institution);
  return {
    user: name === id ? id : `${name} ${id}`,
    institution: named?.nameZh ?? institution,
    at: formatInstant(clock.now()),
    entry,
  };
}

export function sendFile(reply: FastifyReply, format: SheetFormat, name: string, file: Buffer): FastifyReply {
  return reply
    .type(contentTypeOf(format))
    .header('content-disposition', `attachment; filename="${name}.${format}"`)
    .send(file);
}
