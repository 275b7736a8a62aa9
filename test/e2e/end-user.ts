import { JSDOM } from 'jsdom';
import type { KeptMessage } from '../sandbox/mail-host/kept-messages.ts';

type Side = 'source' | 'destination';

/** What a person enters at one side; without a login, the one that the form brings. */
type Given = { login?: string; password: string };

export type Page = { status: number; html: string; text: string; alert: string };

/** An end user with a browser that runs no scripts: gets pages, fills in their form, and posts it. */
export type EndUser = {
  open: () => Promise<Page>;
  /** One press of the form's button. */
  answer: (given: Partial<Record<Side, Given>>) => Promise<Page>;
};

/** The path of the link in a message to an end user. Throws where there is none. */
export function linkIn({ text, to }: Pick<KeptMessage, 'text' | 'to'>): string {
  const token = /\/r\/([\w-]{43})(?![\w-])/.exec(text)?.[1];
  if (token === undefined) throw new Error(`The message to ${to} has no link.`);
  return `/r/${token}`;
}

function pageOf(status: number, html: string): { page: Page; document: Document } {
  const { document } = new JSDOM(html).window;
  const said = [...document.querySelectorAll('[role=alert]')].map(({ textContent }) => textContent.trim());
  const text = document.body.textContent.replaceAll(/\s+/g, ' ').trim();
  return { page: { status, html, text, alert: said.join(' ') }, document };
}

function sideOf(name: string): Side | undefined {
  return (['source', 'destination'] as const).find((side) => name.toLowerCase().includes(side));
}

/** `address`: of their computer, as a proxy in front reports it in `header`. `note` gets the text of every answer. */
export function endUserAt(
  origin: string,
  path: string,
  { header, address }: { header: string; address: string },
  note: (text: string) => void,
): EndUser {
  const headers = { [header]: address, 'accept-language': 'en', accept: 'text/html' };
  const ask = async (url: string, init: RequestInit = {}) => {
    const response = await fetch(url, {
      ...init,
      headers: { ...headers, ...(init.headers as Record<string, string>) },
    });
    const html = await response.text();
    note(html);
    return pageOf(response.status, html);
  };
  let shown: Document | undefined;
  const open = async () => {
    const { page, document } = await ask(origin + path);
    shown = document;
    return page;
  };
  return {
    open,
    answer: async (given) => {
      if (!shown) await open();
      const form = [...shown!.querySelectorAll('form')].find((each) => each.querySelector('input[type=password]'));
      if (!form) throw new Error(`The page has no form for a password: ${shown!.body.textContent}`);
      const body = new URLSearchParams();
      for (const input of form.querySelectorAll('input')) {
        const side = sideOf(input.name);
        const own = side && given[side];
        if (own && input.type === 'password') body.append(input.name, own.password);
        else if (own && input.type !== 'hidden') body.append(input.name, own.login ?? input.value);
        else if (input.name) body.append(input.name, input.value);
      }
      const { page, document } = await ask(new URL(form.getAttribute('action') ?? '', origin + path).href, {
        method: 'POST',
        headers: { origin, 'sec-fetch-site': 'same-origin', 'content-type': 'application/x-www-form-urlencoded' },
        body: body.toString(),
      });
      shown = document;
      return page;
    },
  };
}
