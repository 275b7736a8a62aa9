import type { LookUpHosts, LookUpTexts } from '../../features/kernel/deps.ts';
import { isPrivateAddress } from '../../lib/address.ts';
import type { Fetch } from './http.ts';

const TYPES = { A: 1, CNAME: 5, MX: 15, TXT: 16, AAAA: 28, SRV: 33 } as const;
type RecordType = keyof typeof TYPES;

const QUERY_MS = 8_000;
const MOST_BYTES = 64 * 1024;
const MOST_RECORDS = 50;
/** The resolver looked, and there is no such name. */
const NO_SUCH_NAME = 3;

/**
 * Records of a name by a resolver that answers in JSON over https; null where it does not answer.
 * https://developers.cloudflare.com/1.1.1.1/encryption/dns-over-https/make-api-requests/dns-json/
 */
async function queryDns(
  resolverUrl: string,
  name: string,
  type: RecordType,
  ask: Fetch = (input, init) => fetch(input, init),
): Promise<string[] | null> {
  const url = new URL(resolverUrl);
  url.searchParams.set('name', name);
  url.searchParams.set('type', type);
  try {
    const response = await ask(url.href, {
      headers: { accept: 'application/dns-json' },
      redirect: 'manual',
      signal: AbortSignal.timeout(QUERY_MS),
    });
    const text = await response.text();
    if (!response.ok || text.length > MOST_BYTES) return null;
    const { Status: status, Answer: answer = [] } = JSON.parse(text) as { Status?: unknown; Answer?: unknown };
    if (status !== 0 && status !== NO_SUCH_NAME) return null;
    const records = (Array.isArray(answer) ? answer : []) as { type?: unknown; data?: unknown }[];
    return records
      .filter((record) => record.type === TYPES[type] && typeof record.data === 'string')
      .map((record) => record.data as string);
  } catch {
    return null;
  }
}

/** A TXT record as resolvers write it, `"part" "part"`, → its text. Goes forward only: domains belong to strangers. */
function joinText(data: string): string {
  if (!data.includes('"')) return data;
  let text = '';
  let isInside = false;
  for (let at = 0; at < data.length; at += 1) {
    const char = data.charAt(at);
    if (char === '"') isInside = !isInside;
    else if (isInside && char === '\\') text += data.charAt((at += 1));
    else if (isInside) text += char;
  }
  return text;
}

export function createLookUpTexts(resolverUrl: string | undefined): LookUpTexts {
  return async (name) => {
    const texts = resolverUrl ? await queryDns(resolverUrl, name, 'TXT') : null;
    return texts?.slice(0, MOST_RECORDS).map(joinText) ?? null;
  };
}

export function createLookUpHosts(resolverUrl: string | undefined): LookUpHosts {
  return async (name, type) => {
    const records = resolverUrl ? await queryDns(resolverUrl, name, type) : null;
    return records?.slice(0, MOST_RECORDS).map(hostOfRecord) ?? null;
  };
}

/** `10 mx1.example.net.` → `mx1.example.net`; the host comes last in all three kinds of records. */
function hostOfRecord(data: string): string {
  const host = data.slice(data.lastIndexOf(' ') + 1).toLowerCase();
  return host.endsWith('.') ? host.slice(0, -1) : host;
}

/** All addresses of a host, of both kinds; null unless the resolver answers for both. `ask`: how it is reached. */
export async function lookUpAddresses(resolverUrl: string, host: string, ask?: Fetch): Promise<string[] | null> {
  const [four, six] = await Promise.all([
    queryDns(resolverUrl, host, 'A', ask),
    queryDns(resolverUrl, host, 'AAAA', ask),
  ]);
  return four && six && [...four, ...six];
}

/**
 * Public addresses of a host, to connect to these very ones: one private address among them refuses the name, as
 * names are data of strangers. Without an answer of DNS there is none.
 */
export async function publicAddresses(
  resolverUrl: string,
  host: string,
): Promise<{ addresses: readonly string[] } | { refused: string }> {
  const all = await lookUpAddresses(resolverUrl, host);
  if (!all) return { refused: `The name ${host} could not be looked up.` };
  if (all.some(isPrivateAddress)) return { refused: `${host} leads to a private address, which is not allowed.` };
  const addresses = all.slice(0, MOST_RECORDS).map((address) => (address.includes(':') ? `[${address}]` : address));
  return all.length === 0 ? { refused: `There is no server named ${host}.` } : { addresses };
}
