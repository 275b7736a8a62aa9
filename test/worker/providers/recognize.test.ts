import { describe, expect, test } from 'vitest';
import { SHIPPED } from '../../../worker/features/providers/directory.ts';
import type { MailHosts } from '../../../worker/features/providers/recognize.ts';
import { recognizeProvider, sentenceOf } from '../../../worker/features/providers/recognize.ts';

const look = (hosts: Partial<MailHosts>) => recognizeProvider(SHIPPED, { mx: [], autodiscover: [], ...hosts });
const idOf = (hosts: Partial<MailHosts>) => {
  const found = look(hosts);
  return found.kind === 'provider' ? found.entry.id : found.kind;
};

describe('the provider of a domain', () => {
  test('every provider with names of mail servers is recognised by each of them', () => {
    const withMx = SHIPPED.filter(({ mxNames }) => mxNames.length > 0);
    expect(withMx.length).toBeGreaterThan(10);
    for (const { id, mxNames } of withMx)
      for (const name of mxNames) {
        const host = name.includes('.') ? `mx00.${name}` : `mx00.${name}.de`;
        expect(idOf({ mx: [host] }), host).toBe(id);
        expect(idOf({ mx: [host.toUpperCase()] }), host).toBe(id);
      }
  });

  test('and by where autodiscover leads', () => {
    for (const { id, autodiscoverHosts } of SHIPPED)
      for (const host of autodiscoverHosts) expect(idOf({ autodiscover: [host] }), host).toBe(id);
  });

  test('hosts that only look alike are not taken for a provider', () => {
    for (const host of [
      'mx.notserverdata.net',
      'serverdata.net.evil.example'.replace('.net', ''),
      'ionosphere.example',
    ])
      expect(idOf({ mx: [host] }), host).toBe('unknown');
  });

  test('the longer name decides', () => {
    expect(idOf({ mx: ['mx0.mail.ovh.net.ca'] })).toBe('ovhcloud-canada');
    expect(idOf({ mx: ['mx1.mail.ovh.net'] })).toBe('ovhcloud');
  });

  test('Microsoft 365 is named as not supported, by either record', () => {
    expect(idOf({ mx: ['contoso-com.mail.protection.outlook.com'] })).toBe('microsoft-365');
    expect(idOf({ mx: ['contoso-com.r-v1.mx.microsoft'] })).toBe('microsoft-365');
    expect(idOf({ autodiscover: ['autodiscover.outlook.com'] })).toBe('microsoft-365');
    expect(sentenceOf('contoso.com', look({ autodiscover: ['autodiscover.outlook.com'] }))).toContain('not support');
  });

  test('behind a filter Autodiscover decides, and without it the filter is named', () => {
    const mx = ['eu-smtp-inbound-1.mimecast.com'];
    expect(idOf({ mx, autodiscover: ['adr.exghost.com'] })).toBe('appriver');
    expect(look({ mx })).toMatchObject({ kind: 'filter', filter: 'Mimecast' });
    expect(sentenceOf('a.example', look({ mx }))).toContain('Mimecast');
  });

  test('no answer of DNS, no records, and a domain without mail have different results', () => {
    expect(look({ mx: null, autodiscover: null }).kind).toBe('not-looked-up');
    expect(look({}).kind).toBe('unknown');
    expect(look({ mx: [''] }).kind).toBe('no-mail');
    expect(look({ mx: null, autodiscover: ['exchangeincloud.ch'] }).kind).toBe('provider');
  });

  test('an ended service is called ended', () => {
    expect(sentenceOf('a.example', look({ mx: ['mx1.emailsrvr.com'] }))).toBe(
      'The mail of a.example is at Rackspace Hosted Exchange, a service that has ended.',
    );
  });
});
