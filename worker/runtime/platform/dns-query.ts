import type { LookUpTexts } from '../../features/kernel/deps.ts';
import { isPrivateHost } from '../../lib/address.ts';

const TYPES = { A: 1, AAAA: 28, TXT: 16 } as const;
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
async function queryDns(resolverUrl: string, name: string, type: RecordType): Promise<string[] | null> {
  const url = new URL(resolverUrl);
  url.searchParams.set('name', name);
  url.searchParams.set('type', type);
  try {
    const response = await fetch(url, {
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
      .slice(0, MOST_RECORDS)
      .map((record) => record.data as string);
  } catch {
    return null;
  }
}

/** A TXT record as resolvers write it, `"part" "part"`, → its text. */
function joinText(data: string): string {
  const parts = data.match(/"(?:[^"\\]|\\.)*"/g);
  return parts ? parts.map((part) => part.slice(1, -1).replace(/\\(.)/g, '$1')).join('') : data;
}

export function createLookUpTexts(resolverUrl: string | undefined): LookUpTexts {
  return async (name) => (resolverUrl ? ((await queryDns(resolverUrl, name, 'TXT'))?.map(joinText) ?? null) : null);
}

/**
 * Public addresses of a host, to connect to these very ones: one private address among them refuses the name, as
 * names are data of strangers. Without an answer of DNS there is none.
 */
export async function publicAddresses(
  resolverUrl: string,
  host: string,
): Promise<{ addresses: readonly string[] } | { refused: string }> {
  const [four, six] = await Promise.all([queryDns(resolverUrl, host, 'A'), queryDns(resolverUrl, host, 'AAAA')]);
  if (!four && !six) return { refused: `The name ${host} could not be looked up.` };
  const all = [...(four ?? []), ...(six ?? []).map((address) => `[${address}]`)];
  const hidden = all.find(
    (address) => !URL.canParse(`http://${address}`) || isPrivateHost(new URL(`http://${address}`).hostname),
  );
  if (hidden !== undefined) return { refused: `${host} leads to a private address, which is not allowed.` };
  return all.length === 0 ? { refused: `There is no server named ${host}.` } : { addresses: all };
}
