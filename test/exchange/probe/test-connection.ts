import { getRandomValues } from 'node:crypto';
import { examine, type ExamineRequest } from '../../../worker/exchange/probe/examine.ts';
import { socketFetch } from '../../../worker/exchange/transport/socket-fetch.ts';
import { findingsOf } from '../../../worker/features/endpoints/report/findings-of.ts';
import type { ProbeResult } from '../../../worker/features/kernel/deps.ts';
import type { Finding, ProbeCheck } from '../../../worker/lib/probe-checks.ts';
import { netSockets } from '../../fakes/net-socket.ts';
import type { SandboxSide } from '../../sandbox/sandbox.ts';

export type Asked = {
  credentials?: { username: string; password: string } | null;
  mailbox?: string;
  impersonate?: boolean;
  side?: 'source' | 'destination';
  url?: string;
  /** What signing in needs, where it is not plain connections. */
  platform?: Partial<ExamineRequest>;
  trusted?: string;
};

export type Report = {
  health: string;
  of: (check: ProbeCheck) => Finding;
  findings: Finding[];
  /** The checks that are not well, with their states. */
  bad: Record<string, string>;
};

/** Tests the connection to a server of the sandbox, as POST …/probe does; by the server's administrator unless said. */
export async function testConnection(server: SandboxSide, asked: Asked = {}): Promise<Report> {
  const { credentials = server.admin, mailbox, impersonate = false, side, url = server.url } = asked;
  const { open } = netSockets();
  const seen = await examine({
    fetch: socketFetch({ open, now: Date.now, maxConnections: 6 }),
    open,
    random: (bytes) => void getRandomValues(bytes),
    now: Date.now,
    url,
    impersonate,
    timeoutMs: 20_000,
    ...(credentials && { credentials }),
    ...(mailbox !== undefined && { mailbox }),
    ...asked.platform,
  });
  const about = { authSchemes: seen.authSchemes, version: seen.version ?? null, facts: seen.facts };
  const result: ProbeResult = seen.fault
    ? {
        ok: false,
        ...about,
        kind: seen.fault.kind,
        code: seen.fault.code,
        message: seen.fault.message,
        ...lineIn(seen.fault),
      }
    : { ok: true, ...about };
  const look = { url, account: credentials?.username, mailbox, useImpersonation: impersonate, ...(side && { side }) };
  const trustedCertificates = asked.trusted === undefined ? {} : { [new URL(url).hostname]: asked.trusted };
  const findings = findingsOf({ trustedCertificates, throttling: null }, look, result, Date.now());
  return {
    health: seen.fault?.code ?? 'ok',
    findings,
    of: (check) => findings.find((finding) => finding.check === check)!,
    bad: Object.fromEntries(
      findings
        .filter(({ state }) => state === 'failed' || state === 'warning')
        .map(({ check, state }) => [check, state]),
    ),
  };
}

function lineIn({ line }: NonNullable<Awaited<ReturnType<typeof examine>>['fault']>) {
  return line === undefined ? {} : { line };
}
