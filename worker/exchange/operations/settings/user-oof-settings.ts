import { escapeXml, type Piece } from '../../xml/bytes.ts';

const mailboxXml = (mailbox: string) => `<t:Mailbox><t:Address>${escapeXml(mailbox)}</t:Address></t:Mailbox>`;

/** https://learn.microsoft.com/exchange/client-developer/web-service-reference/getuseroofsettings-operation */
export function getUserOofSettingsBody(mailbox: string): Piece[] {
  return [`<m:GetUserOofSettingsRequest>${mailboxXml(mailbox)}</m:GetUserOofSettingsRequest>`];
}

/**
 * `settings` are the children of `<t:UserOofSettings>`, in the order of the schema.
 * https://learn.microsoft.com/exchange/client-developer/web-service-reference/setuseroofsettings-operation
 */
export function setUserOofSettingsBody(mailbox: string, settings: readonly Piece[]): Piece[] {
  return [
    `<m:SetUserOofSettingsRequest>${mailboxXml(mailbox)}<t:UserOofSettings>`,
    ...settings,
    '</t:UserOofSettings></m:SetUserOofSettingsRequest>',
  ];
}
