import { LineError } from '../../exchange/faults/line-error.ts';
import { MODERN_SUITES } from '../../exchange/transport/tls/suites.ts';
import { bareHost, refusalOf, type AddressPolicy } from '../../lib/address.ts';
import type { TrustedCertificates } from '../../lib/origin-facts.ts';
import type { SeenLine } from '../../lib/probe-facts.ts';
import type { CheckName } from '../platform/checked-names.ts';
import type { createGateway } from '../platform/gateway.ts';
import { readCertificate } from '../platform/read-certificate.ts';
import { sayHello } from './diagnose-connection.ts';

/** Shows TLS with a server: by a line of its own, which carries nothing. Undefined where nothing can be seen. Never rejects. */
export type SeeLine = (url: URL, signal: AbortSignal) => Promise<SeenLine | undefined>;

type Means = {
  policy: AddressPolicy;
  gateway: ReturnType<typeof createGateway> | undefined;
  trusted: TrustedCertificates;
  checkName: CheckName | undefined;
  onCall: () => void;
};

/** By the gateway where there is one; else by what the server says to a greeting of TLS 1.2, before anything is encrypted. */
export function createSeeLine({ policy, gateway, trusted, checkName, onCall }: Means): SeeLine {
  return async (url, signal) => {
    if (url.protocol !== 'https:' || refusalOf(url, policy)) return undefined;
    try {
      if (gateway) {
        const pinned = trusted[url.hostname];
        const socket = await gateway.dial(
          url,
          { tls: 'any', ...(pinned !== undefined && { trusted: pinned }) },
          signal,
        );
        socket.close();
        const { protocol, certificate } = socket.line ?? {};
        return { ...(protocol !== undefined && { protocol }), ...(certificate && { certificate }) };
      }
      await checkName?.(url, signal);
      onCall();
      return await fromFlight(url);
    } catch (error) {
      const failure = error instanceof LineError ? error.failure : undefined;
      return failure && 'certificate' in failure ? { certificate: failure.certificate } : undefined;
    }
  };
}

async function fromFlight(url: URL): Promise<SeenLine | undefined> {
  const reply = await sayHello(url, MODERN_SUITES);
  if (reply === 'unreachable' || reply.kind !== 'hello') return undefined;
  const [own] = reply.certificates;
  const read = own && readCertificate(own, bareHost(url.hostname));
  if (!read) return undefined;
  const { isSelfSigned: _self, isWeak: _weak, namesHost: _names, ...certificate } = read;
  return { certificate };
}
