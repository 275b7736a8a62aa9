import { Authority, type CertificateKind, type Pem } from './certificate.ts';

/** What a side shows in the handshake: a certificate of the sandbox's making, or one that is given. */
export type TlsOptions = CertificateKind | Pem;

const KINDS: ReadonlySet<string> = new Set(['good', 'self-signed', 'expired', 'wrong-host']);

/** The certificates of one side. Clients that trust `authority` take the good one, and no other. */
export class SideTls {
  readonly #authority: Authority;
  readonly #hosts: readonly string[];
  readonly #given: Pem | undefined;

  constructor(options: TlsOptions, host: string, nowMs: number) {
    this.#authority = new Authority(nowMs);
    this.#hosts = [...new Set(['localhost', '127.0.0.1', host])];
    this.#given = typeof options === 'object' ? options : undefined;
  }

  /** PEM. */
  get authority(): string {
    return this.#authority.cert;
  }

  /** Throws RangeError for a kind that there is not. `good` is the given one, where one was given. */
  show(options: TlsOptions): Pem {
    if (typeof options === 'object') return options;
    if (!KINDS.has(options)) throw new RangeError(`There is no certificate '${options}'`);
    return options === 'good' && this.#given ? this.#given : this.#authority.issue(options, this.#hosts);
  }
}
