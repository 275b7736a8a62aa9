import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { findPester, findPowerShell, installPowerShell } from './powershell/setup.ts';

/** A program that tests need and that npm does not bring. */
type Need = { name: string; isThere: () => boolean; debian: string; elsewhere: string };

/** One that installs itself, from packages of its own, without being root. */
const SELF_INSTALLED = {
  name: 'PowerShell 7 with Pester',
  isThere: () => findPowerShell() !== undefined && findPester() !== undefined,
  install: installPowerShell,
  elsewhere: 'install the .NET SDK, of which the test run makes the rest',
};

const NEEDS: readonly Need[] = [
  {
    name: 'a Chromium browser',
    isThere: () => findChromium() !== undefined,
    debian: 'chromium',
    elsewhere: 'install Chromium or Chrome, or name it in the variable CHROMIUM',
  },
  {
    name: 'Firefox',
    isThere: () => findFirefox() !== undefined,
    debian: 'firefox-esr',
    elsewhere: 'install Firefox, or name it in the variable FIREFOX',
  },
  {
    name: 'xmllint',
    isThere: () => spawnSync('xmllint', ['--version'], { stdio: 'ignore' }).status === 0,
    debian: 'libxml2-utils',
    elsewhere: 'install libxml2',
  },
  {
    name: 'exchangelib for Python',
    isThere: () => findExchangelib() !== undefined,
    debian: 'python3-exchangelib',
    elsewhere: 'pip install exchangelib',
  },
  {
    name: 'aiosmtpd for Python',
    isThere: () => findAiosmtpd() !== undefined,
    debian: 'python3-aiosmtpd',
    elsewhere: 'pip install aiosmtpd',
  },
  {
    name: 'Java',
    isThere: () => works('java', ['-version']),
    debian: 'default-jre-headless',
    elsewhere: 'install a Java runtime, 8 or newer',
  },
  {
    name: 'DavMail',
    isThere: () => findDavMailJar() !== undefined,
    debian: 'davmail-server',
    elsewhere: 'unpack DavMail and name its davmail.jar in the variable DAVMAIL_JAR',
  },
  {
    name: 'openssl',
    isThere: () => works('openssl', ['version']),
    debian: 'openssl',
    elsewhere: 'install OpenSSL',
  },
  {
    name: 'gnutls-serv',
    isThere: () => works('gnutls-serv', ['--version']),
    debian: 'gnutls-bin',
    elsewhere: 'install GnuTLS with its tools',
  },
  {
    name: 'tinyproxy',
    isThere: () => works('tinyproxy', ['-v']),
    debian: 'tinyproxy-bin',
    elsewhere: 'install tinyproxy',
  },
  {
    name: 'a squid that inspects TLS',
    isThere: () => findInspectingSquid() !== undefined,
    debian: 'squid-openssl',
    elsewhere: 'install a squid that was built with OpenSSL',
  },
];

/** What tests do without, more slowly. */
const FASTER: readonly Need[] = [
  {
    name: 'a Chromium without windows',
    isThere: () => findHeadlessShell() !== undefined,
    debian: 'chromium-headless-shell',
    elsewhere: 'not needed',
  },
];

function works(command: string, args: readonly string[]): boolean {
  return spawnSync(command, args, { stdio: 'ignore' }).status === 0;
}

/** The browser for tests; undefined when there is none. */
export function findChromium(): string | undefined {
  const named = process.env.CHROMIUM;
  const candidates = [
    ...(named ? [named] : []),
    '/usr/bin/chromium',
    '/usr/bin/chromium-browser',
    '/usr/bin/google-chrome',
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  ];
  return candidates.find((path) => works(path, ['--version']));
}

/** A Chromium without windows, of which contexts open at a small part of the cost; undefined when there is none. */
export function findHeadlessShell(): string | undefined {
  if (process.env.CHROMIUM) return undefined;
  return ['/usr/bin/chromium-headless-shell'].find((path) => works(path, ['--version']));
}

