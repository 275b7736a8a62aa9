import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const SCHEMA = new URL('../../../shared/ews-schema/exchange2016/soap.xsd', import.meta.url).pathname;

/** Why requests cannot be validated here; undefined where they can. In CI everything must be there. */
export function whyNoValidation(): string | undefined {
  const missing = existsSync(SCHEMA) ? (hasXmllint() ? undefined : 'xmllint') : `the schema ${SCHEMA}`;
  if (missing !== undefined && process.env['CI'] === 'true') throw new Error(`Needed in CI and missing: ${missing}`);
  return missing;
}

/** What the official schema finds wrong with whole envelopes; empty when they are all valid. */
export function schemaErrors(envelopes: ReadonlyMap<string, string>): string {
  const folder = mkdtempSync(join(tmpdir(), 'ews-'));
  try {
    const files = [...envelopes].map(([name, text]) => {
      const file = join(folder, `${name.replaceAll(/\W+/g, '-')}.xml`);
      writeFileSync(file, text);
      return file;
    });
    execFileSync('xmllint', ['--noout', '--schema', SCHEMA, ...files], { stdio: 'pipe' });
    return '';
  } catch (error) {
    const text = String((error as { stderr?: Buffer }).stderr ?? error);
    return text
      .split('\n')
      .filter((line) => !line.endsWith(' validates'))
      .join('\n');
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function hasXmllint(): boolean {
  try {
    execFileSync('xmllint', ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
