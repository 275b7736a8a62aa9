import type { SealBinding, Vault } from '../../features/kernel/deps.ts';
import { fromBase64, toBase64Url, utf8 } from '../../lib/encoding.ts';
import type { Random } from '../../lib/ids.ts';

const FORMAT = 'v1';
const KEY_BYTES = 32;
const IV_BYTES = 12;

/** Keys of the environment: base64 of 32 bytes each, by id. The current one seals; older ones still open. */
export type VaultKeys = { currentId: string; keys: Readonly<Record<string, string>> };

/** What stands in VAULT_KEY, VAULT_KEY_ID and VAULT_OLD_KEYS (`{"id": "base64", …}`). Throws one clear line. */
export function readVaultKeys(env: { VAULT_KEY?: string; VAULT_KEY_ID?: string; VAULT_OLD_KEYS?: string }): VaultKeys {
  if (!env.VAULT_KEY) throw new Error('VAULT_KEY is not set; it has to be 32 random bytes in base64.');
  const currentId = env.VAULT_KEY_ID ?? 'k1';
  const old: unknown = env.VAULT_OLD_KEYS ? JSON.parse(env.VAULT_OLD_KEYS) : {};
  if (typeof old !== 'object' || old === null || Array.isArray(old)) {
    throw new Error('VAULT_OLD_KEYS has to be a JSON object of key ids and keys.');
  }
  const keys = { ...(old as Record<string, string>), [currentId]: env.VAULT_KEY };
  for (const [id, key] of Object.entries(keys)) {
    if (!/^[\w-]{1,32}$/.test(id))
      throw new Error(`The vault key id ${JSON.stringify(id)} may only have letters, digits, - and _.`);
    if (typeof key !== 'string' || fromBase64(key).length !== KEY_BYTES) {
      throw new Error(`The vault key ${id} has to be 32 bytes in base64.`);
    }
  }
  return { currentId, keys };
}

function additionalData(binding: SealBinding, part: string): Uint8Array<ArrayBuffer> {
  return utf8(JSON.stringify([FORMAT, part, binding.table, binding.rowId, binding.field]));
}

/**
 * AES-256-GCM in an envelope: each value has a data key of its own, and that key is wrapped by a key of the
 * environment. Both are bound to table, row and field, so that a sealed value copied to another row stays shut.
 * A sealed value reads `v1.<key id>.<wrapped data key>.<sealed text>`, each part with its nonce in front, base64url.
 */
export function createVault(vaultKeys: VaultKeys, random: Random): Vault {
  const imported = new Map<string, Promise<CryptoKey>>();

  function wrappingKey(id: string): Promise<CryptoKey> {
    const known = imported.get(id);
    if (known) return known;
    const raw = vaultKeys.keys[id];
    if (raw === undefined) return Promise.reject(new Error(`No vault key has the id ${id}.`));
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
    const whole = fromBase64(text);
    const iv = whole.subarray(0, IV_BYTES);
    const cipher = whole.subarray(IV_BYTES);
    return new Uint8Array(await crypto.subtle.decrypt({ name: 'AES-GCM', iv, additionalData: aad }, key, cipher));
  }

  function split(sealed: string): { keyId: string; wrapped: string; text: string } {
    const [format, keyId, wrapped, text] = sealed.split('.');
    if (format !== FORMAT || !keyId || !wrapped || !text) throw new Error('This is not a value that the vault sealed.');
    return { keyId, wrapped, text };
  }

  async function dataKeyOf(binding: SealBinding, keyId: string, wrapped: string): Promise<Uint8Array<ArrayBuffer>> {
    return decrypt(await wrappingKey(keyId), additionalData(binding, 'key'), wrapped);
  }

  async function wrap(binding: SealBinding, dataKey: Uint8Array<ArrayBuffer>): Promise<string> {
    return encrypt(await wrappingKey(vaultKeys.currentId), additionalData(binding, 'key'), dataKey);
  }

  return {
    currentPrefix: `${FORMAT}.${vaultKeys.currentId}.`,
    async seal(binding, text) {
      const dataKey = new Uint8Array(KEY_BYTES);
      random(dataKey);
      const wrapped = await wrap(binding, dataKey);
      const sealedText = await encrypt(await importKey(dataKey), additionalData(binding, 'text'), utf8(text));
      return [FORMAT, vaultKeys.currentId, wrapped, sealedText].join('.');
    },
    async open(binding, sealed) {
      const { keyId, wrapped, text } = split(sealed);
      const dataKey = await importKey(await dataKeyOf(binding, keyId, wrapped));
      return new TextDecoder().decode(await decrypt(dataKey, additionalData(binding, 'text'), text));
    },
    async rewrap(binding, sealed) {
      const { keyId, wrapped, text } = split(sealed);
      const rewrapped = await wrap(binding, await dataKeyOf(binding, keyId, wrapped));
      return [FORMAT, vaultKeys.currentId, rewrapped, text].join('.');
    },
  };
}
