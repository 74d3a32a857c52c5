/** Cookies 浏览器凭据 of the pages: scripts cannot read them, other sites cannot send them along with a change. */
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

import type { CookieSerializeOptions } from '@fastify/cookie';
import type { FastifyReply, FastifyRequest } from 'fastify';

import { PENDING_MINUTES } from '../platform/auth/sessions.query.ts';
import type { Config } from '../platform/config/config.ts';
import { sessionCookie } from '../platform/http/server.ts';

const KNOWN_DEVICE_DAYS = 180;

export function cookieOptions(config: Pick<Config, 'publicUrl'>): CookieSerializeOptions {
  return { path: '/', httpOnly: true, sameSite: 'lax', secure: config.publicUrl.startsWith('https:') };
}

export function setSessionCookie(reply: FastifyReply, config: Config, token: string, isPending: boolean): void {
  const maxAge = isPending ? PENDING_MINUTES * 60 : config.sessionHours * 3600;
  void reply.setCookie(sessionCookie(config), token, { ...cookieOptions(config), maxAge });
}

const deviceCookie = (config: Config): string => `${sessionCookie(config)}_device`;
const nameOfDevice = (config: Config, username: string, id: string): string =>
  createHmac('sha256', config.secret).update(`device\n${id}\n${username}`).digest('base64url');

/** The device of a request, when this username signed in from it before. */
export function knownDevice(request: FastifyRequest, config: Config, username: string): string | null {
  const [id = '', mac = ''] = (request.cookies[deviceCookie(config)] ?? '').split('.');
  const expected = Buffer.from(nameOfDevice(config, username, id));
  const given = Buffer.from(mac);
  return id !== '' && expected.length === given.length && timingSafeEqual(expected, given) ? id : null;
}

/** Remembers that this username signed in from this device. */
export function rememberDevice(reply: FastifyReply, config: Config, username: string): void {
  const id = randomBytes(16).toString('base64url');
  void reply.setCookie(deviceCookie(config), `${id}.${nameOfDevice(config, username, id)}`, {
    ...cookieOptions(config),
    maxAge: KNOWN_DEVICE_DAYS * 86_400,
  });
}
