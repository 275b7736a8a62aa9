import type { Who } from '../../engine/model/setting.ts';
import { child, childText, type XmlElement } from '../xml/scan.ts';
import { xml, type Xml } from '../xml/template.ts';

/** Whom a `UserId` means. Accounts that are gone have a SID alone. */
export function readWho(element: XmlElement | undefined): Who {
  const userId = child(element, 'UserId');
  const everyone = childText(userId, 'DistinguishedUser')?.trim();
  if (everyone === 'Default' || everyone === 'Anonymous') return { everyone };
  const address = childText(userId, 'PrimarySmtpAddress')?.trim();
  if (address) return { address };
  const name = ['DisplayName', 'ExternalUserIdentity', 'SID'].map((part) => childText(userId, part)?.trim());
  return { unknown: name.find((part) => part) ?? '' };
}

/** Empty for an unknown person. */
export function whoXml(who: Who): Xml | '' {
  if ('everyone' in who) return xml`<t:UserId><t:DistinguishedUser>${who.everyone}</t:DistinguishedUser></t:UserId>`;
  if ('unknown' in who) return '';
  return xml`<t:UserId><t:PrimarySmtpAddress>${who.address}</t:PrimarySmtpAddress></t:UserId>`;
}
