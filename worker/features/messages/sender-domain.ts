import type { LookUpTexts } from '../kernel/deps.ts';

type Check = {
  record: 'SPF' | 'DKIM' | 'DMARC';
  state: 'ok' | 'missing' | 'weak' | 'unknown';
  /** The name in DNS that was looked up. */
  name: string;
  found: string | null;
  advice: string | null;
};

/** Selectors that widespread senders use. DNS lists none, so a key under another one stays unseen. */
const USUAL_SELECTORS = ['selector1', 'selector2', 'google', 'default', 'dkim', 'mail', 's1', 'k1', 'cf2024-1'];

const UNKNOWN = 'DNS did not answer. Try again later.';

/** SPF: RFC 7208. More than one record is none. */
export function judgeSpf(domain: string, texts: readonly string[] | null): Check {
  const about = { record: 'SPF', name: domain } as const;
  if (texts === null) return { ...about, state: 'unknown', found: null, advice: UNKNOWN };
  const records = texts.filter((text) => /^v=spf1( |$)/i.test(text));
  const found = records[0] ?? null;
  if (found === null)
    return {
      ...about,
      state: 'missing',
      found,
      advice: `Add a TXT record for ${domain} that names your mail server, such as “v=spf1 include:… -all”. Your mail provider shows the exact text.`,
    };
  if (records.length > 1)
    return {
      ...about,
      state: 'weak',
      found,
      advice: `${domain} has ${records.length} SPF records. Merge them into one; receivers ignore all of them now.`,
    };
  if (/(^| )\+?all( |$)/i.test(found))
    return {
      ...about,
      state: 'weak',
      found,
      advice: 'The record allows every server. Replace “+all” by “-all” or “~all”.',
    };
  return { ...about, state: 'ok', found, advice: null };
}

/** DKIM: RFC 6376 3.6.1. An empty key is a revoked one. */
export function judgeDkim(
  domain: string,
  answers: readonly { selector: string; texts: readonly string[] | null }[],
): Check {
  const nameOf = (selector: string): string => `${selector}._domainkey.${domain}`;
  const about = { record: 'DKIM' } as const;
  for (const { selector, texts } of answers) {
    const found = texts?.find((text) => /(^|;)\s*p=[A-Za-z0-9+/=]/.test(text));
    if (found !== undefined) return { ...about, name: nameOf(selector), state: 'ok', found, advice: null };
  }
  const first = answers[0]?.selector ?? 'default';
  const single = answers.length === 1;
  if (answers.every(({ texts }) => texts === null))
    return { ...about, name: nameOf(first), state: 'unknown', found: null, advice: UNKNOWN };
  return {
    ...about,
    name: single ? nameOf(first) : nameOf('*'),
    state: single ? 'missing' : 'unknown',
    found: null,
    advice: single
      ? `There is no DKIM key at ${nameOf(first)}. Turn on DKIM at your mail provider and add the record that it shows.`
      : 'No DKIM key was found under the usual selectors. If your mail provider signs with DKIM, enter its selector; if not, turn DKIM on there.',
  };
}

/** DMARC: RFC 7489 6.3. */
export function judgeDmarc(domain: string, texts: readonly string[] | null): Check {
  const name = `_dmarc.${domain}`;
  const about = { record: 'DMARC', name } as const;
  if (texts === null) return { ...about, state: 'unknown', found: null, advice: UNKNOWN };
  const found = texts.find((text) => /^v=DMARC1\s*(;|$)/i.test(text)) ?? null;
  if (found === null)
    return {
      ...about,
      state: 'missing',
      found,
      advice: `Add a TXT record for ${name}, such as “v=DMARC1; p=none; rua=mailto:postmaster@${domain}”, and make it stricter later.`,
    };
  if (/;\s*p\s*=\s*none\b/i.test(found))
    return {
      ...about,
      state: 'weak',
      found,
      advice: 'The policy is “none”: forged mail is delivered. Use “quarantine” or “reject” once your own mail passes.',
    };
  return { ...about, state: 'ok', found, advice: null };
}

/** Looks up what receivers check of the sender’s domain. */
export async function checkSenderDomain(
  lookUpTexts: LookUpTexts,
  domain: string,
  selector: string | null,
): Promise<Check[]> {
  const selectors = selector === null ? USUAL_SELECTORS : [selector];
  const [spf, dmarc, ...dkim] = await Promise.all([
    lookUpTexts(domain),
    lookUpTexts(`_dmarc.${domain}`),
    ...selectors.map(async (one) => ({ selector: one, texts: await lookUpTexts(`${one}._domainkey.${domain}`) })),
  ]);
  return [judgeSpf(domain, spf), judgeDkim(domain, dkim), judgeDmarc(domain, dmarc)];
}
