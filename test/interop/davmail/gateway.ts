import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export type Gateway = {
  ports: Record<'imap' | 'smtp' | 'caldav' | 'ldap', number>;
  /** The last of what it logged. */
  log: () => string;
  stop: () => Promise<void>;
};

/** A port that is free now. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('No port');
  return address.port;
}

/**
 * DavMail as a process of its own, on loopback only, before one EWS server. It asks no one else: no updates, no
 * proxies, no Kerberos. `jar` is davmail.jar; settles when it listens, throws with its log when it doesn't within
 * 40 seconds.
 */
export async function startDavMail(jar: string, url: string): Promise<Gateway> {
  const [imap, smtp] = [await freePort(), await freePort()];
  const [caldav, ldap] = [await freePort(), await freePort()];
  const folder = mkdtempSync(join(tmpdir(), 'davmail-'));
  const settings: Record<string, string> = {
    'davmail.server': 'true',
    'davmail.mode': 'EWS',
    'davmail.url': url,
    'davmail.bindAddress': '127.0.0.1',
    'davmail.allowRemote': 'false',
    'davmail.imapPort': String(imap),
    'davmail.smtpPort': String(smtp),
    'davmail.caldavPort': String(caldav),
    'davmail.popPort': '',
    'davmail.ldapPort': String(ldap),
    'davmail.enableKerberos': 'false',
    'davmail.disableUpdateCheck': 'true',
    'davmail.enableProxy': 'false',
    'davmail.useSystemProxies': 'false',
    'davmail.logFilePath': join(folder, 'davmail.log'),
    'log4j.rootLogger': 'WARN',
    'log4j.logger.davmail': 'INFO',
  };
  const file = join(folder, 'davmail.properties');
  writeFileSync(
    file,
    Object.entries(settings)
      .map(([name, value]) => `${name}=${value}\n`)
      .join(''),
  );
  // One small heap and the first compiler alone: it lives for seconds.
  const options = ['-Xmx192m', '-XX:TieredStopAtLevel=1', '-XX:+UseSerialGC', '-jar', jar, file];
  const child: ChildProcess = spawn('java', options, { stdio: ['ignore', 'pipe', 'pipe'] });
  let log = '';
  const stop = async (): Promise<void> => {
    if (child.exitCode === null && child.signalCode === null) {
      const ended = once(child, 'exit');
      child.kill('SIGKILL');
      await ended;
    }
    rmSync(folder, { recursive: true, force: true });
  };
  const listening = new Promise<void>((resolve, reject) => {
    const take = (chunk: Buffer): void => {
      log = (log + chunk.toString()).slice(-100_000);
      if (log.includes(`port ${imap}`) && log.includes('listening')) resolve();
    };
    child.stdout?.on('data', take);
    child.stderr?.on('data', take);
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`DavMail ended with ${code}\n${log}`)));
    setTimeout(() => reject(new Error(`DavMail does not listen\n${log}`)), 40_000).unref();
  });
  try {
    await listening;
  } catch (error) {
    await stop();
    throw error;
  }
  return { ports: { imap, smtp, caldav, ldap }, log: () => log, stop };
}
