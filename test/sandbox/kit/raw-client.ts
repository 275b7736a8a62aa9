import type { SandboxSide } from '../sandbox.ts';

export type Login = { email?: string; username?: string; password: string };
export type Answer = { status: number; text: string; headers: Headers };
export type CallOptions = {
  version?: string;
  impersonate?: string;
  headers?: Record<string, string>;
  soapHeaders?: string;
};

const NAMESPACES =
  'xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/" xmlns:t="http://schemas.microsoft.com/exchange/services/2006/types" xmlns:m="http://schemas.microsoft.com/exchange/services/2006/messages"';

/** An envelope around the inner XML of a SOAP body. */
export function envelope(body: string, options: CallOptions = {}): string {
  const who = options.impersonate
    ? `<t:ExchangeImpersonation><t:ConnectingSID><t:PrimarySmtpAddress>${options.impersonate}</t:PrimarySmtpAddress></t:ConnectingSID></t:ExchangeImpersonation>`
    : '';
  return `<?xml version="1.0" encoding="utf-8"?><soap:Envelope ${NAMESPACES}><soap:Header><t:RequestServerVersion Version="${options.version ?? 'Exchange2010_SP2'}"/>${options.soapHeaders ?? ''}${who}</soap:Header><soap:Body>${body}</soap:Body></soap:Envelope>`;
}

/** Sends a body that is XML already; nothing is hidden from the test. */
export async function call(
  side: Pick<SandboxSide, 'url'>,
  login: Login,
  body: string,
  options: CallOptions = {},
): Promise<Answer> {
  const credentials = Buffer.from(`${login.email ?? login.username}:${login.password}`).toString('base64');
  const response = await fetch(side.url, {
    method: 'POST',
    body: envelope(body, options),
    headers: { 'content-type': 'text/xml; charset=utf-8', authorization: `Basic ${credentials}`, ...options.headers },
  });
  return { status: response.status, text: await response.text(), headers: response.headers };
}

/** Every response code of an answer, in order. */
export const codesOf = ({ text }: Answer): string[] =>
  [...text.matchAll(/<(?:m|e):ResponseCode[^>]*>(\w+)</g)].map((match) => match[1] as string);

/** All texts of an element, entities left as they are. */
export const textsOf = ({ text }: Answer, name: string): string[] =>
  [...text.matchAll(new RegExp(`<\\w+:${name}(?: [^>]*)?>([^<]*)<`, 'g'))].map((match) => match[1] as string);

/** All values of an attribute of an element. */
export const attributesNamed = ({ text }: Answer, element: string, attribute: string): string[] =>
  [...text.matchAll(new RegExp(`<\\w+:${element} [^>]*?${attribute}="([^"]*)"`, 'g'))].map(
    (match) => match[1] as string,
  );

export const distinguished = (id: string, mailbox?: string): string =>
  mailbox
    ? `<t:DistinguishedFolderId Id="${id}"><t:Mailbox><t:EmailAddress>${mailbox}</t:EmailAddress></t:Mailbox></t:DistinguishedFolderId>`
    : `<t:DistinguishedFolderId Id="${id}"/>`;

export const getFolderBody = (...ids: string[]): string =>
  `<m:GetFolder><m:FolderShape><t:BaseShape>Default</t:BaseShape></m:FolderShape><m:FolderIds>${ids.join('')}</m:FolderIds></m:GetFolder>`;

export const syncBody = (folder: string, state = '', more = '', max = 512): string =>
  `<m:SyncFolderItems><m:ItemShape><t:BaseShape>IdOnly</t:BaseShape><t:AdditionalProperties><t:FieldURI FieldURI="item:ItemClass"/><t:FieldURI FieldURI="item:Size"/><t:FieldURI FieldURI="item:Subject"/><t:FieldURI FieldURI="message:IsRead"/><t:FieldURI FieldURI="calendar:UID"/></t:AdditionalProperties></m:ItemShape><m:SyncFolderId>${folder}</m:SyncFolderId>${state ? `<m:SyncState>${state}</m:SyncState>` : ''}${more}<m:MaxChangesReturned>${max}</m:MaxChangesReturned></m:SyncFolderItems>`;
