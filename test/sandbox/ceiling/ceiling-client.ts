import { Agent, request as httpRequest } from 'node:http';

/**
 * The least of a client: it sends bytes and counts what comes back, so that a measure of the sandbox has little of the
 * client in it. At most `connections` at a time.
 */
export class Client {
  readonly #agent: Agent;
  readonly #url: URL;
  readonly #headers: Record<string, string>;

  constructor(url: string, login: { email: string; password: string }, connections: number) {
    this.#url = new URL(url);
    this.#agent = new Agent({ keepAlive: true, maxSockets: connections });
    const credentials = Buffer.from(`${login.email}:${login.password}`).toString('base64');
    this.#headers = { 'content-type': 'text/xml; charset=utf-8', authorization: `Basic ${credentials}` };
  }

  /**
   * Sends a SOAP body. Gives each piece of the answer to `take` where there is one; resolves with its length, rejects
   * where the server refused anything.
   */
  send(body: Buffer | string, take?: (piece: Buffer) => void): Promise<number> {
    return new Promise((resolve, reject) => {
      const sent = httpRequest(
        this.#url,
        {
          method: 'POST',
          agent: this.#agent,
          headers: { ...this.#headers, 'content-length': Buffer.byteLength(body) },
        },
        (answer) => {
          let length = 0;
          let error = '';
          answer.on('data', (piece: Buffer) => {
            const at = piece.indexOf('ResponseClass="Error"');
            if (at !== -1) error ||= piece.toString('latin1', at, at + 300);
            length += piece.length;
            take?.(piece);
          });
          answer.on('end', () => {
            if (answer.statusCode !== 200 || error) reject(new Error(`HTTP ${answer.statusCode} ${error}`));
            else resolve(length);
          });
          answer.on('error', reject);
        },
      );
      sent.on('error', reject);
      sent.end(body);
    });
  }

  async text(body: string): Promise<string> {
    const pieces: Buffer[] = [];
    await this.send(body, (piece) => pieces.push(piece));
    return Buffer.concat(pieces).toString('utf8');
  }

  close(): void {
    this.#agent.destroy();
  }
}
