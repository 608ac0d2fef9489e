/** The list of sweeps, the newest first. */
import { api, patiently } from '../api.js';
import { h } from '../dom.js';
import { moment } from '../format.js';
import { pause } from '../connection.js';
import { to } from '../router.js';
import { progress, stateBadge } from '../parts/badges.js';

const LOOK_AGAIN_MILLIS = 3000;
const MOST_COMPARED = 4;

export async function sweepsPage({ main, signal }) {
    const rows = h('tbody');
    const chosen = new Set();
    const compare = h('a', { class: 'button', 'aria-disabled': 'true' }, 'Compare');
    const more = h('button', { type: 'button', hidden: true, onclick: () => { pages++; void refresh(); } }, 'Older sweeps');
    let pages = 1;
    let shown = '';
    main.append(
        h('div', { class: 'head' }, h('h1', {}, 'Sweeps'),
            h('div', { class: 'actions' }, compare, h('a', { class: 'button main for-submitters', href: '#/submit' }, 'Submit a sweep'))),
        h('div', { class: 'panel scrolling', tabindex: '0', role: 'region', 'aria-label': 'Sweeps' },
            h('table', { class: 'sweeps' },
                h('thead', {}, h('tr', {},
                    h('th', { scope: 'col' }, h('span', { class: 'unseen' }, 'Compare')),
                    h('th', { scope: 'col' }, 'Sweep'), h('th', { scope: 'col' }, 'State'),
                    h('th', { scope: 'col' }, 'Trials'), h('th', { scope: 'col', class: 'wide' }, 'Submitted'))),
                rows)),
        more);

    function choose(sweep, box) {
        if (box.checked) {
            chosen.add(sweep);
        } else {
            chosen.delete(sweep);
        }
        const enough = chosen.size >= 2 && chosen.size <= MOST_COMPARED;
        compare.textContent = chosen.size > MOST_COMPARED ? `Compare at most ${MOST_COMPARED}` : 'Compare';
        compare.setAttribute('aria-disabled', String(!enough));
        if (enough) {
            compare.href = `#/compare?sweeps=${[...chosen].join(',')}`;
        } else {
            compare.removeAttribute('href');
        }
    }

    function row(sweep) {
        const box = h('input', {
            type: 'checkbox', 'aria-label': `Compare ${sweep.sweep}`, checked: chosen.has(sweep.sweep),
            onchange: () => choose(sweep.sweep, box),
        });
        return h('tr', {},
            h('td', { class: 'check' }, h('label', { class: 'hit' }, box)),
            h('td', {}, h('a', { href: to('sweeps', sweep.sweep), class: 'name' }, sweep.sweep)),
            h('td', {}, stateBadge(sweep.state)),
            h('td', {}, progress(sweep.trials)),
            h('td', { class: 'wide soft' }, moment(sweep.createdAt)));
    }

    async function refresh() {
        const sweeps = [];
        let cursor = null;
        for (let i = 0; i < pages; i++) {
            const from = cursor;
            const page = await patiently(() => api.sweeps(from, signal), signal);
            sweeps.push(...page.sweeps);
            cursor = page.next;
            if (cursor === null) {
                break;
            }
        }
        more.hidden = cursor === null;
        const now = JSON.stringify(sweeps);
        if (now === shown || signal.aborted) {
            return;
        }
        shown = now;
        const focused = document.activeElement?.getAttribute('href') ?? document.activeElement?.getAttribute('aria-label');
        rows.replaceChildren(...sweeps.map(row));
        if (sweeps.length === 0) {
            rows.append(h('tr', {}, h('td', { colspan: '5', class: 'empty' }, 'No sweep yet. ', h('a', { href: '#/submit', class: 'for-submitters' }, 'Submit the first one.'))));
        }
        if (focused) {
            [...rows.querySelectorAll('a, input')]
                .find(each => each.getAttribute('href') === focused || each.getAttribute('aria-label') === focused)?.focus();
        }
    }

    while (!signal.aborted) {
        await refresh();
        await pause(LOOK_AGAIN_MILLIS, signal);
    }
}
