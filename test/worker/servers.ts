import { createServer as createHttpServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { createServer as createTcpServer } from 'node:net';
import type { AddressInfo, Server } from 'node:net';
import type { TestProject } from 'vitest/node';
import { holdClosedPort } from '../fakes/closed-port.ts';
import { createNtlmServer } from '../fakes/ntlm-server.ts';
import { SELF_SIGNED } from '../fakes/self-signed.ts';
import type { MailHost } from '../sandbox/mail-host/mail-host.ts';
import { startMailHost } from '../sandbox/mail-host/mail-host.ts';
import type { Aiosmtpd } from './mail/aiosmtpd.ts';
import { startAiosmtpd } from './mail/aiosmtpd.ts';
import { startGatewayProcess } from './gateway-process.ts';

/** Addresses of servers on loopback that an agent could type by mistake, and of one that is good. */
export type Servers = Record<
  | 'exchange'
  | 'ntlm'
  | 'affine'
  | 'selfSigned'
  | 'website'
  | 'oauthOnly'
  | 'ntlmOnly'
  | 'kerberosOnly'
  | 'digestOnly'
  | 'redirecting'
  | 'closing'
  | 'closed'
  | 'silent'
  | 'broken'
  | 'oldTls'
  | 'answeringTwice',
  string
>;

declare module 'vitest' {
  export interface ProvidedContext {
    servers: Servers;
    /** A gateway on loopback that trusts only the public authorities. */
    gateway: { url: string; token: string };
    /** How much webhook-load.test.ts sends. */
    licenceSeeds: number;
    /** In matrix.test.ts one of so many callers tries each route. */
    everyCaller: number;
    /** As many mailboxes of one list or notice: what a project may have, where there is time for it. */
    many: number;
    webhookLoad: { events: number; webhooks: number };
    /** Takes mail for anyone, and shows it at `url`; see test/sandbox/mail-host. */
    mailHost: { port: number; url: string };
    /** The same of a server that others wrote, where Python has it. */
    aiosmtpd: { port: number; url: string } | null;
  }
}

const PATH = '/EWS/Exchange.asmx';
const ACCEPTED = `Basic ${Buffer.from('admin@old.example:right password').toString('base64')}`;

const ANSWER = `<?xml version="1.0" encoding="utf-8"?>
<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Header>
<h:ServerVersionInfo MajorVersion="14" MinorVersion="2" MajorBuildNumber="247" MinorBuildNumber="0"
 Version="Exchange2010_SP2" xmlns:h="http://schemas.microsoft.com/exchange/services/2006/types"/></s:Header><s:Body>
<m:GetFolderResponse xmlns:m="http://schemas.microsoft.com/exchange/services/2006/messages"><m:ResponseMessages>
<m:GetFolderResponseMessage ResponseClass="Error"><m:MessageText>The SMTP address has no mailbox.</m:MessageText>
<m:ResponseCode>ErrorNonExistentMailbox</m:ResponseCode></m:GetFolderResponseMessage></m:ResponseMessages>
</m:GetFolderResponse></s:Body></s:Envelope>`;

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

const refuse =
  (...schemes: string[]): Handler =>
  (_request, response) =>
    response.writeHead(401, { 'www-authenticate': schemes }).end();

const answered: Handler = (_request, response) => response.writeHead(200, { 'content-type': 'text/xml' }).end(ANSWER);

/** Takes Basic, and NTLM on a connection that signs in. */
const exchange = (): Handler => {
  const ntlm = createNtlmServer({ offers: ['Negotiate', 'NTLM', 'Basic realm="mail"'] }).guard(answered);
  return (request, response) =>
    request.headers.authorization === ACCEPTED ? answered(request, response) : ntlm(request, response);
};

/** Sets two cookies with each answer, including those of a handshake, and reports the cookies it received. */
const affine = (): Handler => {
  let times = 0;
  const tell: Handler = (request, response) => void response.end(request.headers.cookie ?? 'none');
  const ntlm = createNtlmServer().guard(tell);
  return (request, response) => {
    response.setHeader('set-cookie', ['X-BackEndCookie=a=b==; path=/EWS; HttpOnly', `times=${String((times += 1))}`]);
    if (request.headers.authorization?.startsWith('Basic ')) tell(request, response);
    else ntlm(request, response);
  };
};

/**
 * Answers by operation, as a server of version `?major=`, and ExportItems with a fault, behind which another answer comes
 * that nobody asked for. Each answer says over which connection it came, and which folder was asked for.
 */
const answeringTwice = (): Handler => {
  const numbers = new Map<object, number>();
  return (request, response) => {
    const number = numbers.get(request.socket) ?? numbers.size + 1;
    numbers.set(request.socket, number);
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      const major = new URL(request.url ?? '', 'http://x').searchParams.get('major') ?? '';
      const operation = /<s:Body>\s*<m:(\w+)/.exec(body)?.[1] ?? '';
      const envelope = (inner: string): string =>
        `<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Header><ServerVersionInfo MajorVersion="${major}" MinorVersion="0" MajorBuildNumber="847"/></s:Header><s:Body>${inner}</s:Body></s:Envelope>`;
      const head = { 'content-type': 'text/xml', 'x-connection': String(number) };
      if (operation !== 'ExportItems') {
        const folder = /FolderId Id="([^"]*)"/.exec(body)?.[1] ?? '';
        const held = operation === 'GetFolder' ? '<Folders><Folder/></Folders>' : `<SyncState>${folder}</SyncState>`;
        const message = `<${operation}ResponseMessage ResponseClass="Success">${held}</${operation}ResponseMessage>`;
        const answer = `<${operation}Response><ResponseMessages>${message}</ResponseMessages></${operation}Response>`;
        return void setTimeout(
          () => response.writeHead(200, { ...head, 'content-length': envelope(answer).length }).end(envelope(answer)),
          20,
        );
      }
      const fault = envelope(
        '<s:Fault><faultcode>s:Server</faultcode><faultstring>unknown request</faultstring></s:Fault>',
      );
      const surplus = envelope('<ExportItems/>');
      const second = `HTTP/1.1 200 OK\r\nContent-Length: ${String(surplus.length)}\r\n\r\n${surplus}`;
      response.once('finish', () => setTimeout(() => request.socket.write(second), 10));
      response.writeHead(500, { ...head, 'content-length': fault.length }).end(fault);
    });
  };
};

