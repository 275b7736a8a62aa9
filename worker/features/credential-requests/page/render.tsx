import type { Language } from '../../../lib/mail/languages.ts';
import type { Fill } from './fill.tsx';
import { FormPage } from './form-page.tsx';
import { EndPage, itemsText, PendingPage, ProgressPage, SentPage, shareText } from './other-pages.tsx';
import type { Asker, Reader, RequestView } from './page-view.ts';
import { Shell } from './shell.tsx';
import type { PageTexts } from './texts/texts.ts';
import { textsOf } from './texts/texts-of.ts';

/** As messages have them: days first in English, which is a second language to most who read it here. */
const LOCALES: Readonly<Record<Language, string>> = {
  en: 'en-GB',
  de: 'de-DE',
  fr: 'fr-FR',
  es: 'es-ES',
  it: 'it-IT',
  nl: 'nl-NL',
};

export type PageInput = { view: RequestView; asker: Asker; reader: Reader };

/** A page about a request, as HTML. `newLinkPath`: where a new link is asked for. */
export function renderRequestPage({ view, asker, reader }: PageInput, newLinkPath = '', isPreview = false): string {
  const { language } = reader;
  const texts = textsOf(language);
  const values = valuesOf({ view, asker, reader });
  const props = { texts, values, isPreview };
  const page = () => {
    switch (view.kind) {
      case 'form':
        return <FormPage view={view} asker={asker} {...props} />;
      case 'pending':
        return <PendingPage view={view} {...props} />;
      case 'progress':
        return <ProgressPage view={view} {...props} />;
      case 'end':
        return <EndPage view={view} action={newLinkPath} {...props} />;
      case 'sent':
        return <SentPage view={view} {...props} />;
    }
  };
  return document(
    <Shell
      language={language}
      title={titleOf(view, texts, asker)}
      asker={asker}
      live={liveVersion(view)}
      isPreview={isPreview}
    >
      {page()}
    </Shell>,
  );
}

/** What the script asks for: `version` differs once the page must be loaded again. */
export function stateOf(input: PageInput) {
  const { view, asker, reader } = input;
  const texts = textsOf(reader.language);
  const isBegun = view.kind === 'progress' && view.percent !== null;
  return {
    version: liveVersion(view) ?? view.kind,
    title: titleOf(view, texts, asker),
    share: isBegun ? shareText(texts, view.percent ?? 0) : '',
    percent: isBegun ? view.percent : null,
    items: isBegun ? itemsText(texts, view.items, valuesOf(input)) : '',
  };
}

/** A page that is about no request: why there is none. */
export function renderPlainPage(which: 'notFound' | 'tooMany' | 'failed' | 'tooLarge' | 'foreign', language: Language) {
  const { title, text } = textsOf(language)[which];
  return document(
    <Shell language={language} title={title}>
      <h1>{title}</h1>
      <p>{text}</p>
    </Shell>,
  );
}

/** What the script compares: the page loads again once it differs. */
function liveVersion(view: RequestView): string | undefined {
  if (view.kind === 'pending') return 'pending';
  if (view.kind === 'progress') return `${view.stage}${view.percent === null ? '' : ' begun'}`;
  return undefined;
}

/** Of the window: what is wrong comes first, as screen readers read it first. */
function titleOf(view: RequestView, texts: PageTexts, { company }: Asker): string {
  switch (view.kind) {
    case 'form': {
      const isWrong = view.limited !== undefined || view.sides.some(({ problem }) => problem !== undefined);
      return `${isWrong ? `${texts.errorTitle}: ` : ''}${texts.formTitle} – ${company}`;
    }
    case 'pending':
      return `${texts.pending.title} – ${company}`;
    case 'progress':
      return view.percent === null ? texts.progress.title : shareText(texts, view.percent);
    case 'end':
      return texts.ends[view.end].title;
    case 'sent':
      return texts.newLink.sentTitle;
  }
}

/** What the names in the texts stand for. */
function valuesOf({ view, asker, reader }: PageInput): Fill {
  const locale = LOCALES[reader.language];
  const { timeZone } = reader;
  const { company, customer, contact } = asker;
  const instant = 'expiresAt' in view ? view.expiresAt : undefined;
  const until = view.kind === 'form' ? view.limited?.until : undefined;
  return {
    locale,
    language: reader.language,
    company,
    customer,
    contact,
    ...('mailbox' in view && { mailbox: view.mailbox }),
    ...(instant !== undefined && {
      date: new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'long', year: 'numeric', timeZone }).format(
        instant,
      ),
    }),
    ...(until != null && {
      time: new Intl.DateTimeFormat(locale, {
        hour: '2-digit',
        minute: '2-digit',
        timeZone,
        timeZoneName: 'short',
      }).format(until),
    }),
  };
}

function document(page: { toString(): string }): string {
  return `<!doctype html>${page.toString()}`;
}
