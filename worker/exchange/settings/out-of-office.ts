import { FaultError } from '../../engine/model/fault.ts';
import type { OutOfOffice, Reply } from '../../engine/model/setting.ts';
import type { Piece } from '../xml/bytes.ts';
import type { Connection } from '../client/connection.ts';
import { makeFault } from '../faults/make-fault.ts';
import { responseFault } from '../faults/response-faults.ts';
import { getUserOofSettingsBody, setUserOofSettingsBody } from '../operations/settings/user-oof-settings.ts';
import { attributeOf, child, childText, contentOf, descend, type XmlElement } from '../xml/scan.ts';
import { xml } from '../xml/template.ts';

const STATES = ['Disabled', 'Enabled', 'Scheduled'] as const;

/** The out-of-office settings of the mailbox. Throws FaultError. */
export async function readOutOfOffice(connection: Connection, signal: AbortSignal): Promise<OutOfOffice> {
  const body = () => getUserOofSettingsBody(connection.mailbox);
  const response = await connection.call({ operation: 'GetUserOofSettings', body, signal });
  requireSuccess(connection, response);
  const settings = child(response, 'OofSettings');
  const text = (name: string) => childText(settings, name)?.trim();
  const state = STATES.find((name) => name === text('OofState'));
  if (settings === undefined || state === undefined) {
    const message = 'The server does not return the out-of-office setting.';
    throw new FaultError(makeFault('unsupported', 'mailbox', 'no-settings', message, connection.side));
  }
  const [startAt, endAt] = ['StartTime', 'EndTime'].map((name) => instantIn(descend(settings, 'Duration'), name));
  return {
    state,
    audience: text('ExternalAudience') ?? 'None',
    ...(startAt && { startAt }),
    ...(endAt && { endAt }),
    internal: readReply(child(settings, 'InternalReply')),
    external: readReply(child(settings, 'ExternalReply')),
  };
}

/** Exchange 2007 writes its instants without a zone; they are UTC all the same. */
function instantIn(duration: XmlElement | undefined, name: string): string | undefined {
  const text = childText(duration, name)?.trim();
  if (!text) return undefined;
  return /(?:Z|[+-]\d\d:\d\d)$/.test(text) ? text : `${text}Z`;
}

function readReply(element: XmlElement | undefined): Reply {
  const message = child(element, 'Message');
  const language = attributeOf(element, 'lang');
  return { content: message ? contentOf(message).slice() : new Uint8Array(0), ...(language && { language }) };
}

/** Throws FaultError. */
export async function putOutOfOffice(
  connection: Connection,
  settings: OutOfOffice,
  signal: AbortSignal,
): Promise<void> {
  const { state, audience, startAt, endAt, internal, external } = settings;
  const span =
    startAt === undefined || endAt === undefined
      ? ''
      : xml`<t:Duration><t:StartTime>${startAt}</t:StartTime><t:EndTime>${endAt}</t:EndTime></t:Duration>`;
  const response = await connection.call({
    operation: 'SetUserOofSettings',
    body: () =>
      setUserOofSettingsBody(connection.mailbox, [
        xml`<t:OofState>${state}</t:OofState><t:ExternalAudience>${audience}</t:ExternalAudience>${span}`,
        ...replyXml('InternalReply', internal),
        ...replyXml('ExternalReply', external),
      ]),
    signal,
  });
  requireSuccess(connection, response);
}

function replyXml(name: string, { content, language }: Reply): Piece[] {
  const attribute = language === undefined ? '' : xml` xml:lang="${language}"`;
  return [xml`<t:${name}${attribute}><t:Message>`, content, xml`</t:Message></t:${name}>`];
}

/** Its status is in an element of its own, not in a response message. Throws FaultError. */
function requireSuccess(connection: Connection, response: XmlElement): void {
  const message = child(response, 'ResponseMessage');
  const fault = message && responseFault(message, connection.side);
  if (fault) throw new FaultError(fault);
}
