import { rawXml, type Xml } from './template.ts';

/**
 * An attribute of a server's answer for use in a request, with a leading space. Its value keeps its references; quotes
 * and other characters that a careless server may send are escaped, as they could end the value and inject markup.
 */
export function rawAttribute({ name, raw }: { name: string; raw: string }): Xml {
  return rawXml(` ${name}="${raw.replaceAll('"', '&quot;').replaceAll('<', '&lt;')}"`);
}
