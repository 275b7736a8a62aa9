import type { JSX } from 'solid-js';
import { createTitle } from '../../lib/title.ts';
import page from '../../ui/page.module.css';
import { ApiKeys } from './api-keys.tsx';

/** The keys by which programs use the API. */
export default function ApiKeysPage(): JSX.Element {
  createTitle(() => ['API keys', 'Settings']);
  return (
    <div class={page.narrow}>
      <h1>API keys</h1>
      <ApiKeys />
    </div>
  );
}
