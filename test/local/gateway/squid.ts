import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findFreePort } from '../../../worker/local/ports.ts';
import { findInspectingSquid } from '../../needs.ts';
import { isInstalled, startProgram } from './third-party.ts';

export type Squid = {
  /** Lets lines through as they are. */
  port: number;
  /** Opens them, and encrypts again with certificates of its own authority. */
  inspectingPort: number;
  /** That authority, PEM. */
  root: string;
  user: string;
  password: string;
  stop: () => Promise<void>;
};

export const hasSquid = findInspectingSquid() !== undefined && isInstalled('openssl', ['version']);

/** Starts squid as a company would run it: with users, and with TLS inspection. It trusts `authority` (PEM) alone. */
export async function startSquid(authority: string): Promise<Squid> {
  const folder = mkdtempSync(join(tmpdir(), 'mailferry-squid-'));
  const [user, password] = ['anna', 'p@ss: wörd'];
  const openssl = (line: string, ...more: string[]) =>
    spawnSync('openssl', line.split(' ').concat(more), { cwd: folder, encoding: 'utf8' }).stdout;
  const write = (name: string, text: string): void => writeFileSync(join(folder, name), text, { mode: 0o644 });

  openssl(
    'req -x509 -newkey rsa:2048 -nodes -days 30 -keyout ca.key -out ca.pem -subj',
    '/O=Fjord Trading/CN=Fjord Inspection',
  );
  write('users', `${user}:${openssl('passwd -apr1', password).trim()}\n`);
  write('trusted.pem', authority);
  const maker = findInspectingSquid()!;
  spawnSync(maker, ['-c', '-s', join(folder, 'certificates'), '-M', '4MB']);
  // squid gives up its rights where it is started by root.
  chmodSync(folder, 0o777);
  chmodSync(join(folder, 'ca.key'), 0o644);
  spawnSync('chmod', ['-R', 'a+rwX', join(folder, 'certificates')]);
  const port = await findFreePort();
  const inspectingPort = await findFreePort();
  write(
    'squid.conf',
    `http_port 127.0.0.1:${port} name=plain
http_port 127.0.0.1:${inspectingPort} name=inspecting ssl-bump generate-host-certificates=on tls-cert=${folder}/ca.pem tls-key=${folder}/ca.key
sslcrtd_program ${maker} -s ${folder}/certificates -M 4MB
sslcrtd_children 1
acl inspected myportname inspecting
acl hello at_step SslBump1
ssl_bump peek hello inspected
ssl_bump bump inspected
tls_outgoing_options cafile=${folder}/trusted.pem
auth_param basic program /usr/lib/squid/basic_ncsa_auth ${folder}/users
auth_param basic children 1 startup=1
auth_param basic utf8 on
acl known proxy_auth REQUIRED
http_access allow known
http_access deny all
pid_filename ${folder}/squid.pid
cache_log ${folder}/cache.log
access_log none
cache deny all
coredump_dir ${folder}
netdb_filename none
pinger_enable off
visible_hostname proxy.fjord.example
`,
  );
  const program = await startProgram('squid', ['-N', '-f', join(folder, 'squid.conf')], port);
  return {
    port,
    inspectingPort,
    root: readFileSync(join(folder, 'ca.pem'), 'utf8'),
    user,
    password,
    stop: async () => {
      await program.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
