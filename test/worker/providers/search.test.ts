import { describe, expect, test } from 'vitest';
import { directoryOf, SHIPPED } from '../../../worker/features/providers/directory.ts';
import type { ShippedProvider } from '../../../worker/features/providers/provider.ts';
import { shipped } from '../../../worker/features/providers/provider.ts';
import { searchProviders } from '../../../worker/features/providers/search.ts';

const first = (query: string) => searchProviders(SHIPPED, query)[0]?.id;
const named = (name: string): ShippedProvider => shipped({ id: name, name, source: { title: 'a test', date: null } });

describe('the search of the directory', () => {
  test.each([
    ['intermedia', 'intermedia'],
    ['INTERMEDIA', 'intermedia'],
    ['Intermédia', 'intermedia'],
    ['inter media', 'intermedia'],
    ['serverdata.net', 'intermedia'],
    ['https://east.exch028.serverdata.net/owa/#path=/mail', 'intermedia'],
    ['1&1', 'ionos'],
    ['1 & 1 ionos', 'ionos'],
    ['l&l IONOS', 'ionos'],
    ['ionos.fr', 'ionos'],
    ['exchange2019.ionos.eu', 'ionos'],
    ['OVH', 'ovhcloud'],
    ['https://ex3.mail.ovh.net/owa', 'ovhcloud'],
    ['https://ex.mail.ovh.ca/owa/', 'ovhcloud-canada'],
    ['World4you', 'world4you'],
    ['w0rld4you', 'world4you'],
    ['someone@tenant.hostedoffice.ag', 'hostedoffice-ag'],
    ['rackspace', 'rackspace'],
    ['zix', 'appriver'],
    ['kpn exchange', 'kpn'],
  ])('%s finds %s', (query, id) => {
    expect(first(query)).toBe(id);
  });

  test('a name with a digit for a letter is found by the letter, and the other way round', () => {
    const entries = [named('Cust0mer'), named('Customs'), named('Ærlig Höst')];
    expect(searchProviders(entries, 'customer').map(({ name }) => name)).toEqual(['Cust0mer']);
    expect(searchProviders(entries, 'CUST0').map(({ name }) => name)).toEqual(['Cust0mer', 'Customs']);
    expect(searchProviders(entries, 'aerlig host').map(({ name }) => name)).toEqual(['Ærlig Höst']);
  });

  test('gives everything that fits, however much that is', () => {
    const entries = Array.from({ length: 3_000 }, (_, at) => named(`Host ${String(at)}`));
    expect(searchProviders(entries, 'host')).toHaveLength(3_000);
    expect(searchProviders(SHIPPED, '')).toHaveLength(SHIPPED.length);
  });

  test('finds nothing by what nobody is called, by punctuation, and by an address of a stranger', () => {
    for (const query of ['no such provider', '…', '---', 'https://mail.stranger.example/owa', 'a@b.example'])
      expect(searchProviders(SHIPPED, query), query).toEqual([]);
  });

  test('a hostile query costs next to nothing', () => {
    const begunAt = performance.now();
    for (const query of ['a'.repeat(500), '. '.repeat(250), '@'.repeat(500), '\u0301'.repeat(500)])
      searchProviders(SHIPPED, query);
    expect(performance.now() - begunAt).toBeLessThan(500);
  });
});

describe('the shipped directory', () => {
  test('has each id once, a source for each entry, and only addresses that could be tried', () => {
    expect(new Set(SHIPPED.map(({ id }) => id)).size).toBe(SHIPPED.length);
    for (const { id, source, servers, countries, note } of SHIPPED) {
      expect(id).toMatch(/^[a-z\d-]+$/);
      expect(source.title.length, id).toBeGreaterThan(5);
      if (source.date !== null) expect(source.date, id).toMatch(/^20\d\d(?:-\d\d(?:-\d\d)?)?$/);
      for (const country of countries) expect(country, id).toMatch(/^[A-Z]{2}$/);
      for (const { owaUrl, ewsUrl, isEwsInferred } of servers) {
        expect(owaUrl ?? ewsUrl, id).not.toBeNull();
        for (const url of [owaUrl, ewsUrl])
          if (url !== null) expect(new URL(url.replace('//*.', '//any.')).protocol, url).toBe('https:');
        if (isEwsInferred) expect(ewsUrl, id).not.toBeNull();
      }
      // Whoever finds an entry without an address must read what to do.
      if (servers.length === 0) expect(note, id).not.toBeNull();
    }
  });

  test('a correction replaces its entry, and own entries are added', () => {
    const facts = { ...named('Ours'), servers: [] };
    const row = { workgroupId: 'w', createdAt: 1, updatedAt: 2 };
    const entries = directoryOf([
      { ...row, id: 'prv_1', corrects: 'ovhcloud', facts: { ...facts, name: 'OVH of ours' } },
      { ...row, id: 'prv_2', corrects: null, facts },
      { ...row, id: 'prv_3', corrects: 'left-the-directory', facts: { ...facts, name: 'Kept' } },
    ]);
    expect(entries).toHaveLength(SHIPPED.length + 2);
    expect(entries.find(({ id }) => id === 'ovhcloud')).toMatchObject({ name: 'OVH of ours', origin: 'corrected' });
    expect(entries.filter(({ origin }) => origin === 'own').map(({ name }) => name)).toEqual(['Ours', 'Kept']);
  });
});
