import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export type PesterTest = {
  name: string;
  result: 'Passed' | 'Failed' | 'Skipped' | 'NotRun';
  ms: number;
  message: string;
};
export type PesterReport = { tests: PesterTest[]; broken: string[]; version: string; shell: string };

const here = new URL('.', import.meta.url).pathname;

/** Runs a Pester file in a PowerShell of its own; its cases are what `-ForEach` goes through. */
export async function runPester(
  programs: { shell: string; pester: string },
  file: string,
  cases: readonly unknown[],
  scenariosAt: string,
): Promise<PesterReport> {
  const folder = mkdtempSync(join(tmpdir(), 'mailferry-pester-run-'));
  const [casesFile, report] = [join(folder, 'cases.json'), join(folder, 'report.json')];
  try {
    writeFileSync(casesFile, JSON.stringify(cases));
    const args = ['-NoProfile', '-NonInteractive', '-File', join(here, 'Run.ps1'), programs.pester];
    const env = { ...process.env, POWERSHELL_TELEMETRY_OPTOUT: '1', POWERSHELL_UPDATECHECK: 'Off', NO_COLOR: '1' };
    const child = spawn(programs.shell, [...args, join(here, file), scenariosAt, casesFile, report], {
      cwd: folder,
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const said: Buffer[] = [];
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => said.push(chunk));
    const [status] = (await once(child, 'close')) as [number | null];
    if (status !== 0)
      throw new Error(`PowerShell ended with ${status ?? 'a signal'}:\n${Buffer.concat(said).toString()}`);
    return JSON.parse(readFileSync(report, 'utf8')) as PesterReport;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
