import type { JSX, ParentProps } from 'solid-js';
import { For, Show, createSignal } from 'solid-js';
import { z } from 'zod';
import { ApiError } from '../api.ts';
import { formatCount, formatSpeed } from '../lib/format.ts';
import type { ZonedTime } from '../lib/zoned-time.ts';
import { readersZone } from '../lib/readers-zone.ts';
import { setTheme, theme } from '../lib/theme.ts';
import { Chart } from '../ui/chart.tsx';
import { Combobox } from '../ui/combobox.tsx';
import { Confirm } from '../ui/confirm.tsx';
import type { Column } from '../ui/data-table/column.ts';
import { DataTable } from '../ui/data-table/data-table.tsx';
import type { Selection } from '../ui/data-table/selection.ts';
import { DateTime } from '../ui/date-time.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { Field } from '../ui/field.tsx';
import { FileDrop } from '../ui/file-drop.tsx';
import { Form, createApiForm } from '../ui/form.tsx';
import { MenuButton } from '../ui/menu.tsx';
import { Pager } from '../ui/pager.tsx';
import { Empty, ProblemNotice, ProgressBar, Skeleton } from '../ui/parts.tsx';
import { SearchField } from '../ui/search-field.tsx';
import { ShortcutSheet } from '../ui/shortcut-sheet.tsx';
import { Tabs } from '../ui/tabs.tsx';
import { Toasts, showToast } from '../ui/toast.tsx';
import { Tooltip } from '../ui/tooltip.tsx';
import styles from './kit-page.module.css';
import { button } from '../ui/button.ts';
import page from '../ui/page.module.css';

type Ship = { id: string; name: string; length: number };
const SHIPS: readonly Ship[] = Array.from({ length: 10_000 }, (_, index) => ({
  id: `ship-${index}`,
  name: `Ship ${index + 1}`,
  length: (index * 7919) % 400,
}));
const COLUMNS: readonly Column<Ship>[] = [
  { id: 'name', title: 'Name', track: 'minmax(120px, 2fr)', sortBy: ({ name }) => name, cell: (ship) => ship().name },
  {
    id: 'length',
    title: 'Length, m',
    track: '120px',
    isNumber: true,
    sortBy: ({ length }) => length,
    cell: (ship) => formatCount(ship().length),
  },
];
const PORTS = ['Bergen', 'Genoa', 'Hamburg', 'Lisbon', 'Marseille', 'Rotterdam', 'Trieste'].map((label) => ({
  value: label.toLowerCase(),
  label,
}));
const MINUTE_MS = 60_000;
const TIMES = Array.from({ length: 30 }, (_, index) => Date.UTC(2026, 10, 29, 8) + index * MINUTE_MS);

/** Every part of the kit in each of its states; in development only, at /kit. */
export default function KitPage(): JSX.Element {
  return (
    <main class={page.narrow}>
      <header class={page.head}>
        <h1>The kit</h1>
        <button type="button" class={button()} onClick={() => setTheme(theme() === 'dark' ? 'light' : 'dark')}>
          Change the theme
        </button>
      </header>
      <Part title="Buttons and badges">
        <div class="row wrap">
          <For each={['', 'primary', 'danger', 'ghost'] as const}>
            {(kind) => (
              <>
                <button type="button" class={button(...(kind ? [kind] : []))}>
                  {kind || 'plain'}
                </button>
                <button type="button" class={button(...(kind ? [kind] : []))} disabled>
                  {kind || 'plain'}, disabled
                </button>
              </>
            )}
          </For>
        </div>
        <For each={['ok', 'run', 'wait', 'bad', 'idle'] as const}>
          {(tone) => <ProgressBar fraction={0.6} tone={tone} label={`Progress, ${tone}`} />}
        </For>
      </Part>
      <Part title="Field">
        <Field label="Plain">{(control) => <input {...control()} />}</Field>
        <Field label="With a hint" hint="What is expected here.">
          {(control) => <input {...control()} />}
        </Field>
        <Field label="With an error" hint="What is expected here." wrong="This is not a number.">
          {(control) => <input {...control()} value="twelve" />}
        </Field>
        <Field label="Disabled">{(control) => <input {...control()} disabled value="Fixed" />}</Field>
        <SearchPart />
      </Part>
      <FormPart />
      <OverlayParts />
      <ChoiceParts />
      <Part title="Table of 10,000 rows">
        <TablePart />
      </Part>
      <Part title="Chart">
        <Chart
          label="Speed over half an hour"
          times={TIMES}
          series={[{ label: 'Speed', values: TIMES.map((_, index) => 2_000_000 + 900_000 * Math.sin(index / 3)) }]}
          format={formatSpeed}
        />
      </Part>
      <Part title="Empty, loading and failed">
        <Empty icon="inbox" title="Nothing yet">
          <p>What will be here, and how it gets here.</p>
        </Empty>
        <Skeleton lines={2} />
        <ProblemNotice
          problem={{ code: 'x', title: 'It failed', status: 500, cause: 'Why it did.', remedy: 'What to do.' }}
          onRetry={() => {}}
        />
      </Part>
      <Toasts />
    </main>
  );
}

