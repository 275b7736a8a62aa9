import type { Piece } from '../../xml/bytes.ts';
import { xml } from '../../xml/template.ts';

const mailboxXml = (mailbox: string) => xml`<t:Mailbox><t:Address>${mailbox}</t:Address></t:Mailbox>`;

/** https://learn.microsoft.com/exchange/client-developer/web-service-reference/getuseroofsettings-operation */
export function getUserOofSettingsBody(mailbox: string): Piece[] {
  return [xml`<m:GetUserOofSettingsRequest>${mailboxXml(mailbox)}</m:GetUserOofSettingsRequest>`];
}

/**
 * `settings` are the children of `<t:UserOofSettings>`, in the order of the schema.
 * https://learn.microsoft.com/exchange/client-developer/web-service-reference/setuseroofsettings-operation
 */
export function setUserOofSettingsBody(mailbox: string, settings: readonly Piece[]): Piece[] {
  return [
    xml`<m:SetUserOofSettingsRequest>${mailboxXml(mailbox)}<t:UserOofSettings>`,
    ...settings,
    xml`</t:UserOofSettings></m:SetUserOofSettingsRequest>`,
  ];
}
