import type { Piece } from '../xml/bytes.ts';
import { xml } from '../xml/template.ts';
import type { RequestVersion } from './versions.ts';

const MESSAGES_NAMESPACE = 'http://schemas.microsoft.com/exchange/services/2006/messages';
const TYPES_NAMESPACE = 'http://schemas.microsoft.com/exchange/services/2006/types';

export type EnvelopeOptions = {
  version: RequestVersion;
  /** Primary SMTP address of the mailbox whose owner the request acts as. */
  impersonate?: string;
};

/**
 * A SOAP 1.1 envelope around the pieces of its body, which use the prefixes `m` and `t`. Content among the pieces
 * is passed on as it is.
 * https://learn.microsoft.com/exchange/client-developer/web-service-reference/exchangeimpersonation
 */
export function envelope(options: EnvelopeOptions, body: readonly Piece[]): Piece[] {
  const impersonation =
    options.impersonate === undefined
      ? ''
      : xml`
          <t:ExchangeImpersonation><t:ConnectingSID>
            <t:PrimarySmtpAddress>${options.impersonate}</t:PrimarySmtpAddress>
          </t:ConnectingSID></t:ExchangeImpersonation>`;
  return [
    xml`
      <?xml version="1.0" encoding="utf-8"?>
      <s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"
        xmlns:m="${MESSAGES_NAMESPACE}"
        xmlns:t="${TYPES_NAMESPACE}">
        <s:Header><t:RequestServerVersion Version="${options.version}"/>${impersonation}</s:Header>
        <s:Body>`,
    ...body,
    xml`</s:Body></s:Envelope>`,
  ];
}
