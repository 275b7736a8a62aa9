import { describe, expect, test } from 'vitest';
import { HANDSHAKE_FAILURES } from '../../../worker/lib/tls-facts.ts';
import { explainHandshake, handshakeSentence, mayHelpOld } from '../../../worker/local/gateway/explain-handshake.ts';
import type { Answers } from '../../../worker/local/gateway/look-for-old-suites.ts';
import { decideOffers } from '../../../worker/local/gateway/look-for-old-suites.ts';

const error = (code: string) => Object.assign(new Error(code), { code });

describe('a failed handshake', () => {
  test.each([
    ['ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED', 'client-certificate'],
    ['ERR_SSL_WRONG_VERSION_NUMBER', 'plain-http'],
    ['ERR_SSL_UNSUPPORTED_PROTOCOL', 'version'],
    ['ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION', 'version'],
    ['ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE', 'cipher'],
    ['ERR_SSL_SSL/TLS_ALERT_HANDSHAKE_FAILURE', 'cipher'],
    ['ERR_SSL_DH_KEY_TOO_SMALL', 'cipher'],
    ['ERR_SSL_UNSAFE_LEGACY_RENEGOTIATION_DISABLED', 'cipher'],
    ['ECONNRESET', 'cut'],
    ['EPROTO', 'other'],
  ])('with %s is one of %s', (code, how) => {
    expect(explainHandshake(error(code))).toBe(how);
  });

  test('that takes too long hangs', () => {
    expect(explainHandshake('late')).toBe('hang');
  });

  test('is tried with the old settings only where they may help', () => {
    expect(HANDSHAKE_FAILURES.filter(mayHelpOld)).toEqual(['version', 'cipher', 'cut', 'hang', 'other']);
  });

  test.each(HANDSHAKE_FAILURES)('%s has a sentence of its own, with the host', (how) => {
    const sentence = handshakeSentence(how, {
      host: 'mail.fjord.example',
      port: 443,
      handshakeMs: 10_000,
      code: 'EPROTO',
    });
    expect(sentence).toMatch(/mail\.fjord\.example.*\.$/);
  });
});

describe('what a server offers', () => {
  const alert = { kind: 'alert', code: 40 } as const;
  const hello = (version = 0x0303, asksForCertificate = false) =>
    ({ kind: 'hello', version, suite: 0x000a, asksForCertificate }) as const;
  const none: Answers = { common: alert, tripleDes: alert, rc4: alert, ssl3: alert };

  test.each<[string, Partial<Answers>, boolean, ReturnType<typeof decideOffers>]>([
    ['TLS 1.0', { common: hello(0x0301) }, false, { how: 'version', offers: 'TLS 1.0' }],
    ['TLS 1.1', { common: hello(0x0302) }, false, { how: 'version', offers: 'TLS 1.1' }],
    ['older ciphers', { common: hello() }, false, { how: 'cipher', offers: 'TLS 1.2 with older ciphers' }],
    ['3DES', { tripleDes: hello() }, true, { how: 'cipher', offers: '3DES only' }],
    ['RC4', { rc4: hello() }, true, { how: 'cipher', offers: 'RC4 only' }],
    ['3DES and RC4', { tripleDes: hello(), rc4: hello() }, true, { how: 'cipher', offers: '3DES and RC4 only' }],
    ['SSL 3.0', { ssl3: hello(0x0300) }, true, { how: 'version', offers: 'SSL 3.0' }],
    ['SSL 3.0 with the ciphers of today', { common: hello(0x0300) }, true, { how: 'version', offers: 'SSL 3.0' }],
    ['a client certificate', { common: hello(0x0303, true) }, true, { how: 'client-certificate' }],
    ['plain http', { common: { kind: 'no-tls' } }, true, { how: 'plain-http' }],
    ['nothing that explains it', { common: hello() }, true, undefined],
    ['nothing', {}, true, undefined],
  ])('%s', (_, answers, triedOld, expected) => {
    expect(decideOffers({ ...none, ...answers }, 'cipher', triedOld)).toEqual(expected);
  });

  test.each(['cut', 'hang'] as const)(
    'a server that answers after a handshake was %s does not dislike ciphers',
    (how) => {
      expect(decideOffers({ ...none, common: hello() }, how, false)).toBeUndefined();
      expect(decideOffers({ ...none, common: hello(0x0301) }, how, false)).toEqual({
        how: 'version',
        offers: 'TLS 1.0',
      });
    },
  );

  test('a wish for a client certificate does not explain a version', () => {
    expect(decideOffers({ ...none, common: hello(0x0301, true) }, 'version', false)).toEqual({
      how: 'version',
      offers: 'TLS 1.0',
    });
  });
});
