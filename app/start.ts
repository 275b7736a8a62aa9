import { askEarly } from './lib/early-answers.ts';
import { isMarkedOpen } from './lib/session-mark.ts';
import { startTheme } from './lib/theme-choice.ts';
import { reloadWhenOutdated } from './reload-when-outdated.ts';
import { DOORS, screenAt } from './screens.ts';

/**
 * The first script: small, so that it comes with the page. It shows the frame of the screen in its colours, and gets
 * under way at once what would else wait for one another: the screen's code, what it reads from the API, and the app.
 */
const { screen, ids } = screenAt(location.pathname);
const isDoor = DOORS.includes(screen);

startTheme();
reloadWhenOutdated();
document.documentElement.dataset.frame = isDoor ? 'door' : 'shell';
// With a session that is to end first, nothing is asked.
if (!isMarkedOpen()) askEarly([...(isDoor ? [] : ['/api/me']), ...(screen.asks?.(ids) ?? [])]);
// The router loads it again where that failed, and says so.
for (const code of [screen.load(), screen.loadMore?.(ids)]) code?.catch(() => undefined);
void import('./main.tsx');
