/** `/api/v1/peers`: peers 接入端 that speak no HTTP; whom the system administrator names and the security administrator confirms. */
import { dayOf } from '@fujie/core/kernel';
import type {
  AdminChangeOutcome as Outcome,
  PeerRequest as PeerBody,
  PeersResponse as Peers,
} from '@fujie/wire/contracts';
import { AdminChangeOutcome, PeerRequest, PeersResponse } from '@fujie/wire/contracts';
import type { FastifyInstance } from 'fastify';
import { Type } from 'typebox';

import type { Deps } from '../platform/deps.ts';
import { namedInstitution } from '../platform/http/named-institution.ts';
import { HttpProblem } from '../platform/http/problems.ts';
import { bodyDay } from '../platform/http/query-day.ts';
import { endPeer, listPeers } from '../platform/net/peers.query.ts';
import { recordAccount } from './accounts.ts';
import { refusing } from './administration-routes.ts';
import { askForPeer } from './changes.ts';

const PeerId = Type.Object({ id: Type.String({ pattern: '^\\d{1,15}$' }) }, { additionalProperties: false });

export function registerPeersRoutes(app: FastifyInstance, deps: Deps): void {
  app.get(
    '/api/v1/peers',
    { config: { can: 'system:read' }, schema: { response: { 200: PeersResponse } } },
    async (): Promise<Peers> => {
      const peers = await listPeers(deps.db);
      const snapshot = deps.registers.current();
      return {
        peers: peers.map(({ institution, addresses, ...peer }) => ({
          ...peer,
          addresses: [...addresses],
          institution: namedInstitution(snapshot, institution),
        })),
      };
    },
  );

  app.post<{ Body: PeerBody }>(
    '/api/v1/peers',
    { config: { can: 'system:manage' }, schema: { body: PeerRequest, response: { 202: AdminChangeOutcome } } },
    async ({ actor, body }, reply): Promise<Outcome> => {
      const { from, to, ...peer } = body;
      const days = { from: bodyDay('from', from), to: to === null ? null : bodyDay('to', to) };
      const change = await refusing(() => askForPeer(deps, actor, { ...peer, ...days }));
      return reply.status(202).send({ state: 'waiting', change });
    },
  );

  app.delete<{ Params: { id: string } }>(
    '/api/v1/peers/:id',
    { config: { can: 'system:manage' }, schema: { params: PeerId, response: { 204: Type.Null() } } },
    async ({ actor, params }, reply) => {
      if (!(await endPeer(deps.db, Number(params.id), dayOf(deps.clock.now()))))
        throw new HttpProblem('not-found', {
          en: 'There is no such peer, or it has ended.',
          zh: '没有该接入端，或已终止。',
        });
      await recordAccount(deps, actor, 'peer:end', params.id);
      return reply.status(204).send(null);
    },
  );
}
