import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';

const POWERSHELL = '7.6.9';
const PESTER = '5.7.1';

/** Outside of the project, so that every clone finds it: `MAILFERRY_TOOLS`, or `~/.cache/mailferry`. */
const tools = process.env.MAILFERRY_TOOLS ?? join(homedir(), '.cache', 'mailferry');
const shellFolder = join(tools, `powershell-${POWERSHELL}`);
const pesterFolder = join(tools, 'nuget');

const works = (command: string, args: readonly string[]): boolean =>
  spawnSync(command, args, { stdio: 'ignore' }).status === 0;

/** PowerShell 7: the one of the variable PWSH, that of the set-up, or any that is there. */
export function findPowerShell(): string | undefined {
  const named = process.env.PWSH;
  const own = join(shellFolder, process.platform === 'win32' ? 'pwsh.exe' : 'pwsh');
  return [...(named ? [named] : []), ...(existsSync(own) ? [own] : []), 'pwsh'].find((path) => works(path, ['-v']));
}

/** The manifest of Pester, the test framework of PowerShell. */
export function findPester(): string | undefined {
  const path = join(pesterFolder, 'pester', PESTER, 'tools', 'Pester.psd1');
  return existsSync(path) ? path : undefined;
}

/** A project that brings nothing but the package. */
const pesterProject = (): string => `<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup>
    <TargetFramework>netstandard2.0</TargetFramework>
    <DisableImplicitFrameworkReferences>true</DisableImplicitFrameworkReferences>
    <RestorePackagesPath>${pesterFolder}</RestorePackagesPath>
  </PropertyGroup>
  <ItemGroup><PackageDownload Include="Pester" Version="[${PESTER}]" /></ItemGroup>
</Project>
`;

/** Installs both with the .NET SDK, each from its package. Throws where that does not work. */
export function installPowerShell(): void {
  const env = { ...process.env, DOTNET_CLI_TELEMETRY_OPTOUT: '1', DOTNET_NOLOGO: '1' };
  const dotnet = (...args: string[]): void =>
    void execFileSync('dotnet', args, { stdio: ['ignore', 'ignore', 'inherit'], env });
  mkdirSync(tools, { recursive: true });
  if (!findPowerShell()) {
    // What an interrupted installation left would count as installed.
    rmSync(shellFolder, { recursive: true, force: true });
    dotnet('tool', 'install', 'PowerShell', '--version', POWERSHELL, '--tool-path', shellFolder);
  }
  if (findPester()) return;
  const folder = mkdtempSync(join(tmpdir(), 'mailferry-pester-'));
  try {
    writeFileSync(join(folder, 'pester.csproj'), pesterProject());
    dotnet('restore', join(folder, 'pester.csproj'));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
