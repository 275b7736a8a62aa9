import { expect, test } from 'vitest';
import type { Loose } from './harness.ts';
import { createHarness, sorted } from './harness.ts';
import { WEBHOOK_EVENTS } from '../../worker/lib/event-types.ts';
import { GLOSSARY } from '../../worker/lib/glossary.ts';

type Schema = Record<string, unknown>;

const { api, ask } = createHarness();
const document = (await ask('GET', '/api/openapi.json')).body;

/** All values of `$ref` in a document. */
function refsOf(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, entry]) =>
    name === '$ref' && typeof entry === 'string' ? [entry] : refsOf(entry),
  );
}

function at(pointer: string): Loose {
  return pointer
    .replace('#/', '')
    .split('/')
    .reduce<unknown>((value, name) => (value as Schema | undefined)?.[name], document);
}

test('the document is OpenAPI 3.1 and whole: every reference leads somewhere', () => {
  expect(document.openapi).toMatch(/^3\.1\.\d$/);
  expect(document.info).toMatchObject({ title: 'Mailferry', version: expect.any(String) });
  for (const ref of refsOf(document)) expect(at(ref), ref).toBeTypeOf('object');
  expect(Object.keys(document.components.schemas)).toEqual(
    expect.arrayContaining(['Problem', 'Endpoint', 'Project', 'Mailbox', 'Pass', 'ItemError', 'Statistics']),
  );
});

test('every route that the API serves is described, and nothing else is', () => {
  const served = api.routes
    .filter(({ method, path }) => method !== 'ALL' && path !== '/api/openapi.json')
    .map(({ method, path }) => `${method.toLowerCase()} ${path.replaceAll(/:(\w+)/g, '{$1}')}`);
  const described = Object.entries(document.paths as Record<string, Schema>).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method} ${path}`),
  );
  expect(sorted(new Set(served))).toEqual(sorted(described));
});

test('the document explains the terms and every tag', () => {
  for (const [term, meaning] of Object.entries(GLOSSARY)) {
    expect(document.info.description).toContain(`- **${term}**: ${meaning}`);
    expect(meaning, term).toMatch(/^[A-Z][^.]+\.$/);
  }
  const used = Object.values(document.paths as Record<string, Record<string, Loose>>).flatMap((methods) =>
    Object.values(methods).flatMap(({ tags }) => tags as string[]),
  );
  const explained = (document.tags as Loose[]).filter(({ description }) => description.length > 10);
  expect(sorted(new Set(used))).toEqual(sorted(explained.map(({ name }) => name as string)));
});

/** What answers with something else than JSON. */
const FILES: Readonly<Record<string, string>> = {
  '/api/logos/{key}': 'image/png',
  '/api/credential-requests/{id}/preview': 'text/html',
  '/api/projects/{id}/mailboxes/export': 'text/csv',
  '/api/mailboxes/{id}/inventory.csv': 'text/csv',
  '/api/projects/{id}/inventory.csv': 'text/csv',
};

test('every operation has an id of its own, a summary, typed success and problems', () => {
  const seen = new Set<string>();
  for (const [path, methods] of Object.entries(document.paths as Record<string, Record<string, Loose>>)) {
    for (const [method, operation] of Object.entries(methods)) {
      const name = `${method} ${path}`;
      expect(seen.has(operation.operationId), name).toBe(false);
      seen.add(operation.operationId);
      expect(operation.summary, name).toBeTypeOf('string');
      expect(operation.tags, name).toHaveLength(1);
      const statuses = Object.keys(operation.responses);
      expect(statuses, name).toContain('default');
      for (const [status, response] of Object.entries<Loose>(operation.responses)) {
        expect(response.description, `${name} ${status}`).toBeTypeOf('string');
        const isProblem = status === 'default' || Number(status) >= 400;
        const file = FILES[path] ?? 'application/json';
        const type = isProblem ? 'application/problem+json' : file;
        const hasBody = isProblem || (status !== '204' && status !== '101');
        if (hasBody) expect(response.content?.[type]?.schema, `${name} ${status}`).toBeTypeOf('object');
      }
      const parameters = (operation.parameters ?? []).filter((parameter: Loose) => parameter.in === 'path');
      expect(
        parameters.map((parameter: Loose) => `{${parameter.name}}`),
        name,
      ).toEqual(path.match(/\{\w+\}/g) ?? []);
      for (const parameter of parameters) expect(parameter.required, name).toBe(true);
    }
  }
});

test('it documents what webhooks receive, for each type that they can subscribe to', () => {
  const types = WEBHOOK_EVENTS.map(({ type }) => type);
  expect(sorted(Object.keys(document.webhooks))).toEqual(sorted([...types, 'webhook.test']));
  for (const [type, { post }] of Object.entries<Loose>(document.webhooks)) {
    const { schema } = post.requestBody.content['application/json'];
    expect(at(schema.$ref).properties.data.required, type).toContain('version');
    expect(post.parameters.map(({ name }: Loose) => name)).toEqual([
      'webhook-id',
      'webhook-timestamp',
      'webhook-signature',
    ]);
    expect(post.description).toContain('The order is not guaranteed');
  }
});

test('bodies are described by the schemas that check them', () => {
  const body = document.paths['/api/projects/{id}/mailboxes'].post.requestBody;
  const schema = body.content['application/json'].schema;
  const resolved = schema.$ref ? at(schema.$ref) : schema;
  const rows = resolved.properties.mailboxes;
  expect(rows).toMatchObject({ type: 'array', minItems: 1, maxItems: 1000 });
  const row = rows.items.$ref ? at(rows.items.$ref) : rows.items;
  expect(row.required).toEqual(['sourceEmail', 'destinationEmail']);
});
