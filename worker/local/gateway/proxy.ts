import { bareHost, portOf } from '../../lib/address.ts';
import { BlockList, isIP } from 'node:net';

/** A company's proxy, as the environment names it. */
export type Proxy = {
  host: string;
  port: number;
  /** TLS to the proxy itself. */
  isSecure: boolean;
  /** The header `proxy-authorization`. Never shown. */
  authorization?: string;
  /** Whether NO_PROXY leaves a host out. */
  excludes: (host: string, port: number) => boolean;
};

/** HTTPS_PROXY or NO_PROXY can't be used; the message says why, without the password. */
export class ProxySettingError extends Error {}

/**
 * The proxy for https: `https_proxy` or HTTPS_PROXY, and `no_proxy` or NO_PROXY; where both are set, the one in lower case
 * counts, as for curl. Undefined without one. Throws ProxySettingError.
 */
export function proxyFrom(env: NodeJS.ProcessEnv): Proxy | undefined {
  const value = (env.https_proxy || env.HTTPS_PROXY || '').trim();
  if (value === '') return undefined;
  const address = value.includes('://') ? value : `http://${value}`;
  if (!URL.canParse(address))
    throw new ProxySettingError('HTTPS_PROXY is not the address of a proxy, such as http://proxy:3128.');
  const url = new URL(address);
  if (url.protocol !== 'http:' && url.protocol !== 'https:')
    throw new ProxySettingError(
      `HTTPS_PROXY contains a ${url.protocol.slice(0, -1)} proxy, but only http and https proxies are supported.`,
    );
  const isSecure = url.protocol === 'https:';
  const user = decoded(url.username);
  const hasUser = url.username !== '' || url.password !== '';
  return {
    host: bareHost(url.hostname),
    port: portOf(url),
    isSecure,
    ...(hasUser && { authorization: `Basic ${Buffer.from(`${user}:${decoded(url.password)}`).toString('base64')}` }),
    excludes: exclusions(env.no_proxy || env.NO_PROXY || ''),
  };
}

/** The name of a proxy for people, without what signs in to it. */
export function proxyName({ host, port }: Proxy): string {
  return `${isIP(host) === 6 ? `[${host}]` : host}:${port}`;
}

/**
 * Which hosts NO_PROXY leaves out: `*`; a name with all below it, with or without a dot before; an address; a range as
 * 10.0.0.0/8; each with a port or without. Loopback is left out always.
 */
function exclusions(text: string): Proxy['excludes'] {
  const rules = text.split(/[\s,]+/).flatMap((entry) => (entry === '' ? [] : [ruleOf(entry.toLowerCase())]));
  const loopback = [ruleOf('127.0.0.0/8'), ruleOf('::1'), ruleOf('localhost')];
  return (host, port) => {
    const name = bareHost(host.toLowerCase()).replace(/\.$/, '');
    return [...loopback, ...rules].some((rule) => rule(name, port));
  };
}

type Rule = (host: string, port: number) => boolean;

function ruleOf(entry: string): Rule {
  if (entry === '*') return () => true;
  const range = rangeOf(entry);
  if (range) return range;
  const { name, port } = splitPort(entry);
  const isPort = (called: number): boolean => port === undefined || port === called;
  if (isIP(name)) {
    const one = new BlockList();
    one.addAddress(name, family(name));
    return (host, called) => isIP(host) !== 0 && one.check(host, family(host)) && isPort(called);
  }
  const suffix = name.replace(/^\*?\./, '').replace(/\.$/, '');
  return (host, called) =>
    suffix !== '' && isIP(host) === 0 && (host === suffix || host.endsWith(`.${suffix}`)) && isPort(called);
}

function rangeOf(entry: string): Rule | undefined {
  const [address = '', bits = '', ...more] = entry.split('/');
  const length = Number(bits);
  const most = isIP(address) === 6 ? 128 : 32;
  if (!isIP(address) || more.length > 0 || !/^\d{1,3}$/.test(bits) || length > most) return undefined;
  const range = new BlockList();
  range.addSubnet(address, length, family(address));
  return (host) => isIP(host) !== 0 && range.check(host, family(host));
}

function splitPort(entry: string): { name: string; port?: number } {
  const match = /^(\[[^\]]*\]|[^:]*):(\d{1,5})$/.exec(entry);
  const name = bareHost(match?.[1] ?? entry);
  return { name, ...(match && { port: Number(match[2]) }) };
}

function family(address: string): 'ipv4' | 'ipv6' {
  return isIP(address) === 6 ? 'ipv6' : 'ipv4';
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
