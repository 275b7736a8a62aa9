import type { Child } from 'hono/jsx';
import { Filled, type Fill } from './fill.tsx';
import type { FormSide, FormView } from './page-view.ts';
import type { PageTexts } from './texts/texts.ts';

type Props = { view: FormView; texts: PageTexts; values: Fill };

/** Above the form: what was wrong with the last press, for each mailbox. The script gives it the focus. */
export function FormProblems({ view: { sides, limited }, texts, values }: Props) {
  const wrong = sides.filter(({ problem }) => problem !== undefined);
  return (
    <>
      {wrong.map((side) => (
        <SideProblem side={side} texts={texts} values={values} isOnly={sides.length === 1} />
      ))}
      {limited !== undefined && (
        <Alert title={texts.limitedTitle}>
          <p>
            <Filled text={limited.until === null ? texts.limited : texts.limitedUntil} values={values} />
          </p>
        </Alert>
      )}
    </>
  );
}

function SideProblem({
  side,
  texts,
  values,
  isOnly,
}: {
  side: FormSide;
  texts: PageTexts;
  values: Fill;
  isOnly: boolean;
}) {
  const { problem, email } = side;
  const own = { ...values, mailbox: email };
  const place = isOnly ? '' : `${texts.sideTitle[side.side]}: `;
  if (problem?.kind === 'refused') {
    const { title, text } = texts.refusals[problem.refusal];
    const { triesLeft = 0 } = problem;
    return (
      <Alert
        title={
          <>
            {place}
            <Filled text={title} values={own} />
          </>
        }
      >
        <p>
          <Filled text={text} values={own} />
        </p>
        {triesLeft > 0 && (
          <p>
            <Filled
              text={triesLeft === 1 ? texts.triesLeft.one : texts.triesLeft.other}
              values={{ count: triesLeft }}
            />
          </p>
        )}
      </Alert>
    );
  }
  const fields = problem?.kind === 'missing' ? problem.fields : {};
  return (
    <Alert title={`${place}${texts.errorTitle}`}>
      {(['login', 'password'] as const).map((part) => {
        const how = fields[part];
        if (how === undefined) return null;
        return (
          <p>
            <a href={`#${side.side}${part === 'login' ? 'Login' : 'Password'}`}>
              {how === 'missing' ? texts.missing[part] : texts.missing.tooLong}
            </a>
          </p>
        );
      })}
    </Alert>
  );
}

function Alert({ title, children }: { title: Child; children?: Child }) {
  return (
    <div class="alert" role="alert" tabindex={-1} data-problem="">
      <h2>{title}</h2>
      {children}
    </div>
  );
}
