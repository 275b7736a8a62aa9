import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { convertV4MiniflareOptions, Log, LogLevel, Miniflare } from 'miniflare';

/** Beside a bundle: what wrangler.toml says of its Worker, as worker-options.ts wrote it. */
const OPTIONS_FILE = 'options.json';

export type Runtime = {
  origin: () => Promise<string>;
  fetch: (url: string, init: { method: string; headers: Record<string, string> }) => Promise<unknown>;
  dispose: () => Promise<void>;
};

export type RuntimeSettings = {
  port: number;
  persist: string;
  vars: Record<string, string>;
  computer: (request: Request) => Promise<Response>;
};

/**
 * Starts a Worker that was bundled before on the runtime that wrangler would start. wrangler itself takes a multiple of
 * the time to be loaded, builds what is built, and puts a second runtime in front.
 */
export async function startBundled(bundle: string, settings: RuntimeSettings): Promise<Runtime> {
  const folder = dirname(bundle);
  const options = JSON.parse(readFileSync(join(folder, OPTIONS_FILE), 'utf8')) as { bindings: Record<string, string> };
  const miniflare = new Miniflare(
    convertV4MiniflareOptions({
      host: '127.0.0.1',
      port: settings.port,
      cf: false,
      logRequests: false,
      log: new Log(LogLevel.ERROR),
      handleStructuredLogs: ({ level, message }) => {
        // What continues a line is indented, as wrangler does it: left-out-lines.ts goes by that.
        if (level === 'error') process.stderr.write(`${message.replaceAll('\n', '\n  ')}\n`);
      },
      // Where wrangler's `persist` keeps it.
      resourcePersistencePath: join(settings.persist, 'v3'),
      workers: [
        {
          ...options,
          name: 'mailferry-local',
          modulesRoot: folder,
          modules: [{ type: 'ESModule', path: bundle }],
          bindings: { ...options.bindings, ...settings.vars },
          serviceBindings: { COMPUTER: settings.computer as never },
        },
      ],
    }),
  );
  await miniflare.ready;
  return {
    origin: async () => (await miniflare.ready).origin,
    fetch: (url, init) => miniflare.dispatchFetch(url, init),
    dispose: () => miniflare.dispose(),
  };
}
