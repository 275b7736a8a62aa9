import { Agent, request as httpRequest } from 'node:http';

export type Answered = { status: number; headers: [name: string, value: string][]; body: string };

/** A client that keeps to one connection, as NTLM wants it. Header lines come back each by itself. */
export class OneConnection {
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 1 });
  readonly #url: string;
  constructor(url: string) {
    this.#url = url;
  }

  post(body: string, headers: Readonly<Record<string, string>>): Promise<Answered> {
    return new Promise((resolve, reject) => {
      const request = httpRequest(this.#url, { method: 'POST', agent: this.#agent, headers }, (response) => {
        const chunks: Buffer[] = [];
        response.on('error', reject);
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () => {
          const raw = response.rawHeaders;
          const lines = raw.flatMap((name, at): [string, string][] =>
            at % 2 === 0 ? [[name.toLowerCase(), raw[at + 1] ?? '']] : [],
          );
          resolve({ status: response.statusCode ?? 0, headers: lines, body: Buffer.concat(chunks).toString('utf8') });
        });
      });
      request.on('error', reject);
      request.end(body);
    });
  }

  close(): void {
    this.#agent.destroy();
  }
}
