import type { Piece } from '../../xml/bytes.ts';
import { xml, type Xml } from '../../xml/template.ts';
import { childText, descend, type XmlElement } from '../../xml/scan.ts';
import { folderIdXml, type FolderRef, type Owner } from '../folders/get-folder.ts';

export type ConfigurationName = { name: string; folder: FolderRef };

/**
 * The XML of a configuration (a hidden item that clients keep settings in); since Exchange 2010.
 * https://learn.microsoft.com/exchange/client-developer/web-service-reference/getuserconfiguration-operation
 */
export function getUserConfigurationBody(configuration: ConfigurationName, owner: Owner): Piece[] {
  return [
    xml`
      <m:GetUserConfiguration>
        ${nameXml('m', configuration, owner)}
        <m:UserConfigurationProperties>XmlData</m:UserConfigurationProperties>
      </m:GetUserConfiguration>`,
  ];
}

/** Base64, or undefined where the configuration has no XML. */
export function readConfigurationXml(message: XmlElement): string | undefined {
  return childText(descend(message, 'UserConfiguration'), 'XmlData');
}

/**
 * Makes a configuration, or replaces the XML of one.
 * https://learn.microsoft.com/exchange/client-developer/web-service-reference/createuserconfiguration-operation
 * https://learn.microsoft.com/exchange/client-developer/web-service-reference/updateuserconfiguration-operation
 */
export function putUserConfigurationBody(
  operation: 'CreateUserConfiguration' | 'UpdateUserConfiguration',
  configuration: ConfigurationName,
  owner: Owner,
  xmlBase64: string,
): Piece[] {
  return [
    xml`
      <m:${operation}><m:UserConfiguration>
        ${nameXml('t', configuration, owner)}
        <t:XmlData>${xmlBase64}</t:XmlData>
      </m:UserConfiguration></m:${operation}>`,
  ];
}

function nameXml(prefix: string, { name, folder }: ConfigurationName, owner: Owner): Xml {
  const element = `${prefix}:UserConfigurationName`;
  return xml`<${element} Name="${name}">${folderIdXml(folder, owner)}</${element}>`;
}
