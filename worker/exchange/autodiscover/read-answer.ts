import { openReader, readAll } from '../xml/byte-reader.ts';
import { isExchangeOnline, offeredSchemes } from '../faults/http-faults.ts';
import { isNoAnswer, NO_ANSWER } from '../faults/no-answer.ts';
import { parseXml, type XmlElement } from '../xml/scan.ts';
import { readPox } from './pox.ts';
import { readSoap } from './soap.ts';
import type { Answer, Form } from './steps.ts';

/** Far more than any service answers. */
const MAX_BYTES = 1024 * 1024;

/** Cloudflare's own words for a server that it does not reach or trust. */
const OF_THE_PLATFORM: Readonly<Record<number, string>> = {
  525: 'The server’s certificate is not trusted.',
  526: 'The server’s certificate is not trusted.',
  530: 'There is no server with this name.',
};

/** What an HTTP answer of a service means. The body is read only where it can be one. */
export async function readAnswer(url: string, form: Form, response: Response): Promise<Answer> {
  const early = await readHead(url, response);
  if (early) return early;
  const root = await readXml(response);
  const answer = root && (form === 'soap' ? readSoap(root) : readPox(root));
  return answer ?? { kind: 'not-here', said: 'It answers, but not as this service.' };
}

/** What status and headers alone say; undefined for an answer to be read. Otherwise the body is given up. */
export async function readHead(url: string, response: Response): Promise<Answer | undefined> {
  const { status, headers } = response;
  if (status === 200 && !isExchangeOnline(url, headers)) return undefined;
  await response.body?.cancel().catch(() => {});
  if (isExchangeOnline(url, headers)) return { kind: 'exchange-online' };
  const location = headers.get('location') ?? '';
  if (status >= 300 && status < 400 && location !== '') {
    return URL.canParse(location, url)
      ? { kind: 'other-url', url: new URL(location, url).href }
      : { kind: 'not-here', said: 'It refers to no address.' };
  }
  if (status === 401) return { kind: 'sign-in', schemes: offeredSchemes(headers) };
  if (isNoAnswer({ code: `http-${String(status)}` })) return { kind: 'silent', said: NO_ANSWER, isNoAnswer: true };
  const unreached = OF_THE_PLATFORM[status];
  return unreached
    ? { kind: 'silent', said: unreached }
    : { kind: 'not-here', said: `It answers HTTP ${String(status)}.` };
}

/** The body as text, where it is short enough. */
export async function readText(response: Response): Promise<string> {
  return response.body ? new TextDecoder().decode(await readAll(openReader(response.body), MAX_BYTES)) : '';
}

async function readXml(response: Response): Promise<XmlElement | undefined> {
  try {
    return response.body ? parseXml(await readAll(openReader(response.body), MAX_BYTES)) : undefined;
  } catch (error) {
    // An HTML page, or too large an answer; a broken connection is reported elsewhere.
    if (error instanceof RangeError || (error instanceof Error && error.name === 'XmlError')) return undefined;
    throw error;
  }
}
