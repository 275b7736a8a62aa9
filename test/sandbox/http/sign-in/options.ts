export type Scheme = 'Negotiate' | 'NTLM' | 'Basic' | 'Bearer';

/** How one signs in at a side. */
export type SignInOptions = {
  /**
   * Taken, and offered in this order. Default Basic alone; over TLS what the version has as it is installed, and Basic
   * besides at autodiscover.
   */
  schemes?: readonly Scheme[];
  /** Of Basic. Default the request's host. */
  realm?: string;
  /** How Basic's bytes are read; which one an IIS takes is unproven. Default UTF-8. */
  basicCharset?: 'utf-8' | 'windows-1252';
  /** Of EWS, with NTLM over TLS. Default that of the version. Autodiscover has none. */
  extendedProtection?: 'off' | 'allow' | 'require';
  /** NetBIOS name of the domain. Default the first label of the mailboxes' domain, in capitals. */
  domain?: string;
  /** Tokens of Bearer, and whose they are. */
  tokens?: Readonly<Record<string, string>>;
  /**
   * A sign-in page stands before the server, as ADFS or a proxy with a second factor puts it there: everyone is sent
   * on (302), or shown a form (200), whatever they bring.
   */
  page?: 'redirect' | 'form';
  /** After so many wrong passwords in a row the right one is refused, too. Default never, as in a new domain. */
  lockOut?: {
    after: number;
    /** Default until it is unlocked. */
    forMs?: number;
    /** `page`: ASP.NET's error page with Windows' words, as exchangelib knows it. Default 401. */
    tells?: 'http' | 'page';
  };
  /**
   * What an account hears that is disabled or whose password has to be changed: 401 by default, as IIS refuses what
   * Windows refuses; `ews`: a SOAP fault that says why (codes of the schema; when a server does so is unproven).
   */
  tells?: 'http' | 'ews';
};

export type AccountState = 'active' | 'disabled' | 'password-expired' | 'must-change-password';

/** EWS response codes of accounts that may not sign in. */
export const STATE_CODES: Readonly<Record<Exclude<AccountState, 'active'>, string>> = {
  disabled: 'ErrorAccountDisabled',
  'password-expired': 'ErrorPasswordExpired',
  'must-change-password': 'ErrorPasswordChangeRequired',
};
