import type { KeptMessage } from './kept-messages.ts';

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}

const STYLE = `
  :root { color-scheme: light dark; font: 15px/1.5 system-ui, sans-serif }
  body { max-width: 60rem; margin: 0 auto; padding: 1.5rem }
  table { border-collapse: collapse; width: 100% }
  td, th { text-align: left; padding: .4rem .8rem .4rem 0; border-bottom: 1px solid #8884; vertical-align: top }
  pre { white-space: pre-wrap; overflow-wrap: anywhere }
  iframe { width: 100%; height: 40rem; border: 1px solid #8884; background: #fff }`;

function page(title: string, body: string): string {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${escape(title)}</title><style>${STYLE}</style></head><body>${body}</body></html>`;
}

export function listPage(messages: readonly KeptMessage[], to: string | undefined): string {
  const rows = messages.map(
    ({ id, from, to: recipients, subject, receivedAt }) =>
      `<tr><td><a href="/messages/${id}">${escape(subject || '(no subject)')}</a></td><td>${escape(recipients)}</td><td>${escape(from)}</td><td>${escape(receivedAt)}</td></tr>`,
  );
  const list =
    rows.length === 0
      ? '<p>No messages yet.</p>'
      : `<table><thead><tr><th>Subject</th><th>To</th><th>From</th><th>Received</th></tr></thead><tbody>${rows.join('')}</tbody></table>`;
  return page(
    'Sandbox mail',
    `<h1>Sandbox mail</h1><p>What Mailferry sent on this computer. Nothing leaves it.</p>
<form><label>Recipient <input name="to" value="${escape(to ?? '')}"></label> <button>Show</button></form>${list}`,
  );
}

export function messagePage(message: KeptMessage): string {
  const { subject, from, to, receivedAt, text, html, headers } = message;
  const heads = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  // Without any permission: what a message holds runs nothing here and reads nothing.
  const frame = html ? `<h2>HTML</h2><iframe sandbox title="HTML" srcdoc="${escape(html)}"></iframe>` : '';
  return page(
    subject,
    `<p><a href="/">All messages</a></p><h1>${escape(subject || '(no subject)')}</h1>
<p>From ${escape(from)} to ${escape(to)}, ${escape(receivedAt)}</p>${frame}
<h2>Text</h2><pre>${escape(text)}</pre><h2>Headers</h2><pre>${escape(heads.join('\n'))}</pre>`,
  );
}
