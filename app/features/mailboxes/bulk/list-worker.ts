import type { ListCommand } from './list-session.ts';
import { createListSession } from './list-session.ts';

const run = createListSession();

addEventListener('message', ({ data }: MessageEvent<ListCommand>) => postMessage(run(data)));
