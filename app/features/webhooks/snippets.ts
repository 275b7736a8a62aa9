/** Code that verifies a delivery, ready to copy. A test runs each of them. */
export const SNIPPETS = {
  typescript: {
    label: 'TypeScript',
    code: String.raw`// body: the request's body exactly as it came, before any JSON is parsed.
export async function verifyWebhook(secret: string, headers: Headers, body: string): Promise<boolean> {
  const id = headers.get('webhook-id') ?? '';
  const timestamp = headers.get('webhook-timestamp') ?? '';
  if (!(Math.abs(Date.now() / 1000 - Number(timestamp)) <= 300)) return false;
  const bytesOf = (base64: string) => Uint8Array.from(atob(base64), (char) => char.charCodeAt(0));
  const algorithm = { name: 'HMAC', hash: 'SHA-256' };
  const raw = bytesOf(secret.replace('whsec_', ''));
  const key = await crypto.subtle.importKey('raw', raw, algorithm, false, ['verify']);
  const signed = new TextEncoder().encode(id + '.' + timestamp + '.' + body);
  for (const entry of (headers.get('webhook-signature') ?? '').split(' ')) {
    const [version, signature = ''] = entry.split(',');
    if (version !== 'v1' || !/^[A-Za-z0-9+/]{43}=$/.test(signature)) continue;
    if (await crypto.subtle.verify('HMAC', key, bytesOf(signature), signed)) return true;
  }
  return false;
}
`,
  },
  python: {
    label: 'Python',
    code: String.raw`import base64, hashlib, hmac, time

# body: the bytes of the request's body exactly as they came, before any JSON is parsed.
def verify_webhook(secret, headers, body):
    message_id, timestamp = headers["webhook-id"], headers["webhook-timestamp"]
    if abs(time.time() - int(timestamp)) > 300:
        return False
    key = base64.b64decode(secret[len("whsec_"):])
    signed = (message_id + "." + timestamp + ".").encode() + body
    digest = hmac.new(key, signed, hashlib.sha256).digest()
    expected = b"v1," + base64.b64encode(digest)
    entries = headers["webhook-signature"].encode().split(b" ")
    return any(hmac.compare_digest(expected, entry) for entry in entries)
`,
  },
  powershell: {
    label: 'PowerShell',
    code: String.raw`# Body: the bytes of the request's body exactly as they came, before any JSON is parsed.
function Test-Webhook([string]$Secret, $Headers, [byte[]]$Body) {
  $id = $Headers['webhook-id']
  $timestamp = $Headers['webhook-timestamp']
  $now = [DateTimeOffset]::UtcNow.ToUnixTimeSeconds()
  if ([Math]::Abs($now - [long]$timestamp) -gt 300) { return $false }
  $hmac = New-Object System.Security.Cryptography.HMACSHA256
  $hmac.Key = [Convert]::FromBase64String($Secret.Substring('whsec_'.Length))
  [byte[]]$signed = [Text.Encoding]::UTF8.GetBytes($id + '.' + $timestamp + '.') + $Body
  $expected = 'v1,' + [Convert]::ToBase64String($hmac.ComputeHash($signed))
  return ($Headers['webhook-signature'] -split ' ') -ccontains $expected
}
`,
  },
  shell: {
    label: 'curl + openssl',
    code: String.raw`# To check by hand: while openssl runs, other users of the computer can see the key.
# The secret is in WEBHOOK_SECRET. signature_of ID TIMESTAMP reads the body from standard input.
signature_of() {
  key=$(printf %s "$WEBHOOK_SECRET" | cut -c7- | openssl base64 -d -A | od -An -v -tx1 | tr -d ' \n')
  { printf '%s.%s.' "$1" "$2"; cat; } |
    openssl dgst -sha256 -mac HMAC -macopt "hexkey:$key" -binary | openssl base64 -A
}

# verify ID TIMESTAMP SIGNATURES < body
verify() {
  case " $3 " in *" v1,$(signature_of "$1" "$2") "*) echo valid ;; *) echo invalid ;; esac
}

# send_try URL sends a signed request to your own receiver.
send_try() {
  now=$(date +%s)
  body='{"type":"webhook.test","data":{}}'
  signature=$(printf %s "$body" | signature_of msg_try "$now")
  curl -sS -i "$1" -H 'content-type: application/json' -H 'webhook-id: msg_try' \
    -H "webhook-timestamp: $now" -H "webhook-signature: v1,$signature" --data-binary "$body"
}
`,
  },
} as const;
