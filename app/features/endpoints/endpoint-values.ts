import type { Endpoint } from '../../api.ts';

/** An endpoint as its form holds it: lists are text. */
export type EndpointValues = {
  name: string;
  address: string;
  domains: string;
  hosts: string;
  username: string;
  password: string;
  useImpersonation: boolean;
};

export const listIn = (text: string): string[] => text.split(/[\s,;]+/).filter(Boolean);

export function valuesOf(endpoint: Endpoint | undefined): EndpointValues {
  return {
    name: endpoint?.name ?? '',
    address: endpoint?.url ?? '',
    domains: endpoint?.domains.join(', ') ?? '',
    hosts: endpoint?.consentHosts.join(', ') ?? '',
    username: endpoint?.username ?? '',
    password: '',
    useImpersonation: endpoint?.useImpersonation ?? false,
  };
}

const FIELDS: Readonly<Record<string, keyof EndpointValues>> = {
  url: 'address',
  email: 'address',
  domain: 'address',
  consentHosts: 'hosts',
};

/** The field that an error of the API is about. */
export function fieldOf(path: string): string {
  const [first = '', second = ''] = path.split(/[.[]/);
  return first === 'credentials' ? second : (FIELDS[first] ?? first);
}

/** What the API takes of these values, without the place of the server. */
export function requestOf({ name, domains, useImpersonation, username, password }: EndpointValues) {
  const login = username.trim();
  return {
    name,
    domains: listIn(domains),
    useImpersonation,
    ...(login && password && { credentials: { username: login, password } }),
  };
}