/** The other browser for tests; undefined when there is none. */
export function findFirefox(): string | undefined {
  const named = process.env.FIREFOX;
  const candidates = [
    ...(named ? [named] : []),
    '/usr/bin/firefox-esr',
    '/usr/bin/firefox',
    '/Applications/Firefox.app/Contents/MacOS/firefox',
  ];
  return candidates.find((path) => works(path, ['--version']));
}

/** A Python that has exchangelib. */
export function findExchangelib(): string | undefined {
  return ['/usr/bin/python3', 'python3'].find((path) => works(path, ['-c', 'import exchangelib']));
}

/** A Python that has aiosmtpd, a mail server. */
export function findAiosmtpd(): string | undefined {
  return ['/usr/bin/python3', 'python3'].find((path) => works(path, ['-c', 'import aiosmtpd']));
}

/** A Python for small clients of the protocols that its standard library speaks. */
export function findPython(): string | undefined {
  return ['/usr/bin/python3', 'python3'].find((path) => works(path, ['-c', 'import imaplib']));
}

function findDavMailJar(): string | undefined {
  const named = process.env.DAVMAIL_JAR;
  return [...(named ? [named] : []), '/usr/share/davmail/davmail.jar'].find((path) => existsSync(path));
}

/** davmail.jar, where there is a Java to run it. */
export function findDavMail(): string | undefined {
  return works('java', ['-version']) ? findDavMailJar() : undefined;
}

/** The program with which squid makes certificates, where there is one: the squid beside it inspects TLS. */
export function findInspectingSquid(): string | undefined {
  const isBuiltForIt = spawnSync('squid', ['-v'], { encoding: 'utf8' }).stdout?.includes('--with-openssl');
  const makers = ['/usr/lib/squid/security_file_certgen', '/usr/lib64/squid/security_file_certgen'];
  return isBuiltForIt ? makers.find((path) => existsSync(path)) : undefined;
}

/** While packages are installed, none of them starts a server on this computer (Debian's policy-rc.d). */
function startNoServices(): () => void {
  const policy = '/usr/sbin/policy-rc.d';
  if (existsSync(policy)) return () => {};
  writeFileSync(policy, '#!/bin/sh\nexit 101\n', { mode: 0o755 });
  return () => rmSync(policy);
}

/** Returns a line where it stays unmet. */
function installSelf({ name, isThere, install, elsewhere }: typeof SELF_INSTALLED): string[] {
  if (isThere()) return [];
  process.stdout.write(`Installing ${name} …\n`);
  try {
    install();
  } catch {
    // It is still missing, and is named.
  }
  return isThere() ? [] : [`${name} (${elsewhere})`];
}

/** Installs what is missing, where that is possible. Returns a line for each need that stays unmet. */
export function meetNeeds(): string[] {
  const unmet = installPackages(NEEDS);
  installPackages(FASTER);
  return [...unmet, ...installSelf(SELF_INSTALLED)];
}

/** With apt. */
function installPackages(needs: readonly Need[]): string[] {
  const missing = needs.filter((need) => !need.isThere());
  if (missing.length === 0) return [];
  if (process.getuid?.() === 0 && works('apt-get', ['--version'])) {
    const packages = missing.map((need) => need.debian);
    process.stdout.write(`Installing ${packages.join(', ')} …\n`);
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    const letServicesStart = startNoServices();
    try {
      execFileSync('apt-get', ['update', '-qq'], { stdio: ['ignore', 'ignore', 'inherit'], env });
      execFileSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...packages], {
        stdio: ['ignore', 'ignore', 'inherit'],
        env,
      });
    } catch {
      // What is still missing is named below.
    } finally {
      letServicesStart();
    }
  }
  return missing
    .filter((need) => !need.isThere())
    .map((need) => `${need.name} (Debian: apt-get install ${need.debian}; elsewhere: ${need.elsewhere})`);
}
