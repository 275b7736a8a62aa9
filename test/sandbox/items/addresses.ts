import { decodeWords } from './mime-parse.ts';
import type { Value } from './model.ts';

export type Address = { name: string; email: string };

/** Splits an address list at the commas that separate (RFC 5322, leniently; groups are opened). */
export function parseAddresses(header: string): Address[] {
  const out: Address[] = [];
  let text = '';
  let isQuoted = false;
  let comment = 0;
  let angle = 0;
  const push = (): void => {
    const one = parseOne(text);
    if (one) out.push(one);
    text = '';
  };
  for (let at = 0; at < header.length; at += 1) {
    const sign = header[at] as string;
    if (isQuoted) {
      if (sign === '\\') {
        text += sign + (header[(at += 1)] ?? '');
        continue;
      }
      if (sign === '"') isQuoted = false;
    } else if (sign === '"') isQuoted = true;
    else if (sign === '(') comment += 1;
    else if (sign === ')') comment = Math.max(0, comment - 1);
    else if (sign === '<') angle += 1;
    else if (sign === '>') angle = Math.max(0, angle - 1);
    else if (comment === 0 && angle === 0) {
      if (sign === ',' || sign === ';') {
        push();
        continue;
      }
      // The name of a group goes; its members stay.
      if (sign === ':' && !text.includes('@')) {
        text = '';
        continue;
      }
    }
    text += sign;
  }
  push();
  return out;
}

function parseOne(text: string): Address | undefined {
  const trimmed = text.trim();
  if (!trimmed) return undefined;
  const match = /^(.*)<([^<>]*)>[^<>]*$/s.exec(trimmed);
  if (match) {
    const name = decodeWords(
      (match[1] ?? '')
        .trim()
        .replace(/^"(.*)"$/s, '$1')
        .replace(/\\(.)/g, '$1'),
    );
    const email = (match[2] ?? '').trim();
    return name || email ? { name: name || email, email } : undefined;
  }
  const comment = /^([^\s()]+)\s*\(([^()]*)\)$/.exec(trimmed);
  if (comment) return { email: comment[1] as string, name: decodeWords(comment[2] as string) };
  return { email: trimmed.includes('@') ? trimmed.replaceAll('"', '') : '', name: decodeWords(trimmed) };
}

/** As a `Mailbox` of the wire. */
export function mailboxValue(address: Address): Value {
  const c: [string, Value][] = [];
  if (address.name) c.push(['Name', address.name]);
  if (address.email) c.push(['EmailAddress', address.email], ['RoutingType', 'SMTP']);
  return { c };
}

export const recipientsValue = (addresses: readonly Address[]): Value => ({
  c: addresses.map((address) => ['Mailbox', mailboxValue(address)]),
});

/** The addresses inside a recipient field of the wire. */
export function addressesOf(value: Value | undefined): Address[] {
  if (!value || typeof value === 'string') return [];
  return (value.c ?? []).flatMap(([name, inner]) => {
    if (name === 'Attendee') return addressesOf(inner);
    if (name !== 'Mailbox' || typeof inner === 'string') return [];
    const text = (key: string): string => {
      const found = inner.c?.find(([each]) => each === key)?.[1];
      return typeof found === 'string' ? found : '';
    };
    return [{ name: text('Name'), email: text('EmailAddress') }];
  });
}
