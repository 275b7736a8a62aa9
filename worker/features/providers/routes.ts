import { Hono } from 'hono';
import { toIso } from '../../lib/clock.ts';
import { NewProvider, ProviderChange } from '../../lib/new-provider.ts';
import type { AppContext, AppEnv } from '../kernel/app.ts';
import { describe } from '../kernel/describe.ts';
import { valid } from '../kernel/validate.ts';
import type { DirectoryEntry } from './directory.ts';
import { directoryOf } from './directory.ts';
import { problem } from './errors.ts';
import type { ProviderFacts, ProviderServer } from './provider.ts';
import { providerAdded, providerDeleted, providerUpdated } from './provider-events.ts';
import { sentenceOf } from './recognize.ts';
import { Provider, ProviderList, ProviderQuery, Suggestion, SuggestionQuery } from './schema.ts';
import { searchProviders } from './search.ts';
import { deleteProviderEntry, listProviderEntries, MAX_ENTRIES, saveProviderEntry } from './store.ts';
import { suggestProvider } from './suggest.ts';

const tag = 'Providers';
const NOT_FOUND = { 404: ['provider-not-found'] };

function present({ updatedAt, ...entry }: DirectoryEntry) {
  return { ...entry, updatedAt: toIso(updatedAt) };
}

type SentServer = Omit<ProviderServer, 'isEwsInferred'>;

/** An address that a workgroup writes is stated, not inferred; one that was there before is what it was. */
function statedServers(servers: readonly SentServer[], before: readonly ProviderServer[] = []): ProviderServer[] {
  const inferred = new Set(before.filter(({ isEwsInferred }) => isEwsInferred).map(({ ewsUrl }) => ewsUrl));
  return servers.map((server) => ({ ...server, isEwsInferred: inferred.has(server.ewsUrl) }));
}

async function readDirectory(c: AppContext) {
  const { deps, principal } = c.var;
  const rows = await listProviderEntries(deps.db, principal.workgroupId);
  return { rows, entries: directoryOf(rows) };
}

async function requireEntry(c: AppContext, id: string) {
  const { rows, entries } = await readDirectory(c);
  const entry = entries.find((each) => each.id === id);
  if (!entry) throw problem('provider-not-found');
  return { entry, row: rows.find((row) => row.id === id || row.corrects === id), count: rows.length };
}

export const providerRoutes = new Hono<AppEnv>()
  .get(
    '/',
    describe({
      tag,
      action: 'provider.read',
      summary: 'Search the provider directory',
      description:
        'Ignores case, accents and punctuation, and returns everything that fits, the best first. The directory only prefills an endpoint: whether an address works shows when the connection is tested.',
      answers: { 200: ProviderList },
    }),
    valid('query', ProviderQuery),
    async (c) => {
      const { entries } = await readDirectory(c);
      const items = searchProviders(entries, c.req.valid('query').query ?? '').map(present);
      return c.json({ items, nextCursor: null });
    },
  )
  .get(
    '/suggestion',
    describe({
      tag,
      action: 'provider.read',
      summary: 'Find the provider of a domain',
      description: 'By the MX records of the domain and its Autodiscover records. Contacts no server of the provider.',
      answers: { 200: Suggestion },
    }),
    valid('query', SuggestionQuery),
    async (c) => {
      const { address } = c.req.valid('query');
      const domain = address.slice(address.lastIndexOf('@') + 1).toLowerCase();
      const { found, hosts } = await suggestProvider(c.var.deps, (await readDirectory(c)).entries, domain);
      return c.json({
        domain,
        kind: found.kind,
        sentence: sentenceOf(domain, found),
        provider: found.kind === 'provider' ? present(found.entry) : null,
        by: 'by' in found ? found.by : null,
        host: 'host' in found ? found.host : null,
        hosts: { mx: hosts.mx && [...hosts.mx], autodiscover: hosts.autodiscover && [...hosts.autodiscover] },
      });
    },
  )
  .post(
    '/',
    describe({
      tag,
      action: 'provider.create',
      summary: 'Add a provider',
      answers: { 201: Provider },
      events: ['provider.added'],
      problems: { 409: ['too-many-providers'] },
    }),
    valid('json', NewProvider),
    async (c) => {
      const { deps, principal } = c.var;
      const { rows } = await readDirectory(c);
      if (rows.length >= MAX_ENTRIES) throw problem('too-many-providers');
      const sent = c.req.valid('json');
      const facts: ProviderFacts = { ...sent, servers: statedServers(sent.servers) };
      const now = deps.now();
      const { workgroupId } = principal;
      const row = { id: deps.newId('prv'), workgroupId, corrects: null, facts, createdAt: now, updatedAt: now };
      await saveProviderEntry(deps.db, row, providerAdded(deps, principal, { id: row.id, name: facts.name }));
      return c.json(present({ ...facts, id: row.id, origin: 'own', source: null, updatedAt: now }), 201);
    },
  )
  .patch(
    '/:id',
    describe({
      tag,
      action: 'provider.update',
      summary: 'Change or correct a provider',
      description: 'An entry of Mailferry’s directory is corrected for your workgroup alone. Deleting undoes that.',
      answers: { 200: Provider },
      events: ['provider.updated'],
      problems: { ...NOT_FOUND, 409: ['too-many-providers'] },
    }),
    valid('json', ProviderChange),
    async (c) => {
      const { deps, principal } = c.var;
      const { entry, row, count } = await requireEntry(c, c.req.param('id'));
      if (!row && count >= MAX_ENTRIES) throw problem('too-many-providers');
      const { id, origin, source, updatedAt: _before, ...before } = entry;
      const { servers, ...change } = c.req.valid('json');
      const facts: ProviderFacts = {
        ...before,
        ...Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined)),
        ...(servers && { servers: statedServers(servers, before.servers) }),
      };
      const now = deps.now();
      const next = {
        id: row?.id ?? deps.newId('prv'),
        workgroupId: principal.workgroupId,
        corrects: origin === 'own' ? null : id,
        facts,
        createdAt: row?.createdAt ?? now,
        updatedAt: now,
      };
      await saveProviderEntry(deps.db, next, providerUpdated(deps, principal, entry, facts));
      return c.json(present({ ...facts, id, origin: origin === 'own' ? 'own' : 'corrected', source, updatedAt: now }));
    },
  )
  .delete(
    '/:id',
    describe({
      tag,
      action: 'provider.delete',
      summary: 'Delete a provider, or undo a correction',
      answers: { 204: 'The entry, or the correction, is deleted.' },
      events: ['provider.deleted'],
      problems: { ...NOT_FOUND, 409: ['provider-shipped'] },
    }),
    async (c) => {
      const { deps, principal } = c.var;
      const { entry, row } = await requireEntry(c, c.req.param('id'));
      if (!row) throw problem('provider-shipped');
      const event = providerDeleted(deps, principal, entry, entry.origin === 'corrected');
      await deleteProviderEntry(deps.db, principal.workgroupId, row.id, event);
      return c.body(null, 204);
    },
  );
