import type { PageName } from './rule.ts';

export type Page = { status: number; headers: Readonly<Record<string, string>>; body: string };

const html = (title: string, text: string): string =>
  `<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN"><html><head><title>${title}</title></head><body><h2>${text}</h2></body></html>`;

/**
 * What stands in front of EWS says in pages of its own. The list is of what clients met in the wild: exchangelib's
 * `protocol.py` and its tests name the redirects, the header X-CasErrorCode and the texts of the pages.
 */
export const PAGES: Readonly<Record<PageName, Page>> = {
  // IIS says no time to wait here; a proxy might, in a header of its own.
  unavailable: {
    status: 503,
    headers: {},
    body: html('Service Unavailable', 'HTTP Error 503. The service is unavailable.'),
  },
  'server-error': {
    status: 500,
    headers: {},
    body: html('Runtime Error', "<i>Server Error in '/EWS' Application.</i>"),
  },
  'generic-error': {
    status: 302,
    headers: { Location: '/ews/genericerrorpage.htm?aspxerrorpath=/ews/exchange.asmx' },
    body: html('Object moved', 'Object moved to <a href="/ews/genericerrorpage.htm">here</a>.'),
  },
  owa: {
    status: 302,
    headers: { Location: '/owa/auth/errorfe.aspx?httpCode=500' },
    body: html('Object moved', 'Object moved to <a href="/owa/auth/errorfe.aspx">here</a>.'),
  },
  unauthorised: { status: 401, headers: {}, body: '' },
  'too-large-404': {
    status: 404,
    headers: {},
    body: html(
      '404 - File or directory not found.',
      'HTTP Error 404.13 - Not Found: the request exceeds the request content length.',
    ),
  },
  'too-large-413': {
    status: 413,
    headers: {},
    body: html('413 - Request Entity Too Large', 'HTTP Error 413 - Request Entity Too Large'),
  },
  'proxy-error': {
    status: 500,
    headers: { 'X-CasErrorCode': 'NoRespondingCASInDestinationSite' },
    body: html('500', 'The server in the destination site does not respond.'),
  },
};