function Part(props: ParentProps<{ title: string }>): JSX.Element {
  return (
    <section class="card pad stack" aria-label={props.title}>
      <h2>{props.title}</h2>
      {props.children}
    </section>
  );
}

function SearchPart(): JSX.Element {
  const [words, setWords] = createSignal('');
  return <SearchField label="Search ships" value={words()} onInput={setWords} />;
}

function FormPart(): JSX.Element {
  const form = createApiForm({
    values: { ship: '' },
    schema: async () => z.strictObject({ ship: z.string().trim().min(1, 'A ship needs a name.') }),
    submit: async ({ ship }) => {
      await new Promise((resolve) => setTimeout(resolve, 800));
      if (ship === 'Vasa')
        throw new ApiError({ code: 'sunk', title: 'The ship has sunk', status: 409, remedy: 'Choose another one.' });
      showToast(`${ship} has been added.`);
    },
  });
  return (
    <Part title="Form">
      <Form form={form} submitLabel="Add" busyLabel="Adding …">
        <Field label="Ship" hint="“Vasa” is refused." wrong={form.wrong('ship')}>
          {(control) => (
            <input
              {...control()}
              value={form.values().ship}
              onInput={(event) => form.set('ship', event.currentTarget.value)}
            />
          )}
        </Field>
        <span class="small muted">{form.isDirty() ? 'Not saved' : 'As it was'}</span>
      </Form>
    </Part>
  );
}

function OverlayParts(): JSX.Element {
  const [open, setOpen] = createSignal<'dialog' | 'confirm' | 'shortcuts'>();
  const close = () => setOpen();
  return (
    <Part title="Dialog, menu, tooltip and toast">
      <div class="row wrap">
        <button type="button" class={button()} onClick={() => setOpen('dialog')}>
          Dialog
        </button>
        <button type="button" class={button()} onClick={() => setOpen('confirm')}>
          Confirm
        </button>
        <button type="button" class={button()} onClick={() => setOpen('shortcuts')}>
          Shortcuts
        </button>
        <MenuButton
          name="Menu"
          label="Menu"
          items={[
            { label: 'First', hint: 'With a hint', icon: 'play', run: () => showToast('First') },
            { label: 'Disabled', icon: 'stop', disabled: true, run: () => {} },
            { label: 'Last', icon: 'check', run: () => showToast('Last') },
          ]}
        />
        <button
          type="button"
          class={button()}
          onClick={() => showToast('The ship has left.', () => showToast('It is back.'))}
        >
          Toast with undo
        </button>
        <Tooltip words={'A few words,\nand some more.'}>Rest here</Tooltip>
      </div>
      <Show when={open() === 'dialog'}>
        <Dialog title="A dialog" onClose={close}>
          <Field label="Its first field">{(control) => <input {...control()} />}</Field>
        </Dialog>
      </Show>
      <Show when={open() === 'confirm'}>
        <Confirm title="Scrap the ship?" name="Aurora" action="Scrap it" onConfirm={close} onClose={close}>
          <p>It cannot be undone.</p>
        </Confirm>
      </Show>
      <Show when={open() === 'shortcuts'}>
        <ShortcutSheet onClose={close} />
      </Show>
    </Part>
  );
}

function ChoiceParts(): JSX.Element {
  const [tab, setTab] = createSignal<'cargo' | 'crew'>('cargo');
  const [port, setPort] = createSignal('');
  const [time, setTime] = createSignal<ZonedTime>({ local: '2026-11-29T22:30', zone: readersZone() });
  const [file, setFile] = createSignal('');
  const [shown, setShown] = createSignal(50);
  return (
    <Part title="Tabs, combobox, date and time, file, pager">
      <Tabs
        label="About the ship"
        value={tab()}
        onChange={setTab}
        tabs={[
          { name: 'cargo', label: 'Cargo', show: () => <p>Timber</p> },
          { name: 'crew', label: 'Crew', show: () => <p>Twelve</p> },
        ]}
      />
      <Combobox label="Port" hint="Type a part of its name." choices={PORTS} value={port()} onChange={setPort} />
      <Combobox label="Refused port" wrong="It is closed." choices={PORTS} value="genoa" onChange={() => {}} />
      <DateTime label="Departure" hint="Where the ship lies." value={time()} onChange={setTime} />
      <FileDrop
        label={file() || 'Drop a file, or choose one'}
        hint="CSV"
        accept=".csv"
        onFile={({ name }) => setFile(name)}
      />
      <Pager shown={shown()} total={120} hasMore={shown() < 120} onMore={() => setShown((count) => count + 35)} />
    </Part>
  );
}

function TablePart(): JSX.Element {
  const [selected, setSelected] = createSignal<Selection>(new Set<string>());
  return (
    <div class={styles.table}>
      <DataTable
        name="Ships"
        rows={SHIPS}
        columns={COLUMNS}
        card={(ship) => ship().name}
        nameOf={({ name }) => name}
        selected={selected()}
        onSelect={setSelected}
        empty="No ship matches."
      />
    </div>
  );
}
