import { lockState } from '../../worker/local/state-lock.ts';

/** Takes a state folder and keeps it until its standard input closes: `hold-state.ts DIR PORT`. Says `held`, or why not. */
const [stateDir = '', port = ''] = process.argv.slice(2);
try {
  const lock = await lockState(stateDir, Number(port), Date.now);
  process.stdin.on('end', () => {
    lock.release();
    process.exit(0);
  });
  process.stdin.resume();
  process.stdout.write('held');
} catch (error) {
  process.stdout.write((error as Error).message);
  process.exit(1);
}