/** Sends `?bytes=` bytes in the largest possible pieces, and reports how many it received. */
const bulk: Handler = (request, response) => {
  let taken = 0;
  request.on('data', (chunk: Buffer) => (taken += chunk.length));
  request.on('close', () => {
    if (!request.complete) aborted.push(taken);
  });
  request.on('end', () => {
    const query = new URL(request.url ?? '', 'http://x').searchParams;
    let left = Number(query.get('bytes') ?? 0);
    if (query.has('aborted')) return void response.end(JSON.stringify(aborted.splice(0)));
    if (left === 0) return void response.end(`took ${String(taken)}`);
    if (query.has('length')) response.setHeader('content-length', left);
    const more = (): void => {
      while (left > 0) {
        const piece = PIECE.subarray(0, Math.min(left, PIECE.length));
        left -= piece.length;
        if (!response.write(piece)) return void response.once('drain', more);
      }
      response.end();
    };
    more();
  });
};
const PIECE = Buffer.alloc(64 * 1024, 'A');
/** How much came of requests that never ended. */
const aborted: number[] = [];

const started: Server[] = [];
let held: Awaited<ReturnType<typeof holdClosedPort>> | undefined;

/** Starts the servers for a run of the tests. */
export async function setup(project: TestProject): Promise<void> {
  const listen = async (server: Server): Promise<number> => {
    started.push(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return (server.address() as AddressInfo).port;
  };
  const http = async (handler: Handler): Promise<string> =>
    `http://127.0.0.1:${String(await listen(createHttpServer(handler)))}${PATH}`;
  const closing = await listen(createTcpServer((socket) => socket.on('data', () => socket.destroy())));
  held = await holdClosedPort();
  project.provide('servers', {
    exchange: await http(exchange()),
    ntlm: await http(createNtlmServer().guard(bulk)),
    affine: await http(affine()),
    selfSigned: `https://localhost:${String(await listen(createHttpsServer(SELF_SIGNED, exchange())))}${PATH}`,
    website: await http((_request, response) => response.writeHead(404, { 'content-type': 'text/html' }).end('<html>')),
    oauthOnly: await http(refuse('Bearer client_id="x", token_types="app_asserted_user_v1"')),
    ntlmOnly: await http(createNtlmServer({ offers: ['Negotiate', 'NTLM'] }).guard(answered)),
    kerberosOnly: await http(refuse('Negotiate')),
    digestOnly: await http(refuse('Digest realm="x"')),
    redirecting: await http((_request, response) =>
      response.writeHead(302, { location: 'https://outlook.office365.com/EWS/Exchange.asmx' }).end(),
    ),
    closing: `https://localhost:${String(closing)}${PATH}`,
    closed: `https://127.0.0.1:${String(held.port)}${PATH}`,
    silent: `http://127.0.0.1:${String(await listen(createTcpServer((socket) => socket.on('error', () => {}).resume())))}${PATH}`,
    broken: await http((_request, response) => response.destroy()),
    answeringTwice: await http(answeringTwice()),
    oldTls: `https://localhost:${String(await listen(createHttpsServer({ ...SELF_SIGNED, ...TLS_1_0 }, createNtlmServer({ offers: ['NTLM', 'Basic realm="mail"'] }).guard(bulk))))}${PATH}`,
  });
  gateway = await startGatewayProcess(TOKEN);
  project.provide('gateway', { url: gateway.url, token: TOKEN });
  mailHost = await startMailHost({ certificate: SELF_SIGNED });
  project.provide('mailHost', { port: mailHost.port, url: mailHost.url });
  aiosmtpd = await startAiosmtpd();
  project.provide('aiosmtpd', aiosmtpd ? { port: aiosmtpd.port, url: aiosmtpd.url } : null);
}

const TOKEN = 'a-token-for-tests-that-is-long-enough';
let gateway: { url: string; stop: () => void } | undefined;
let mailHost: MailHost | undefined;
let aiosmtpd: Aiosmtpd | undefined;
const TLS_1_0 = { minVersion: 'TLSv1', maxVersion: 'TLSv1', ciphers: 'DEFAULT:@SECLEVEL=0' } as const;

/** Stops them. */
export function teardown(): void {
  held?.release();
  for (const server of started) server.close();
  gateway?.stop();
  void mailHost?.close();
  aiosmtpd?.stop();
}
