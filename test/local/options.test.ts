import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readOptions } from '../../worker/local/options.ts';

const read = (...args: string[]) => readOptions(args, '/project');

describe('the options of npm start', () => {
  test('are the sandbox, its folder in the project, and the usual port', () => {
    expect(read()).toEqual({
      withSandbox: true,
      port: 8787,
      stateDir: '/project/.sandbox',
      allowPrivateEndpoints: true,
      caFiles: [],
    });
  });

  test('without the sandbox have another folder, and keep out private endpoints unless they are allowed', () => {
    expect(read('--no-sandbox')).toMatchObject({ stateDir: '/project/.mailferry', allowPrivateEndpoints: false });
    expect(read('--no-sandbox', '--allow-private-endpoints')).toMatchObject({ allowPrivateEndpoints: true });
  });

  test('take a folder as seen from where the command runs', () => {
    expect(read('--state', 'x')).toMatchObject({ stateDir: resolve('x') });
    expect(read('--state', '/x/y')).toMatchObject({ stateDir: '/x/y' });
  });

  test('take any number of files of authorities, as seen from where the command runs', () => {
    expect(read('--ca', 'a.pem', '--ca', '/b.pem')).toMatchObject({ caFiles: [resolve('a.pem'), '/b.pem'] });
  });

  test('take one more address to listen at, where a proxy is in front', () => {
    const proxied = ['--public-url', 'https://ferry.example', '--host'];
    expect(read(...proxied, '192.168.1.10')).toMatchObject({
      host: '192.168.1.10',
      publicUrl: 'https://ferry.example',
    });
    expect(read(...proxied, 'fd00::10')).toMatchObject({ host: 'fd00::10' });
  });

  test('ask for help', () => {
    expect(read('--help')).toBe('help');
    expect(read('-h', '--port', '1')).toBe('help');
  });

  test.each([
    [['--port', '0'], '--port takes a number from 1 to 65535, not "0".'],
    [['--port', '80.5'], '--port takes a number from 1 to 65535, not "80.5".'],
    [['--state', ''], '--state needs the name of a folder.'],
    [['--prot', '1'], "Unknown option '--prot'"],
    [['there'], "Unexpected argument 'there'"],
    [['--host', '192.168.1.10'], '--host needs --public-url with the address of the proxy.'],
    // Every address at once would be more than anyone means.
    ...['0.0.0.0', '::', '0', 'ferry.example', '192.168.1.10:80', ''].map((host): [string[], string] => [
      ['--public-url', 'https://ferry.example', '--host', host],
      `--host takes one address of this computer such as 192.168.1.10, not "${host}".`,
    ]),
    [['--public-url', 'ferry.example'], '--public-url needs an address such as https://mailferry.example.'],
  ])('%j is refused', (args, words) => {
    expect(() => readOptions(args, '/project')).toThrow(words);
  });
});
