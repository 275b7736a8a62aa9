import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { unstable_getMiniflareWorkerOptions as readOptions } from 'wrangler';

/** Writes into a file what wrangler.toml says of the Worker, for a start that does without wrangler: see bundled.ts. */
const [file] = process.argv.slice(2);
if (!file) throw new Error('commands.ts runs this script.');

const config = fileURLToPath(new URL('../../wrangler.toml', import.meta.url));
writeFileSync(file, JSON.stringify(readOptions(config, 'local').workerOptions));
