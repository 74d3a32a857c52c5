/** The file that a request brings: as its body, or as a field of a form. */
import multipart from '@fastify/multipart';
import type { FastifyInstance, FastifyRequest } from 'fastify';

import { MAX_FILE_BYTES } from '../sheet/limits.ts';
import { HttpProblem } from './problems.ts';

const MAX_NAME = 200;
const FILE_TYPES = [
  'text/csv',
  'application/csv',
  'application/vnd.ms-excel',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  'application/octet-stream',
];

/** Routes of this scope, and only they, take files as they are. */
export async function acceptFiles(scope: FastifyInstance): Promise<void> {
  scope.addContentTypeParser(FILE_TYPES, { parseAs: 'buffer', bodyLimit: MAX_FILE_BYTES }, (_request, body, done) =>
    done(null, body),
  );
  await scope.register(multipart, { limits: { fileSize: MAX_FILE_BYTES, files: 1, fields: 10 } });
}

export async function fileOf(
  request: FastifyRequest,
): Promise<{ readonly file: Buffer; readonly name: string | null }> {
  if (!request.isMultipart()) {
    if (Buffer.isBuffer(request.body) && request.body.length > 0) return { file: request.body, name: null };
    throw noFile();
  }
  try {
    const part = await request.file();
    if (part) {
      // Some clients send a file without a name.
      const name = (part.filename as string | undefined)?.replace(/\p{Cc}/gu, '').slice(0, MAX_NAME);
      return { file: await part.toBuffer(), name: name ?? null };
    }
  } catch (error) {
    throw formProblem(error);
  }
  throw noFile();
}

/** What stops the reading of a form comes with a status, such as 413; what is wrong with its bytes comes without. */
function formProblem(error: unknown): unknown {
  const status = error instanceof Error && 'statusCode' in error ? error.statusCode : undefined;
  if (status === 413) {
    return new HttpProblem('too-large', {
      en: 'The form has more than one file of up to 16 MB; split it.',
      zh: '每次只接收一个不超过 16 MB 的文件，请拆分后导入。',
    });
  }
  if (status !== undefined) return error;
  return new HttpProblem('malformed-request', {
    en: 'The form cannot be read: its Content-Type names no boundary, or it is cut off; send the file again.',
    zh: '表单无法读取：Content-Type 未指明 boundary，或内容不完整；请重新提交文件。',
  });
}

function noFile(): HttpProblem {
  return new HttpProblem('malformed-request', {
    en: 'Send the xlsx or csv file as the body (content type text/csv, or that of xlsx) or as a form field.',
    zh: '请将 xlsx 或 csv 文件作为请求体（Content-Type 为 text/csv 或 xlsx 类型）或表单字段提交。',
  });
}
