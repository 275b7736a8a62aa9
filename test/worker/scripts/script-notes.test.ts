import { describe, expect, test } from 'vitest';
import { notesOf } from '../../../worker/features/scripts/script-notes.ts';
import { inputOf } from './script-world.ts';

const notes = (...[id, changes]: [Parameters<typeof notesOf>[0], Parameters<typeof inputOf>[0]?]): string =>
  notesOf(id, inputOf(changes)).join(' ');

describe('what whoever sends a script should know', () => {
  test('nothing, where nothing is missing', () => {
    expect(notes('full-access')).toBe('');
    expect(notes('forwarding')).toBe('');
    expect(notes('throttling', { mailboxes: [], domains: [] })).toBe('');
  });

  test('an account that is missing, of scripts that grant something', () => {
    expect(notes('full-access', { account: null })).toContain('no account');
    expect(notes('forwarding', { account: null })).toBe('');
  });

  test('mailboxes or domains that are missing', () => {
    expect(notes('create-mailboxes', { mailboxes: [] })).toContain('no mailboxes yet');
    expect(notes('inventory', { mailboxes: [] })).toContain('no mailboxes yet');
    expect(notes('inventory', { mailboxes: [], scope: 'domains' })).toBe('');
    expect(notes('inventory', { mailboxes: [], scope: 'domains', domains: [] })).toContain('No domain is known');
  });

  test('mail that would come back: both sides have the same domain, and nothing else is named', () => {
    const mailboxes = [{ source: 'a@fjord.example', destination: 'a@Fjord.example', name: null }];
    expect(notes('forwarding', { mailboxes })).toContain('would come back');
    expect(notes('forwarding', { mailboxes, forwardDomain: 'fjord.example' })).toContain('would come back');
    expect(notes('forwarding', { mailboxes, forwardDomain: 'fjord.newhost.example' })).toBe('');
  });
});
