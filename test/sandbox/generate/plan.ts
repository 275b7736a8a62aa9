import type { GenerateOptions } from './mailbox.ts';
import type { MailboxPlan, SandboxOptions } from '../sandbox.ts';

export type PlanOptions = {
  seed: number;
  stateDir?: string;
  sourcePort?: number;
  destinationPort?: number;
  sourceHttpsPort?: number;
  destinationHttpsPort?: number;
  /** 1 is the whole plan; less makes every mailbox smaller in proportion, large items too. */
  scale?: number;
  roundTripMs?: number;
  bytesPerSecond?: number;
  recordTo?: string;
};

const SOURCE = 'old-provider.example';
const DESTINATION = 'new-provider.example';

/** Ten people, their languages, and what they keep. */
const PEOPLE: readonly { user: string; name: string; language: string; items: number; large?: number[] }[] = [
  { user: 'amelia.hart', name: 'Amelia Hart', language: 'en', items: 5000 },
  { user: 'juergen.gross', name: 'Jürgen Groß', language: 'de', items: 220, large: [20e6, 20e6, 21e6] },
  { user: 'aurelie.lefevre', name: 'Aurélie Lefèvre', language: 'fr', items: 400 },
  { user: 'maria.pena', name: 'María José Peña', language: 'es', items: 310 },
  { user: 'pawel.sliwinski', name: 'Paweł Śliwiński', language: 'pl', items: 260 },
  { user: 'alena.shch', name: 'Алёна Щербакова', language: 'ru', items: 300 },
  { user: 'misaki.sato', name: '佐藤 美咲', language: 'ja', items: 180 },
  { user: 'noa.levi', name: 'נועה לוי', language: 'he', items: 140 },
  { user: 'li.jing', name: '李静', language: 'zh', items: 120 },
  { user: 'priya.nair', name: 'Priya Nair', language: 'en', items: 100 },
];

/** An old provider with ten full mailboxes, a new one with the same ten, empty. */
export function sandboxPlan(options: PlanOptions): SandboxOptions {
  const scale = options.scale ?? 1;
  const mailboxes = PEOPLE.map(({ user, name, language, items, large = [] }): MailboxPlan => {
    const fill: GenerateOptions = {
      seed: options.seed,
      items: Math.max(20, Math.round(items * scale)),
      largeItems: large.map((bytes) => ({ bytes: Math.round(bytes * scale) })),
      language,
    };
    return { email: `${user}@${SOURCE}`, name, language, fill };
  });
  return {
    ...(options.stateDir ? { stateDir: options.stateDir } : {}),
    ...(options.recordTo ? { recordTo: options.recordTo } : {}),
    roundTripMs: options.roundTripMs ?? 0,
    bytesPerSecond: options.bytesPerSecond ?? 0,
    source: {
      profile: 'Exchange2010_SP2',
      port: options.sourcePort ?? 0,
      httpsPort: options.sourceHttpsPort ?? 0,
      mailboxes,
    },
    destination: {
      profile: 'Exchange2019',
      port: options.destinationPort ?? 0,
      httpsPort: options.destinationHttpsPort ?? 0,
      mailboxes: PEOPLE.map(({ user, name }) => ({ email: `${user}@${DESTINATION}`, name })),
    },
  };
}
