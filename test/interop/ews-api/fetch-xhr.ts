import util from 'node:util';
import { ConfigurationApi } from 'ews-javascript-api';

type XhrOptions = { type?: string; url: string; headers?: Record<string, string>; data?: string };

/** What ews-javascript-api reads of an XMLHttpRequest. */
type XhrAnswer = {
  status: number;
  statusText: string;
  response: string;
  responseText: string;
  getResponseHeader: (name: string) => string | null;
  getAllResponseHeaders: () => string;
};

async function send(options: XhrOptions): Promise<XhrAnswer> {
  const response = await fetch(options.url, {
    method: options.type ?? 'GET',
    redirect: 'manual',
    ...(options.headers ? { headers: options.headers } : {}),
    ...(options.data === undefined ? {} : { body: options.data }),
  });
  const text = await response.text();
  const answer = {
    status: response.status,
    statusText: response.statusText,
    response: text,
    responseText: text,
    getResponseHeader: (name: string) => response.headers.get(name),
    getAllResponseHeaders: () => [...response.headers].map(([name, value]) => `${name}: ${value}`).join('\r\n'),
  };
  // The library takes every status but success from the rejection.
  // oxlint-disable-next-line typescript/only-throw-error -- its contract is that of an XMLHttpRequest
  if (!response.ok) throw answer;
  return answer;
}

/**
 * Makes ews-javascript-api speak through this process's fetch, so that nothing of its own network code is used, and
 * gives it back the one function of Node that it needs and that Node no longer has.
 */
export function speakOverFetch(): void {
  const old = util as { isNullOrUndefined?: (value: unknown) => boolean };
  old.isNullOrUndefined ??= (value) => value === null || value === undefined;
  const api = {
    apiName: 'fetch',
    xhr: send,
    xhrStream: () => Promise.reject(new Error('Streaming is not used here')),
    disconnect: () => undefined,
  };
  ConfigurationApi.ConfigureXHR(api as unknown as Parameters<typeof ConfigurationApi.ConfigureXHR>[0]);
}
