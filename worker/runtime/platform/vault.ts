import { isBoundTo } from '../../features/credentials/bound-to.ts';
import { SealError } from '../../features/credentials/seal-error.ts';
import type { SealBinding, Vault } from '../../features/kernel/deps.ts';
import { fromBase64, toBase64Url, utf8 } from '../../lib/encoding.ts';
import type { Random } from '../../lib/ids.ts';
import type { SealedParts } from './sealed-text.ts';
import { additionalData, boundTextOf, joinSealed, prefixOf, splitSealed } from './sealed-text.ts';

const KEY_BYTES = 32;
const IV_BYTES = 12;

/** Keys of the environment: base64 of 32 bytes each, by id. The current one seals; older ones still open. */
export type VaultKeys = { currentId: string; keys: Readonly<Record<string, string>> };

/** Reads VAULT_KEY, VAULT_KEY_ID and VAULT_OLD_KEYS (`{"id": "base64", …}`). Throws an error of one clear line. */
export function readVaultKeys(env: { VAULT_KEY?: string; VAULT_KEY_ID?: string; VAULT_OLD_KEYS?: string }): VaultKeys {
  if (!env.VAULT_KEY) throw new Error('VAULT_KEY is not set. Set it to 32 random bytes in base64.');
  const currentId = env.VAULT_KEY_ID ?? 'k1';
  const old: unknown = env.VAULT_OLD_KEYS ? JSON.parse(env.VAULT_OLD_KEYS) : {};
  if (typeof old !== 'object' || old === null || Array.isArray(old)) {
    throw new Error('VAULT_OLD_KEYS must be a JSON object of key ids and keys.');
  }
  const keys = { ...(old as Record<string, string>), [currentId]: env.VAULT_KEY };
  for (const [id, key] of Object.entries(keys)) {
    if (!/^[\w-]{1,32}$/.test(id))
      throw new Error(`The vault key id ${JSON.stringify(id)} can contain only letters, digits, - and _.`);
    if (typeof key !== 'string' || fromBase64(key).length !== KEY_BYTES) {
      throw new Error(`The vault key ${id} must be 32 bytes in base64.`);
    }
  }
  return { currentId, keys };
}

/**
 * AES-256-GCM in an envelope: each value has a data key of its own, and that key is wrapped by a key of the
 * environment. Both are bound to table, row and field, so that a sealed value copied to another row stays shut, and to
 * the servers that the secret was given for, so that it opens for no other; see sealed-text.ts.
 */
export function createVault(vaultKeys: VaultKeys, random: Random): Vault {
  const { currentId } = vaultKeys;
  const imported = new Map<string, Promise<CryptoKey>>();

  function wrappingKey(id: string): Promise<CryptoKey> {
    const known = imported.get(id);
    if (known) return known;
    const raw = vaultKeys.keys[id];
    if (raw === undefined)
      return Promise.reject(new SealError('unreadable', `There is no vault key with the id ${id}.`));
    const key = importKey(fromBase64(raw));
    imported.set(id, key);
    return key;
  }

  function importKey(raw: Uint8Array<ArrayBuffer>): Promise<CryptoKey> {
    return crypto.subtle.importKey('raw', raw, 'AES-GCM', false, ['encrypt', 'decrypt']);
  }

  async function encrypt(
    key: CryptoKey,
    aad: Uint8Array<ArrayBuffer>,
    plain: Uint8Array<ArrayBuffer>,
  ): Promise<string> {
    const iv = new Uint8Array(IV_BYTES);
    random(iv);
    const cipher = await crypto.subtle.encrypt({ name: 'AES-GCM', iv, additionalData: aad }, key, plain);
    const whole = new Uint8Array(IV_BYTES + cipher.byteLength);
    whole.set(iv);
    whole.set(new Uint8Array(cipher), IV_BYTES);
    return toBase64Url(whole);
  }

  async function decrypt(key: CryptoKey, aad: Uint8Array<ArrayBuffer>, text: string): Promise<Uint8Array<ArrayBuffer>> {
    try {
      const whole = fromBase64(text);
      const iv = whole.subarray(0, IV_BYTES);
      const cipher = whole.subarray(IV_BYTES);
      return new Uint8Array(await crypto.subtle.decrypt({ name: 'AES-GCM', iv, additionalData: aad }, key, cipher));
    } catch (cause) {
      throw new SealError('unreadable', 'A sealed value does not match its row or its key.', { cause });
    }
  }

  function split(sealed: string): SealedParts {
    const parts = splitSealed(sealed);
    if (!parts) throw new SealError('unreadable', 'This is not a value that the vault sealed.');
    return parts;
  }

  async function dataKeyOf(binding: SealBinding, { keyId, wrapped, provenText }: SealedParts) {
    return decrypt(await wrappingKey(keyId), additionalData(binding, 'key', provenText), wrapped);
  }

  async function openParts(binding: SealBinding, parts: SealedParts): Promise<Uint8Array<ArrayBuffer>> {
    const dataKey = await importKey(await dataKeyOf(binding, parts));
    return decrypt(dataKey, additionalData(binding, 'text', parts.provenText), parts.text);
  }

  async function wrap(binding: SealBinding, boundText: string, dataKey: Uint8Array<ArrayBuffer>): Promise<string> {
    return encrypt(await wrappingKey(currentId), additionalData(binding, 'key', boundText), dataKey);
  }

  async function sealBytes(binding: SealBinding, boundText: string, plain: Uint8Array<ArrayBuffer>): Promise<string> {
    const dataKey = new Uint8Array(KEY_BYTES);
    random(dataKey);
    const wrapped = await wrap(binding, boundText, dataKey);
    const text = await encrypt(await importKey(dataKey), additionalData(binding, 'text', boundText), plain);
    return joinSealed(currentId, boundText, wrapped, text);
  }

  let tagging: Promise<CryptoKey> | undefined;

  async function taggingKey(): Promise<CryptoKey> {
    const raw = fromBase64(vaultKeys.keys[currentId] ?? '');
    const parent = await crypto.subtle.importKey('raw', raw, 'HKDF', false, ['deriveKey']);
    const derivation = { name: 'HKDF', hash: 'SHA-256', salt: new Uint8Array(0), info: utf8('tags') };
    return crypto.subtle.deriveKey(derivation, parent, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign']);
  }

  return {
    currentPrefix: prefixOf(currentId),
    async tagOf(text) {
      const signature = await crypto.subtle.sign('HMAC', await (tagging ??= taggingKey()), utf8(text));
      return toBase64Url(new Uint8Array(signature));
    },
    boundTo: (sealed) => splitSealed(sealed)?.boundTo,
    seal: (binding, boundTo, text) => sealBytes(binding, boundTextOf(boundTo), utf8(text)),
    async open(binding, sealed, address) {
      const parts = split(sealed);
      if (!isBoundTo(parts.boundTo, address))
        throw new SealError(
          'other-server',
          `It was entered for ${parts.boundTo.origin} and is not sent to any other server.`,
        );
      return new TextDecoder().decode(await openParts(binding, parts));
    },
    async rewrap(binding, sealed) {
      const parts = split(sealed);
      const { provenText, text, boundTo } = parts;
      // What is not proven yet is sealed as a whole.
      if (provenText === undefined) return sealBytes(binding, boundTextOf(boundTo), await openParts(binding, parts));
      return joinSealed(currentId, provenText, await wrap(binding, provenText, await dataKeyOf(binding, parts)), text);
    },
  };
}
