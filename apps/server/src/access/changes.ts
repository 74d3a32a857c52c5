/**
 * What an administrator changes alone, and what waits until a second one has confirmed it 双人复核. The rules stand in
 * separation.ts; every request, confirmation and refusal is in the audit, with what was before and after.
 */
import type { Role } from '@fujie/wire/roles';

import type { KnownAccount, NewRole } from '../platform/auth/accounts.query.ts';
import type { Actor } from '../platform/auth/permissions.ts';
import type { Deps } from '../platform/deps.ts';
import type { AccountDeps } from './accounts.ts';
import { changeRole, known, recordAccount, refuse, requireBindings } from './accounts.ts';
import type { Asked, ChangeRow } from './changes.query.ts';
import { decideChange, findChanges, findHeldRoles, insertChange } from './changes.query.ts';
import type { SeparationFault, Subject } from './separation.ts';
import { changeFault, confirmFault, grantFault, needsSecond, SEPARATION_TEXTS } from './separation.ts';
import type { NewPeer } from '../platform/net/peers.query.ts';
import { registerPeer, requirePeer } from './peers.ts';
import type { GivenSystem } from './systems.ts';
import { checkedSystem, registerKeys } from './systems.ts';

type ChangeDeps = Pick<Deps, 'db' | 'audit' | 'clock'>;

/** Null: it is done; otherwise the change that waits. */
type Outcome = Promise<number | null>;

function refuseFault(fault: SeparationFault | null): void {
  if (fault !== null) refuse(SEPARATION_TEXTS[fault].en, SEPARATION_TEXTS[fault].zh);
}

/** The account of a person that another administrator may change. */
export async function othersAccount(deps: ChangeDeps, actor: Actor, username: string): Promise<KnownAccount> {
  refuseFault(changeFault(actor, { username }));
  const account = await known(deps, username);
  if (account.role === 'system') refuse(`\`${username}\` is a system`, `${username} 是系统`);
  return account;
}

/** Gives a person a role; that of an administrator waits for a second one. */
export async function grantRole(deps: ChangeDeps, actor: Actor, grant: NewRole & { readonly role: Role }): Outcome {
  const account = await othersAccount(deps, actor, grant.username);
  const held = await findHeldRoles(deps.db, grant.username);
  const subject: Subject = { ...account, held };
  refuseFault(grantFault(actor, subject, grant.role));
  await requireBindings(deps, grant);
  if (needsSecond(subject, grant.role))
    return ask(deps, actor, { kind: 'role', subject: grant.username, content: grant });
  await changeRole(deps, actor, grant);
  return null;
}

/** Takes a person's role away at once: fewer rights need no second administrator. */
export async function endRole(deps: ChangeDeps, actor: Actor, username: string): Promise<void> {
  await othersAccount(deps, actor, username);
  await changeRole(deps, actor, { username, role: null });
}

/** Registers a system or changes it: waits for the security administrator, because a system reads records. */
export async function askForSystem(deps: ChangeDeps, actor: Actor, system: GivenSystem): Outcome {
  await checkedSystem(deps, system);
  return ask(deps, actor, { kind: 'system', subject: system.id, content: system });
}

/** Lets a peer connect: waits for the security administrator, as a system does. */
export async function askForPeer(deps: ChangeDeps, actor: Actor, peer: NewPeer): Outcome {
  await requirePeer(deps, peer);
  return ask(deps, actor, { kind: 'peer', subject: peer.name, content: peer });
}

async function ask(deps: ChangeDeps, actor: Actor, change: Asked & { readonly subject: string }): Promise<number> {
  const id = await insertChange(deps.db, { ...change, askedBy: actor.id, at: deps.clock.now() });
  if (id === null)
    return refuse(
      `A change of \`${change.subject}\` waits already: it is confirmed or refused first`,
      `${change.subject} 已有待复核的变更，请先复核或驳回`,
    );
  await recordAccount(deps, actor, 'change:ask', change.subject, { change: id, kind: change.kind });
  return id;
}

/** Confirms or refuses a change; whoever asked for it may take it back. */
export async function decide(
  deps: ChangeDeps,
  actor: Actor,
  id: number,
  verdict: 'confirmed' | 'refused',
): Promise<void> {
  const [change] = await findChanges(deps.db, id, 1);
  if (change === undefined || change.verdict !== null)
    return refuse('This change waits no longer: somebody has decided it', '该变更已由他人处理');
  if (verdict === 'confirmed') refuseFault(confirmFault(actor, change, await knowerOf(deps, change)));
  const decision = { verdict, by: actor.id, at: deps.clock.now() };
  // Confirmed and made together, or neither.
  await deps.db.tx(async (tx) => {
    if (!(await decideChange(tx, id, decision)))
      refuse('This change waits no longer: somebody has decided it', '该变更已由他人处理');
    if (verdict === 'confirmed') await make({ ...deps, db: tx }, actor, change);
  });
  await recordAccount(deps, actor, verdict === 'confirmed' ? 'change:confirm' : 'change:refuse', change.subject, {
    change: id,
    kind: change.kind,
    askedBy: change.askedBy,
  });
}

async function knowerOf(deps: ChangeDeps, change: ChangeRow): Promise<string | null> {
  return change.kind === 'role' ? (await known(deps, change.subject)).passwordBy : null;
}

/** What was asked for is judged again: meanwhile the account or the registers may be others. */
async function make(deps: AccountDeps, actor: Actor, change: ChangeRow): Promise<void> {
  if (change.kind === 'role') {
    const grant = change.content;
    const account = await known(deps, grant.username);
    refuseFault(grantFault(actor, { ...account, held: await findHeldRoles(deps.db, grant.username) }, grant.role));
    await changeRole(deps, actor, grant);
  } else if (change.kind === 'system') await registerKeys(deps, actor, change.content);
  else await registerPeer(deps, actor, change.content);
}
