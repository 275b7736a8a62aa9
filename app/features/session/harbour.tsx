import type { JSX, ParentProps } from 'solid-js';
import './harbour.css';

/** The screen before sign-in: one card with a form. */
export function Harbour(props: ParentProps<{ title: string; about: string }>): JSX.Element {
  return (
    <main class="harbour">
      <div class="card harbour-card">
        <img class="harbour-mark" src="/icon.svg" alt="" />
        <div>
          <h1>{props.title}</h1>
          <p class="muted">{props.about}</p>
        </div>
        {props.children}
      </div>
    </main>
  );
}
