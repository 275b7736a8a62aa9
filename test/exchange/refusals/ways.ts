import type { Fetch } from '../../../worker/exchange/transport/authenticator.ts';
import { utf8 } from '../../../worker/exchange/xml/bytes.ts';
import { child, parseXml } from '../../../worker/exchange/xml/scan.ts';

const SOAP = 'http://schemas.xmlsoap.org/soap/envelope/';
const MESSAGES = 'http://schemas.microsoft.com/exchange/services/2006/messages';

/** Operations whose answer is a single message, in a form of its own. */
const LONE: Readonly<Record<string, 'attributes' | 'inner'>> = {
  GetInboxRules: 'attributes',
  UpdateInboxRules: 'attributes',
  GetDelegate: 'attributes',
  AddDelegate: 'attributes',
  UpdateDelegate: 'attributes',
  GetUserOofSettings: 'inner',
  SetUserOofSettings: 'inner',
};
/** What holds one element for each message of the answer. */
const LISTS = ['ItemIds', 'FolderIds', 'AttachmentIds', 'ItemChanges', 'FolderChanges', 'Items', 'Folders'];

function countOf(request: string): number {
  const asked = child(parseXml(utf8(request)), 'Body')?.children[0];
  const list = LISTS.map((name) => child(asked, name)).find((each) => each !== undefined);
  return Math.max(1, list?.children.length ?? 1);
}

const xml = (status: number, body: string): Response =>
  new Response(
    `<?xml version="1.0" encoding="utf-8"?><s:Envelope xmlns:s="${SOAP}"><s:Body>${body}</s:Body></s:Envelope>`,
    {
      status,
      headers: { 'content-type': 'text/xml; charset=utf-8' },
    },
  );
const page = (status: number): Response =>
  new Response('<!DOCTYPE html><html><body><h1>Something went wrong</h1></body></html>', {
    status,
    headers: { 'content-type': 'text/html' },
  });
const soapFault = (code: string, detail = ''): Response =>
  xml(500, `<s:Fault><faultcode>${code}</faultcode><faultstring>No.</faultstring>${detail}</s:Fault>`);
const ewsDetail = (code: string): string =>
  `<detail><e:ResponseCode xmlns:e="http://schemas.microsoft.com/exchange/services/2006/errors">${code}</e:ResponseCode></detail>`;

/** An answer of one message for each thing that was asked for. */
function messages(operation: string, request: string, isError: boolean, code: string): Response {
  const attributes = `ResponseClass="${isError ? 'Error' : 'Success'}"`;
  const inside = `${isError ? '<m:MessageText>No.</m:MessageText>' : ''}<m:ResponseCode>${code}</m:ResponseCode>`;
  const open = `<m:${operation}Response xmlns:m="${MESSAGES}"`;
  if (LONE[operation] === 'attributes') return xml(200, `${open} ${attributes}>${inside}</m:${operation}Response>`);
  if (LONE[operation] === 'inner')
    return xml(200, `${open}><m:ResponseMessage ${attributes}>${inside}</m:ResponseMessage></m:${operation}Response>`);
  const each = `<m:${operation}ResponseMessage ${attributes}>${inside}</m:${operation}ResponseMessage>`;
  return xml(
    200,
    `${open}><m:ResponseMessages>${each.repeat(countOf(request))}</m:ResponseMessages></m:${operation}Response>`,
  );
}

type Asked = { operation: string; request: string; send: () => Promise<Response> };

const failure =
  (code: string) =>
  ({ operation, request }: Asked): Response =>
    messages(operation, request, true, code);

/** How servers were seen, or may be thought, to refuse an operation. */
export const WAYS = {
  'a fault with a code': () => soapFault('a:ErrorInvalidOperation', ewsDetail('ErrorInvalidOperation')),
  'a plain fault of the caller': () => soapFault('s:Client'),
  'a plain fault of the server': () => soapFault('s:Server'),
  'a page with 500': () => page(500),
  '501': () => new Response('', { status: 501 }),
  '404': () => page(404),
  'nothing at all': () => new Response('', { status: 200 }),
  'no messages': ({ operation }) =>
    xml(200, `<m:${operation}Response xmlns:m="${MESSAGES}"><m:ResponseMessages/></m:${operation}Response>`),
  ErrorUnsupportedOperation: failure('ErrorUnsupportedOperation'),
  'an unheard-of code': failure('ErrorNotImplementedHere'),
  ErrorInternalServerError: failure('ErrorInternalServerError'),
  ErrorAccessDenied: failure('ErrorAccessDenied'),
  'an empty success': ({ operation, request }) => messages(operation, request, false, 'NoError'),
  'an empty success of what was done': async ({ operation, request, send }) => {
    await (await send()).arrayBuffer();
    return messages(operation, request, false, 'NoError');
  },
} satisfies Record<string, (asked: Asked) => Response | Promise<Response>>;

export type Way = keyof typeof WAYS;

/** Operations whose usual success says nothing more than that: an empty one is no refusal. */
export const SAYS_NOTHING: ReadonlySet<string> = new Set([
  'DeleteItem',
  'DeleteFolder',
  'CreateUserConfiguration',
  'UpdateUserConfiguration',
  'UpdateFolder',
  'MoveFolder',
  'UpdateInboxRules',
  'SetUserOofSettings',
  'AddDelegate',
  'UpdateDelegate',
]);

export type Refusing = {
  fetch: Fetch;
  /** Requests by operation, refused ones too. */
  asked: Map<string, number>;
  refused: number;
  stop: () => void;
};

/** Stands between the engine and one server: refuses one operation, `times` or until it is stopped. */
export function refusing(operation: string, way: Way, times: number): Refusing {
  let isOn = true;
  const state: Refusing = {
    asked: new Map(),
    refused: 0,
    stop: () => {
      isOn = false;
    },
    fetch: async (url, init) => {
      const name = /\/(\w+)"?$/.exec(new Headers(init.headers).get('soapaction') ?? '')?.[1] ?? '';
      state.asked.set(name, (state.asked.get(name) ?? 0) + 1);
      if (!isOn || name !== operation || state.refused >= times) return fetch(url, init);
      state.refused += 1;
      const request = await new Response(init.body).text();
      const { duplex: _, ...again } = init as RequestInit & { duplex?: string };
      return WAYS[way]({ operation, request, send: () => fetch(url, { ...again, body: request }) });
    },
  };
  return state;
}
