import type { Settings } from './deps.ts';

/**
 * The client's address from the platform's own header; undefined if no header is trusted, as anyone could set it. For
 * IPv6 the network: whoever has one of its addresses has them all.
 */
export function clientAddress(
  { clientAddressHeader }: Pick<Settings, 'clientAddressHeader'>,
  { headers }: Pick<Request, 'headers'>,
): string | undefined {
  const value = clientAddressHeader ? headers.get(clientAddressHeader)?.trim() : undefined;
  if (!value || value.length > 45 || !/^[\da-f.:]+$/i.test(value)) return undefined;
  if (!value.includes(':')) return value;
  if (!URL.canParse(`http://[${value}]`)) return undefined;
  const [head = '', tail] = new URL(`http://[${value}]`).hostname.slice(1, -1).split('::');
  const groups = [...(head === '' ? [] : head.split(':')), ...(tail === undefined ? [] : ['0', '0', '0', '0'])];
  return `${groups.slice(0, 4).join(':')}::/64`;
}
