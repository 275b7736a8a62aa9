import { rawXml, type Xml } from './template.ts';

/**
 * An attribute of a server's answer as it goes into a request, with a space before it. Its value keeps the references
 * that it came with; what may stand between other quotes, or in a careless server's answer, is escaped: it could end
 * the value, and say something else behind it.
 */
export function rawAttribute({ name, raw }: { name: string; raw: string }): Xml {
  return rawXml(` ${name}="${raw.replaceAll('"', '&quot;').replaceAll('<', '&lt;')}"`);
}
