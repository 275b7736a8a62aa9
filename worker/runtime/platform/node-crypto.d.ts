/** What is used here of Node's crypto (workerd has it, too). https://nodejs.org/api/crypto.html */
declare module 'node:crypto' {
  export class X509Certificate {
    /** DER. Throws for bytes that are no certificate. */
    constructor(der: Uint8Array);
    readonly subject: string;
    readonly issuer: string;
    readonly subjectAltName?: string;
    readonly validFrom: string;
    readonly validTo: string;
    readonly fingerprint256: string;
    checkHost(name: string): string | undefined;
    checkIP(address: string): string | undefined;
  }

  export function scrypt(
    password: string,
    salt: string,
    keylen: number,
    options: { N: number; r: number; p: number; maxmem: number },
    callback: (error: Error | null, key: Uint8Array) => void,
  ): void;
}
