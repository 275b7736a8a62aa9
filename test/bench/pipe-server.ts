import { unstable_startWorker as startWorker } from 'wrangler';

/** The raw pipe on the embedded workerd, as a process of its own; it ends when its standard input closes. */
const worker = await startWorker({
  config: new URL('pipe.toml', import.meta.url).pathname,
  envFiles: [],
  dev: {
    server: { hostname: '127.0.0.1', port: Number(process.argv[2]) },
    inspector: false,
    watch: false,
    liveReload: false,
    logLevel: 'error',
  },
});
await worker.ready;
process.stdout.write(`${JSON.stringify({ url: (await worker.url).origin })}\n`);
process.stdin.resume();
process.stdin.once('end', () => {
  setTimeout(() => process.exit(0), 4_000);
  void worker.dispose().then(() => process.exit(0));
});
