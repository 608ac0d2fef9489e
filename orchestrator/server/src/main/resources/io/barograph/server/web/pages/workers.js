/** Who trains, and what. */
import { api, patiently } from '../api.js';
import { pause } from '../connection.js';
import { h, say } from '../dom.js';
import { clock, whole } from '../format.js';
import { dashboardLink } from '../parts/dashboard-link.js';
import { to } from '../router.js';

const LOOK_AGAIN_MILLIS = 2000;
const MOST_SQUARES = 12;
const DEVICES = { gpu: 'GPU', cpu: 'CPU' };
const COLUMNS = [['Worker'], ['Busy slots'], ['Trains'], ['Device', 'wide'], ['Labels', 'wide'], ['Data', 'wide'], ['Last seen', 'wide number']];

export async function workersPage({ main, signal }) {
    const rows = h('tbody');
    const summary = h('p', { class: 'facts' });
    const total = h('span', { role: 'status' });
    const bar = h('span', { class: 'load', 'aria-hidden': 'true' });
    const note = h('p', { class: 'note', hidden: true }, 'Another orchestrator leads since a moment ago. It may not have heard of every worker yet.');
    const table = h('div', { class: 'panel scrolling', tabindex: '0', role: 'region', 'aria-label': 'Workers', hidden: true },
        h('table', { class: 'workers' },
            h('thead', {}, h('tr', {}, COLUMNS.map(([name, style]) => h('th', { scope: 'col', class: style }, name)))), rows));
    const empty = h('section', { class: 'panel', hidden: true }, h('h2', {}, 'No worker is there'),
        h('p', {}, 'Trials wait until one is. Start a worker on any machine that reaches the orchestrators and their artifacts:'),
        h('pre', { class: 'command', tabindex: '0' }, h('code', {}, './barograph worker --join HOST:PORT \\\n    --artifacts PLACE')),
        h('p', { class: 'hint' }, 'HOST:PORT is where an orchestrator listens for members, PLACE the folder or bucket that all share.'));
    const head = h('div', { class: 'head' }, h('h1', {}, 'Workers'));
    main.append(head, summary, note, table, empty);
    summary.append(bar, total);

    function show({ workers, complete }) {
        const slots = workers.flatMap(worker => worker.slots);
        const busy = slots.filter(isBusy).length;
        const focused = rows.contains(document.activeElement) ? document.activeElement.getAttribute('href') : null;
        rows.replaceChildren(...workers.map(row));
        if (focused !== null) {
            [...rows.querySelectorAll('a')].find(link => link.getAttribute('href') === focused)?.focus();
        }
        bar.replaceChildren(...share(busy, slots.length));
        say(total, `${whole(busy)} of ${whole(slots.length)} slots busy on ${workers.length === 1 ? '1 worker' : `${whole(workers.length)} workers`}`);
        summary.hidden = table.hidden = workers.length === 0;
        empty.hidden = workers.length > 0 || !complete;
        note.hidden = complete;
    }

    while (!signal.aborted) {
        const now = await patiently(() => api.workers(signal), signal);
        if (!signal.aborted) {
            show(now);
            if (head.children.length === 1) {
                head.append(dashboardLink('worker') ?? '');
            }
        }
        await pause(LOOK_AGAIN_MILLIS, signal);
    }
}

function isBusy({ sweep }) {
    return sweep !== null;
}

/** A part of a bar for what is busy, and one for the rest. */
function share(busy, all) {
    return [['busy', busy], ['', all - busy]].filter(([, count]) => count > 0).map(([style, count]) => {
        const part = h('span', { class: style });
        part.style.flexGrow = count;
        return part;
    });
}

function row({ name, labels, datasets, heard, slots }) {
    const busy = slots.filter(isBusy);
    const device = Object.keys(DEVICES).find(label => labels.includes(label));
    const others = labels.filter(label => !(label in DEVICES));
    return h('tr', {},
        h('th', { scope: 'row', class: 'strong' }, name, h('span', { class: 'soft narrow' }, device ? DEVICES[device] : null)),
        h('td', {}, h('span', { class: 'slots' }, load(slots, busy.length), `${busy.length} of ${slots.length}`)),
        h('td', {}, busy.length === 0 ? h('span', { class: 'soft' }, 'nothing') : h('ul', { class: 'trains' }, busy.map(trial))),
        h('td', { class: 'wide' }, device ? DEVICES[device] : '–'),
        h('td', { class: 'wide' }, others.length === 0 ? '–' : h('span', { class: 'badges' }, others.map(label => h('span', { class: 'badge' }, label)))),
        h('td', { class: 'wide' }, datasets.length === 0 ? '–' : h('span', { class: 'badges' }, datasets.map(hash => h('code', {}, hash.slice(0, 8))))),
        h('td', { class: 'wide number soft' }, clock(heard)));
}

/** A square for each slot, or a bar if there are many. */
function load(slots, busy) {
    return slots.length > MOST_SQUARES ? h('span', { class: 'load', 'aria-hidden': 'true' }, share(busy, slots.length))
        : h('span', { class: 'squares', 'aria-hidden': 'true' }, slots.map(slot => h('span', { class: isBusy(slot) ? 'busy' : null })));
}

function trial({ sweep, trial: name, attempt }) {
    return h('li', {}, h('a', { class: 'name', href: to('sweeps', sweep, 'trials', name) }, `${sweep} ${name}`),
        attempt > 1 ? h('span', { class: 'soft' }, ` attempt ${attempt}`) : null);
}
