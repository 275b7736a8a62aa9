/** What is used here of Node's streams (workerd has them, too). https://nodejs.org/api/stream.html */
declare module 'node:stream' {
  export class Readable {
    static from(chunks: Iterable<Uint8Array>): Readable;
    on(event: 'end', listener: () => void): this;
  }
}

/** What is used here of Node's sockets. https://nodejs.org/api/net.html#class-netsocket */
declare module 'node:net' {
  export class Socket {
    once(event: 'connect' | 'secureConnect', listener: () => void): this;
    on(event: 'error', listener: (error: Error) => void): this;
    off(event: 'error', listener: (error: Error) => void): this;
    destroy(): void;
  }
  export function connect(options: { host: string; port: number }): Socket;
}

/** https://nodejs.org/api/tls.html#tlsconnectoptions-callback */
declare module 'node:tls' {
  import type { Socket } from 'node:net';
  export function connect(options: { host: string; port: number }): Socket;
}

/** What is used here of nodemailer, whose own types need those of Node. https://nodemailer.com/extras/smtp-connection */
declare module 'nodemailer/lib/smtp-connection' {
  import type { Socket } from 'node:net';
  import type { Readable } from 'node:stream';

  type Failure = {
    message: string;
    code?: string;
    command?: string;
    responseCode?: number;
    response?: string;
  };
  type Account = { user: string; pass: string };

  export default class SMTPConnection {
    constructor(options: {
      host: string;
      port: number;
      /** An open one: the library looks no name up then. */
      connection: Socket;
      name: string;
      secure: boolean;
      /** `connection` has TLS already. */
      secured: boolean;
      requireTLS: boolean;
      ignoreTLS: boolean;
      connectionTimeout: number;
      greetingTimeout: number;
      socketTimeout: number;
      socketCloseTimeout: number;
      maxResponseSize: number;
    });
    on(event: 'error', listener: (error: Failure) => void): this;
    on(event: 'end', listener: () => void): this;
    connect(callback: (error?: Failure | null) => void): void;
    login(account: Account & { credentials: Account }, callback: (error?: Failure | null) => void): void;
    send(
      envelope: { from: string; to: readonly string[]; size: number },
      message: Readable,
      callback: (error: Failure | null, info: { response: string }) => void,
    ): void;
    quit(): void;
    close(): void;
  }
}

/** https://nodemailer.com/extras/mailcomposer */
declare module 'nodemailer/lib/mail-composer' {
  type Address = { name: string; address: string };

  export default class MailComposer {
    constructor(mail: {
      from: Address;
      to: Address;
      replyTo?: Address;
      messageId: string;
      subject: string;
      text: string;
      html: string;
      date: Date;
      headers: Record<string, string>;
      disableFileAccess: boolean;
      disableUrlAccess: boolean;
    });
    compile(): { build(): Promise<Uint8Array> };
  }
}
