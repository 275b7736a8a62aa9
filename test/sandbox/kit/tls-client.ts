import { connect, type ConnectionOptions, type TLSSocket } from 'node:tls';

export type Met = { protocol: string | null; cipher: string; alpn: string | false | null; sha256: string };

/** Node at its most lenient: what a client must do to meet the oldest servers. */
export const LENIENT: ConnectionOptions = { minVersion: 'TLSv1', ciphers: 'ALL:@SECLEVEL=0' };

/** The text of `GET /` on a new connection, and how it was encrypted. Rejects with what OpenSSL or Node found wrong. */
export function getOver(port: number, options: ConnectionOptions = {}): Promise<Met & { answer: string }> {
  return new Promise((resolve, reject) => {
    const socket: TLSSocket = connect({ host: '127.0.0.1', port, ...options }, () => {
      const met = {
        protocol: socket.getProtocol(),
        cipher: socket.getCipher().name,
        alpn: socket.alpnProtocol,
        sha256: socket.getPeerCertificate().fingerprint256.replaceAll(':', '').toLowerCase(),
      };
      let answer = '';
      socket.on('data', (piece: Buffer) => (answer += piece.toString('latin1')));
      socket.on('close', () => resolve({ ...met, answer }));
      socket.write(
        'GET / HTTP/1.1\r\nHost: mail.old.example\r\nAuthorization: Basic eDp5\r\nConnection: close\r\n\r\n',
      );
    });
    socket.setTimeout(5_000, () => socket.destroy(new Error('nothing comes')));
    socket.on('error', reject);
  });
}

/** The code of the error that a connection ends with, or how it went well. */
export async function failureOf(port: number, options: ConnectionOptions = {}): Promise<string> {
  try {
    const { answer } = await getOver(port, options);
    return answer === '' ? 'no answer' : 'answered';
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    return code ?? message;
  }
}
