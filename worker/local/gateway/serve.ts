import { readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { resolveHere } from './address-gate.ts';
import { HANDSHAKE_MS } from './open-line.ts';
import { proxyFrom } from './proxy.ts';
import { createGateway } from './server.ts';
import { splitPem } from './trust-bundle.ts';
import { trustOf } from './trust.ts';

/**
 * The gateway of `npm start`, as a process of its own on loopback. Settings come by the environment; it ends when its
 * standard input closes. A port of 0 is any free one.
 */
const { MAILFERRY_GATEWAY_TOKEN, MAILFERRY_GATEWAY_PORT = '0', MAILFERRY_CA_FILE } = process.env;
if (!MAILFERRY_GATEWAY_TOKEN || !MAILFERRY_CA_FILE) throw new Error('start.ts runs this script.');

// The process that reads these may be gone; this one must still end in order.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});
process.stdin.resume().once('close', () => process.exit(0));
// The terminal's Ctrl-C reaches every process of the group; start.ts decides when this one ends.
process.on('SIGINT', () => {});

const { server } = createGateway({
  token: MAILFERRY_GATEWAY_TOKEN,
  ways: {
    resolve: resolveHere,
    trust: trustOf(splitPem(readFileSync(MAILFERRY_CA_FILE, 'utf8'))),
    proxy: proxyFrom(process.env),
    // Mailferry's own setting decides, in each grant.
    allowPrivate: true,
    handshakeMs: HANDSHAKE_MS,
    now: () => new Date(),
  },
});
server.listen(Number(MAILFERRY_GATEWAY_PORT), '127.0.0.1', () => {
  const { port } = server.address() as AddressInfo;
  process.stdout.write(`${JSON.stringify({ ready: true, port })}\n`);
});
