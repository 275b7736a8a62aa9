import type { Piece } from '../../xml/bytes.ts';
import { xml } from '../../xml/template.ts';
import { attributeOf, child, type XmlElement } from '../../xml/scan.ts';

/**
 * Ids of the form that Exchange 2007 had before its first service pack, to be turned into today's.
 * https://learn.microsoft.com/exchange/client-developer/web-service-reference/convertid-operation
 */
export function convertLegacyIdsBody(ids: readonly string[], mailbox: string): Piece[] {
  const each = ids.map((id) => xml`<t:AlternateId Format="EwsLegacyId" Id="${id}" Mailbox="${mailbox}"/>`);
  return [xml`<m:ConvertId DestinationFormat="EwsId"><m:SourceIds>${each}</m:SourceIds></m:ConvertId>`];
}

/** The id in one of its response messages. */
export function readConvertedId(message: XmlElement): string | undefined {
  return attributeOf(child(message, 'AlternateId'), 'Id');
}
