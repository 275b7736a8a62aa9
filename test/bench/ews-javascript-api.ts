import { fileURLToPath } from 'node:url';
import type { Contender } from './contender.ts';
import { runScript } from './script.ts';

/** ews-javascript-api on Node, by MIME. */
export function ewsJavascriptApi(): Contender {
  const script = fileURLToPath(new URL('ews-javascript-api-script.ts', import.meta.url));
  return {
    name: 'ews-javascript-api',
    title: 'ews-javascript-api',
    run: (task) => runScript([process.execPath, '--no-warnings', script], task),
    close: async () => {},
  };
}
