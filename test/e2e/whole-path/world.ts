import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { WINDOWS } from '../../sandbox/front-doors/windows-tls.ts';
import { makeAppointment } from '../../sandbox/generate/calendar.ts';
import { makeMail } from '../../sandbox/generate/mail.ts';
import { makeContact } from '../../sandbox/generate/people.ts';
import { Random } from '../../sandbox/generate/random.ts';
import { LANGUAGES } from '../../sandbox/generate/texts.ts';
import type { Sandbox } from '../../sandbox/sandbox.ts';
import { startSandbox } from '../../sandbox/sandbox.ts';
import { getDistinguished } from '../../sandbox/store/folders.ts';
import { insertItem } from '../../sandbox/store/items.ts';
import type { Store } from '../../sandbox/store/store.ts';
import { hire } from '../hire.ts';
import type { Mailferry } from '../mailferry.ts';
import { startMailferry } from '../mailferry.ts';

const NOW = Date.UTC(2026, 9, 1, 12);
export const AGENT = { email: 'tove@mailferry.test', name: 'Tove', password: 'harbour at low tide' };
/** The providers in the directory of the workgroup. */
export const PROVIDERS = { source: 'Fjord Hosting', destination: 'Nordlys Mail' } as const;

/** A customer whose mailboxes move; its addresses are its own, so that several can move between the same servers. */
export type Party = {
  company: string;
  oldDomain: string;
  newDomain: string;
  /** The part of each address before the @. */
  people: readonly string[];
};

export function partyOf(name: string, size: number): Party {
  const people = Array.from({ length: size }, (_, index) => `person${String(index + 1).padStart(3, '0')}`);
  return { company: `${name} Trading`, oldDomain: `${name}-old.example`, newDomain: `${name}-new.example`, people };
}

export type World = {
  mailferry: Mailferry;
  sandbox: Sandbox;
  close: () => Promise<void>;
};

/** Two servers with small mailboxes, a workgroup whose directory knows both, and an agent who has just joined it. */
export async function startWorld(parties: readonly Party[]): Promise<World> {
  const mailboxes = (domain: 'oldDomain' | 'newDomain') =>
    parties.flatMap((party) => party.people.map((person) => ({ email: `${person}@${party[domain]}` })));
  const sandbox = await startSandbox({
    source: { profile: 'Exchange2013', door: { tls: WINDOWS['2019'] }, mailboxes: mailboxes('oldDomain') },
    destination: { profile: 'Exchange2019', mailboxes: mailboxes('newDomain') },
  });
  sandbox.source.mailboxes.forEach(({ email }, seed) => fillSparsely(sandbox.source.store, email, seed));
  // As on any computer, the servers’ certificates are of an authority that is trusted.
  const folder = mkdtempSync(join(tmpdir(), 'mailferry-path-'));
  const caFile = join(folder, 'authorities.pem');
  writeFileSync(caFile, (await sandbox.authority()).root);
  process.env['NODE_EXTRA_CA_CERTS'] = caFile;
  const mailferry = await startMailferry();
  delete process.env['NODE_EXTRA_CA_CERTS'];
  for (const side of ['source', 'destination'] as const)
    await mailferry.call('POST', '/api/providers', {
      name: PROVIDERS[side],
      servers: [{ label: 'Hosted Exchange', ewsUrl: sandbox[side].httpsUrl }],
    });
  await hire(mailferry, { ...AGENT, role: 'agent' });
  return {
    mailferry,
    sandbox,
    close: async () => {
      await mailferry.close();
      await sandbox.close();
      rmSync(folder, { recursive: true });
    },
  };
}

/** A message, an appointment and a contact: this is about many mailboxes, not about large ones. */
function fillSparsely(store: Store, email: string, seed: number): void {
  const mailbox = store.mailbox(email)!;
  const random = new Random(`${String(seed)}|${email}`);
  const language = LANGUAGES[0]!;
  const world = { random, email, name: random.pick(language.people), now: NOW, language };
  const made = {
    inbox: makeMail(world, { attach: false }),
    calendar: makeAppointment(world),
    contacts: makeContact(world),
  };
  store.transaction(() => {
    for (const [folder, item] of Object.entries(made))
      insertItem(store, mailbox.id, getDistinguished(store, mailbox.id, folder)!.id, item);
  });
}
