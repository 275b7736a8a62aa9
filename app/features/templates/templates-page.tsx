import { useSearchParams } from '@solidjs/router';
import type { JSX } from 'solid-js';
import { Show } from 'solid-js';
import type { Language } from '../../../worker/lib/mail/languages.ts';
import { LANGUAGE_NAMES, LANGUAGES } from '../../../worker/lib/mail/languages.ts';
import type { MessageKind } from '../../../worker/lib/mail/message-kinds.ts';
import { MESSAGE_KIND_NAMES, MESSAGE_KINDS } from '../../../worker/lib/mail/message-kinds.ts';
import { problemIn } from '../../api.ts';
import { createTitle } from '../../lib/title.ts';
import { Field } from '../../ui/field.tsx';
import page from '../../ui/page.module.css';
import { ProblemNotice, Skeleton } from '../../ui/parts.tsx';
import { Select } from '../../ui/select.tsx';
import { LookForm } from './look-form.tsx';
import type { Which } from './queries.ts';
import { createLookQuery, createTemplateQuery, createTemplatesQuery } from './queries.ts';
import { TemplateEditor } from './template-editor.tsx';
import styles from './templates.module.css';

export default function TemplatesPage(): JSX.Element {
  const [search, setSearch] = useSearchParams<{ kind: string; language: string }>();
  const kind = (): MessageKind => MESSAGE_KIND_NAMES.find((name) => name === search.kind) ?? 'credential-request';
  const language = (): Language => LANGUAGES.find((name) => name === search.language) ?? 'en';
  const which = (): Which => ({ kind: kind(), language: language() });
  const list = createTemplatesQuery();
  const template = createTemplateQuery(which);
  const look = createLookQuery();
  createTitle(() => ['Templates', 'Settings']);
  const chosen = () => list.data?.kinds.find((one) => one.kind === kind());
  const isChanged = (name: Language) => chosen()?.changed.includes(name) ?? false;
  return (
    <div class={page.page}>
      <div>
        <h1>Templates</h1>
        <p class="muted">What Mailferry writes to agents and end users, each in their own language.</p>
      </div>
      <section class="card pad stack">
        <div class={styles.choice}>
          <Field label="Message" hint={MESSAGE_KINDS[kind()].about}>
            {(control) => (
              <Select
                {...control()}
                value={kind()}
                options={MESSAGE_KIND_NAMES.map((name) => ({ value: name, label: MESSAGE_KINDS[name].title }))}
                onChange={(name) => setSearch({ kind: name })}
              />
            )}
          </Field>
          <Field label="Language" hint={isChanged(language()) ? 'Your own text.' : 'The usual text.'}>
            {(control) => (
              <Select
                {...control()}
                value={language()}
                options={LANGUAGES.map((name) => ({
                  value: name,
                  label: isChanged(name) ? `${LANGUAGE_NAMES[name]} (changed)` : LANGUAGE_NAMES[name],
                }))}
                onChange={(name) => setSearch({ language: name })}
              />
            )}
          </Field>
        </div>
      </section>
      <Show when={template.error ?? list.error}>
        {(error) => <ProblemNotice problem={problemIn(error())} onRetry={() => void template.refetch()} />}
      </Show>
      <Show
        keyed
        when={template.data && `${template.data.kind} ${template.data.language}`}
        fallback={template.error ? undefined : <Skeleton lines={6} />}
      >
        {(_key) => <TemplateEditor template={template.data!} variables={chosen()?.variables ?? []} />}
      </Show>
      <Show when={look.data}>{(data) => <LookForm look={data()} />}</Show>
    </div>
  );
}
