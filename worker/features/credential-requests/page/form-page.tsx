import type { Child } from 'hono/jsx';
import type { Asker, FormSide, FormView } from './page-view.ts';
import { Filled, Value, type Fill } from './fill.tsx';
import { FormProblems } from './form-problems.tsx';
import type { PageTexts } from './texts/texts.ts';

export type FormProps = { view: FormView; asker: Asker; texts: PageTexts; values: Fill; isPreview: boolean };

/** What the fields of a side are called when they are sent. */
export const fieldOf = (side: FormSide['side'], part: 'login' | 'password'): string =>
  `${side}${part === 'login' ? 'Login' : 'Password'}`;

/** The form: who asks and why, the fields, and what follows. */
export function FormPage({ view, asker, texts, values, isPreview }: FormProps) {
  const { sides, limited, purgeAfterDays } = view;
  const isOwn = asker.customer === asker.company || asker.customer === '';
  // Who comes back to the form has read it, and needs the fields.
  const isWrong = limited !== undefined || sides.some(({ problem }) => problem !== undefined);
  const fields = sides.map((side) => <Side side={side} texts={texts} values={values} isOnly={sides.length === 1} />);
  return (
    <>
      <h1>{texts.formTitle}</h1>
      <FormProblems view={view} texts={texts} values={values} />
      {!isWrong && (
        <p>
          <Filled text={isOwn ? texts.introOwn : texts.intro} values={values} />
        </p>
      )}
      {!isWrong && asker.text !== null && (
        <blockquote class="from" dir="auto">
          {asker.text}
        </blockquote>
      )}
      {limited === undefined && (
        <form method="post" data-answer="" novalidate>
          <input type="hidden" name="press" value={view.press} />
          <input type="hidden" name="nonce" value={view.nonce} />
          {isPreview ? <fieldset disabled>{fields}</fieldset> : fields}
          <button type="submit" class="main" data-busy={texts.busy} disabled={isPreview}>
            {texts.submit}
          </button>
          <p class="soft">{texts.submitHint}</p>
          <p class="soft" role="status" data-status=""></p>
        </form>
      )}
      {view.replacesPending && (
        <p>
          <a href={`?language=${values.language}`}>{texts.pending.back}</a>
        </p>
      )}
      <h2>{texts.next.title}</h2>
      <ol>
        {texts.next.items.map((item) => (
          <li>
            <Filled text={item} values={values} />
          </li>
        ))}
      </ol>
      <h2>{texts.kept.title}</h2>
      <ul>
        {[...texts.kept.items, purgeAfterDays === null ? texts.kept.deletedAtEnd : texts.kept.deletedAfter].map(
          (item) => (
            <li>
              <Filled text={item} values={{ ...values, count: purgeAfterDays ?? 0 }} />
            </li>
          ),
        )}
      </ul>
      <h2>{texts.ask.title}</h2>
      <p>
        <Filled text={texts.ask.text} values={values} />
      </p>
      <p class="soft">
        <Filled text={texts.validUntil} values={values} />
      </p>
    </>
  );
}

type SideProps = { side: FormSide; texts: PageTexts; values: Fill; isOnly: boolean };

function Side({ side, texts, values, isOnly }: SideProps) {
  const { email, host, isAccepted } = side;
  return (
    <div class="side" role="group" aria-labelledby={`${side.side}-title`}>
      <h2 id={`${side.side}-title`}>{texts.sideTitle[side.side]}</h2>
      {!isOnly && (
        <p>
          <Value text={email} />
        </p>
      )}
      <p class="soft">
        <Filled text={texts.server} values={{ host }} />
      </p>
      {isAccepted ? (
        <p class="note">{texts.accepted}</p>
      ) : (
        <Fields side={side} texts={texts} values={values} isOnly={isOnly} />
      )}
    </div>
  );
}

function Fields({ side: { side, login, problem }, texts, isOnly }: SideProps) {
  const section = isOnly ? '' : `section-${side} `;
  const [loginId, passwordId] = [fieldOf(side, 'login'), fieldOf(side, 'password')];
  const missing = problem?.kind === 'missing' ? problem.fields : {};
  const isWrong = problem?.kind === 'refused' && problem.refusal === 'wrong-password';
  return (
    <>
      <Field
        id={loginId}
        label={texts.login}
        hint={texts.loginHint}
        wrong={wrongText(texts, 'login', missing.login)}
        input={(described) => (
          <input
            id={loginId}
            name={loginId}
            type="text"
            value={login}
            inputmode="email"
            autocomplete={`${section}username`}
            autocapitalize="none"
            autocorrect="off"
            spellcheck={false}
            dir="auto"
            aria-required="true"
            aria-describedby={described}
            {...((missing.login !== undefined || isWrong) && { 'aria-invalid': 'true' })}
          />
        )}
      />
      <Field
        id={passwordId}
        label={texts.password}
        hint={texts.passwordHint[side]}
        wrong={wrongText(texts, 'password', missing.password)}
        input={(described) => (
          <>
            <input
              id={passwordId}
              name={passwordId}
              type="password"
              autocomplete={`${section}current-password`}
              autocapitalize="none"
              autocorrect="off"
              spellcheck={false}
              aria-required="true"
              aria-describedby={described}
              {...((missing.password !== undefined || isWrong) && { 'aria-invalid': 'true' })}
            />
            <button
              type="button"
              class="plain"
              hidden
              aria-pressed="false"
              aria-controls={passwordId}
              data-show={passwordId}
              data-show-text={texts.showPassword}
              data-hide-text={texts.hidePassword}
            >
              {texts.showPassword}
            </button>
          </>
        )}
      />
    </>
  );
}

type FieldProps = {
  id: string;
  label: string;
  hint: string;
  wrong: string | undefined;
  input: (describedBy: string) => Child;
};

function Field({ id, label, hint, wrong, input }: FieldProps) {
  const described = `${id}-hint${wrong === undefined ? '' : ` ${id}-wrong`}`;
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <span class="hint" id={`${id}-hint`}>
        {hint}
      </span>
      {wrong !== undefined && (
        <span class="wrong" id={`${id}-wrong`}>
          {wrong}
        </span>
      )}
      {input(described)}
    </div>
  );
}

function wrongText(
  { missing }: PageTexts,
  part: 'login' | 'password',
  how: 'missing' | 'too-long' | undefined,
): string | undefined {
  if (how === undefined) return undefined;
  return how === 'missing' ? missing[part] : missing.tooLong;
}
