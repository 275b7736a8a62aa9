import { type EwsError, PlainFault, SchemaFault, type SoapFault } from '../operations/errors.ts';
import type { Profile } from '../profiles/profiles.ts';
import { escapeXml, wrap, type Xml } from '../xml/node.ts';

const SOAP = 'http://schemas.xmlsoap.org/soap/envelope/';
const TYPES = 'http://schemas.microsoft.com/exchange/services/2006/types';
const XSI = 'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"';
const XSD = 'xmlns:xsd="http://www.w3.org/2001/XMLSchema"';
const ERRORS = 'xmlns:e="http://schemas.microsoft.com/exchange/services/2006/errors"';

function versionAttributes({ build, schemaVersion }: Profile): string {
  const [major, minor, number, revision] = build;
  return `MajorVersion="${major}" MinorVersion="${minor}" MajorBuildNumber="${number}" MinorBuildNumber="${revision}" Version="${schemaVersion}"`;
}

/** Prefixes and declarations as ASP.NET (2007) and WCF (2010 and later) write them, of the recorded sessions. */
function versionHeader(profile: Profile, prefix: string): string {
  if (profile.quirks.namesNoVersion) return `<${prefix}:Header/>`;
  const info =
    profile.stack === 'asmx'
      ? `<t:ServerVersionInfo ${versionAttributes(profile)} xmlns:t="${TYPES}" />`
      : `<h:ServerVersionInfo ${versionAttributes(profile)} xmlns:h="${TYPES}" xmlns="${TYPES}" ${XSI} ${XSD}/>`;
  return `<${prefix}:Header>${info}</${prefix}:Header>`;
}

/** The answer of an operation in the envelope of its server. */
export function envelopeXml(profile: Profile, body: Xml): Xml {
  const start = '<?xml version="1.0" encoding="utf-8"?>';
  if (profile.stack === 'asmx')
    return [
      `${start}<soap:Envelope xmlns:soap="${SOAP}" ${XSI} ${XSD}>${versionHeader(profile, 'soap')}<soap:Body>`,
      body,
      '</soap:Body></soap:Envelope>',
    ];
  return [
    `${start}<s:Envelope xmlns:s="${SOAP}">${versionHeader(profile, 's')}<s:Body ${XSI} ${XSD}>`,
    body,
    '</s:Body></s:Envelope>',
  ];
}

const entry = (name: string, text: string): string => `<e:${name} ${ERRORS}>${escapeXml(text)}</e:${name}>`;

const messageXml = (details: Xml | undefined): Xml =>
  details === undefined ? '' : wrap('t:MessageXml', details, { 'xmlns:t': TYPES });

function asmxFault(profile: Profile, fault: SoapFault | EwsError): Xml {
  const place =
    fault instanceof SchemaFault
      ? [entry('Line', String(fault.line)), entry('Position', String(fault.position))]
      : messageXml(fault.details);
  return [
    `<?xml version="1.0"?>\n<soap11:Envelope xmlns:soap11="${SOAP}">${versionHeader(profile, 'soap11')}<soap11:Body><soap11:Fault><faultcode>soap11:Client</faultcode><faultstring>${escapeXml(fault.message)}</faultstring><detail>`,
    entry('ResponseCode', fault.code),
    entry('Message', fault instanceof SchemaFault ? fault.violation : fault.message),
    place,
    '</detail></soap11:Fault></soap11:Body></soap11:Envelope>',
  ];
}

/** A fault in the form of its server. */
export function faultXml(profile: Profile, fault: SoapFault | EwsError): Xml {
  if (profile.stack === 'asmx') return asmxFault(profile, fault);
  const start = `<?xml version="1.0" encoding="utf-8"?><s:Envelope xmlns:s="${SOAP}">`;
  if (fault instanceof PlainFault)
    return `<SOAP:Envelope xmlns:SOAP="${SOAP}"><SOAP:Header/><SOAP:Body><SOAP:Fault><faultcode>SOAP:${fault.faultCode}</faultcode><faultstring>${escapeXml(fault.message)}</faultstring></SOAP:Fault></SOAP:Body></SOAP:Envelope>`;
  if (profile.quirks.plainFaults)
    return `${start}<s:Body><s:Fault><faultcode>s:Client</faultcode><faultstring>${escapeXml(fault.message)}</faultstring></s:Fault></s:Body></s:Envelope>`;
  const message = fault instanceof SchemaFault ? 'The request failed schema validation.' : fault.message;
  return [
    start,
    profile.versionOnFaults ? versionHeader(profile, 's') : '',
    `<s:Body><s:Fault><faultcode xmlns:a="${TYPES}">a:${fault.code}</faultcode><faultstring xml:lang="en-US">${escapeXml(fault.message)}</faultstring><detail>`,
    entry('ResponseCode', fault.code),
    entry('Message', message),
    messageXml(fault.details),
    '</detail></s:Fault></s:Body></s:Envelope>',
  ];
}
