import { Filled, Value, type Fill } from './fill.tsx';
import type { EndView, PendingView, ProgressView, SentView } from './page-view.ts';
import type { PageTexts } from './texts/texts.ts';

type Props<View> = { view: View; texts: PageTexts; values: Fill; isPreview: boolean };

/** The entry is kept, as the server could not check it. */
export function PendingPage({ view, texts, values, isPreview }: Props<PendingView>) {
  const { pending } = texts;
  return (
    <>
      <h1>{pending.title}</h1>
      <p>
        <Filled text={pending.reasons[view.reason]} values={values} />
      </p>
      <p>{pending.text}</p>
      {!isPreview && (
        <p>
          <a class="button" href={`?change=1&language=${values.language}`}>
            {pending.change}
          </a>
        </p>
      )}
    </>
  );
}

/** How far the mailbox is. */
export function ProgressPage({ view, texts, values, isPreview }: Props<ProgressView>) {
  const { progress } = texts;
  const { title, text } = progress.stages[view.stage];
  return (
    <>
      <h1>{progress.title}</h1>
      <p>
        <Value text={view.mailbox} />
      </p>
      <p class="note">{progress.received}</p>
      <div role="status">
        <h2>{title}</h2>
        <p>
          <Filled text={text} values={values} />
        </p>
      </div>
      {view.percent !== null && (
        <>
          <p class="share" data-share="" id="share">
            {shareText(texts, view.percent)}
          </p>
          <progress max="100" value={view.percent} aria-labelledby="share"></progress>
          <p class="soft" data-items="">
            {itemsText(texts, view.items, values)}
          </p>
        </>
      )}
      {!isPreview && (
        <noscript>
          <p>
            <a class="button" href={`?language=${values.language}`}>
              {progress.refresh}
            </a>
          </p>
        </noscript>
      )}
      <p class="soft">
        <Filled text={progress.keepLink} values={values} />
      </p>
    </>
  );
}

/** `Your mailbox: 64 %` */
export function shareText({ progress }: PageTexts, percent: number): string {
  return progress.share.replace('{count}', String(percent));
}

/** `values.locale` writes the number. */
export function itemsText({ progress }: PageTexts, items: number, { locale }: Fill): string {
  return progress.items.replace('{count}', new Intl.NumberFormat(String(locale)).format(items));
}

/** The link has ended: why, and how to get another one. */
export function EndPage({ view, texts, values, isPreview, action }: Props<EndView> & { action: string }) {
  const { title, text } = texts.ends[view.end];
  return (
    <>
      <h1>{title}</h1>
      <p>
        <Filled text={text} values={values} />
      </p>
      {view.newLinkTo !== null && (
        <form method="post" action={action}>
          <button type="submit" class="main" disabled={isPreview}>
            {texts.newLink.button}
          </button>
          <p class="soft">
            <Filled text={texts.newLink.to} values={{ mailbox: view.newLinkTo }} />
          </p>
        </form>
      )}
    </>
  );
}

/** A new link was asked for. */
export function SentPage({ view, texts, values }: Props<SentView>) {
  return (
    <>
      <h1>{texts.newLink.sentTitle}</h1>
      <p>
        <Filled
          text={view.isLimited ? texts.newLink.limited : texts.newLink.sent}
          values={{ ...values, mailbox: view.to }}
        />
      </p>
    </>
  );
}
