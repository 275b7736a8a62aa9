import { fitsLoosely } from './loose-key.ts';

type Searched = {
  name: string;
  url: string;
  foundFrom: string | null;
  username: string | null;
  domains: readonly string[];
};

/** Whether an endpoint fits a query, by everything that people know it by. The API and the app search alike. */
export function fitsEndpoint(query: string, { name, url, foundFrom, username, domains }: Searched): boolean {
  return fitsLoosely(query, [name, new URL(url).hostname, foundFrom ?? '', username ?? '', ...domains]);
}
