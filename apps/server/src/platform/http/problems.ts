/** Refusals over HTTP: RFC 9457 problem+json in both languages, with every fault named at once. */
import type { Problem } from '@fujie/core/kernel';

/** The catalogue of problem types: status, title and what to do. */
export const PROBLEM_TYPES = {
  'malformed-request': { status: 400, title: 'The request could not be read', titleZh: '请求无法解析' },
  'invalid-request': { status: 400, title: 'The request has faults', titleZh: '请求内容有误' },
  'not-signed-in': { status: 401, title: 'Sign in first', titleZh: '请先登录' },
  'wrong-credentials': { status: 401, title: 'Wrong username or password', titleZh: '用户名或密码不正确' },
  'wrong-code': { status: 422, title: 'Wrong code', titleZh: '验证码不正确' },
  'not-permitted': { status: 403, title: 'Your role does not allow this', titleZh: '当前角色无此权限' },
  'not-found': { status: 404, title: 'Not found', titleZh: '未找到' },
  'method-not-allowed': { status: 405, title: 'Method not allowed', titleZh: '不支持该方法' },
  conflict: { status: 409, title: 'The state has changed', titleZh: '状态已变化' },
  'missing-context': { status: 412, title: 'Needed data is missing', titleZh: '缺少必需的数据' },
  'too-large': { status: 413, title: 'The request is too large', titleZh: '请求过大' },
  'unsupported-media-type': { status: 415, title: 'Content type not supported', titleZh: '不支持的内容类型' },
  refused: { status: 422, title: 'Understood, but refused', titleZh: '内容已读取，但不予接受' },
  'too-many-requests': { status: 429, title: 'Too many requests', titleZh: '请求过于频繁' },
  'internal-error': { status: 500, title: 'Something broke on our side', titleZh: '系统内部错误' },
  unavailable: { status: 503, title: 'Not available at the moment', titleZh: '暂时不可用' },
} as const;

export type ProblemType = keyof typeof PROBLEM_TYPES;

/** A refusal that a route answers with; carries what to do. */
export class HttpProblem extends Error {
  override readonly name = 'HttpProblem';
  readonly type: ProblemType;
  readonly detailZh: string;
  readonly problems: readonly Problem[];

  constructor(
    type: ProblemType,
    detail: { readonly en: string; readonly zh: string },
    problems: readonly Problem[] = [],
  ) {
    super(detail.en);
    this.type = type;
    this.detailZh = detail.zh;
    this.problems = problems;
  }
}

/** One field of a body that does not fit: why, and what helps. */
export function unfitField(field: string, message: string, messageZh: string): HttpProblem {
  return new HttpProblem('invalid-request', { en: 'Correct what is listed.', zh: '请更正所列各处。' }, [
    { code: 'invalid', path: `body.${field}`, message, messageZh },
  ]);
}

/** What was sent under a key under which its sender had sent something else: neither is lost silently, and none counts twice. */
export function otherUnderKey(): HttpProblem {
  return new HttpProblem('conflict', {
    en: 'Something else was recorded under this key: give each entry its own.',
    zh: '该 key 已用于另一条记录，请为每次提交使用不同的 key。',
  });
}

export interface ProblemBody {
  readonly type: string;
  readonly title: string;
  readonly titleZh: string;
  readonly status: number;
  readonly detail: string;
  readonly detailZh: string;
  readonly errors?: readonly Problem[];
  readonly requestId?: string;
}

export function problemBody(problem: HttpProblem, requestId?: string): ProblemBody {
  const entry = PROBLEM_TYPES[problem.type];
  return {
    type: `urn:fujie:problem:${problem.type}`,
    title: entry.title,
    titleZh: entry.titleZh,
    status: entry.status,
    detail: problem.message,
    detailZh: problem.detailZh,
    ...(problem.problems.length > 0 ? { errors: problem.problems } : {}),
    ...(requestId === undefined ? {} : { requestId }),
  };
}
