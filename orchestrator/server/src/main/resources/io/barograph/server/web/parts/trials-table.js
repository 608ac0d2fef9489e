/** The trials of a sweep, to filter and to sort, a page at a time. */
import { h, say } from '../dom.js';
import { decimal, duration, fraction, percent, searched, whole, words } from '../format.js';
import { to } from '../router.js';
import { stateBadge, statusBadge } from './badges.js';

const ROWS = 50;
const MOST_MADE = 1000;
const STATES = ['WAITING', 'RUNNING', 'COMPLETED', 'STOPPED_EARLY', 'FAILED', 'CANCELLED'];
const COLUMNS = [
    { name: 'Trial', value: trial => trial.trial, number: false, cell: (trial, sweep) => h('a', { class: 'name', href: to('sweeps', sweep, 'trials', trial.trial) }, trial.trial) },
    { name: 'State', value: trial => STATES.indexOf(trial.state), number: false, cell: trial => stateBadge(trial.state) },
    { name: 'Budget', value: trial => trial.budget, cell: trial => fraction(trial.budget) },
    { name: 'Validation, %', value: trial => trial.validationAccuracy, cell: trial => percent(trial.validationAccuracy, 2) },
    { name: 'Status', value: trial => trial.status, number: false, cell: trial => statusBadge(trial.status) },
    { name: 'Volume', value: trial => trial.volumeRatio, cell: trial => decimal(trial.volumeRatio) },
    { name: 'Test, %', value: trial => trial.testAccuracy, cell: trial => percent(trial.testAccuracy, 2), wide: true },
    { name: 'Front', value: trial => (trial.onFront ? 1 : 0), number: false, cell: trial => (trial.onFront ? h('span', { class: 'on-front' }, '● front') : '') },
    { name: 'Seed', value: trial => trial.seed, cell: trial => String(trial.seed) },
    { name: 'Searched', value: trial => searched(trial), number: false, cell: trial => h('span', { class: 'soft' }, searched(trial)), wide: true, searched: true },
    { name: 'Parameters', value: trial => trial.parameters, cell: trial => whole(trial.parameters), wide: true },
    { name: 'Time', value: trial => trial.seconds, cell: trial => duration(trial.seconds), wide: true },
];

export function trialsTable(sweep) {
    let trials = [];
    const made = new Map();
    let ordered = null; // all of them as they are sorted, until they are others
    let sorted = 0;
    let falling = false;
    let page = 0;
    const text = h('input', { type: 'search', id: 'trial-filter', placeholder: 'name, seed or value', oninput: first });
    const state = h('select', { id: 'trial-state', onchange: first }, h('option', { value: '' }, 'all'),
        STATES.map(each => h('option', { value: each }, words(each))), h('option', { value: 'front' }, 'on the front'),
        ['MET', 'UNDER', 'OVER'].map(each => h('option', { value: each }, each)));
    const count = h('span', { class: 'soft', role: 'status' });
    const heads = COLUMNS.map((column, i) => h('th', { scope: 'col', class: classOf(column) },
        h('button', { type: 'button', class: 'sort', onclick: () => sort(i) }, column.name)));
    const rows = h('tbody');
    const table = h('table', { class: 'trials' }, h('thead', {}, h('tr', {}, heads)), rows);
    const back = h('button', { type: 'button', onclick: () => turn(-1) }, 'Back');
    const on = h('button', { type: 'button', onclick: () => turn(1) }, 'Next');
    const pages = h('div', { class: 'actions small', hidden: true }, back, on);

    function first() {
        page = 0;
        draw();
    }

    function sort(column) {
        falling = sorted === column && !falling;
        sorted = column;
        ordered = null;
        first();
    }

    function turn(step) {
        page += step;
        draw();
    }

    function wanted() {
        const which = state.value;
        const sought = text.value.trim().toLowerCase();
        return trial =>
            (which === '' || trial.state === which || trial.status === which || (which === 'front' && trial.onFront))
            && (sought === '' || wordsOf(trial).includes(sought));
    }

    /** The row of a trial, the one that is there if it says the same. */
    function rowOf(trial) {
        const text = JSON.stringify(trial);
        let known = made.get(trial.trial);
        if (known?.text !== text) {
            const row = h('tr', { class: trial.onFront ? 'front' : null },
                COLUMNS.map(column => h('td', { class: classOf(column) }, column.cell(trial, sweep))));
            known = { text, row };
            if (made.size > MOST_MADE) {
                made.clear();
            }
            made.set(trial.trial, known);
        }
        return known.row;
    }

    function draw() {
        ordered ??= order(trials, COLUMNS[sorted].value, falling);
        const found = ordered.filter(wanted());
        page = Math.max(0, Math.min(page, Math.ceil(found.length / ROWS) - 1));
        const from = page * ROWS;
        const shown = found.slice(from, from + ROWS);
        const next = shown.map(rowOf);
        if (next.length !== rows.children.length || next.some((row, i) => row !== rows.children[i])) {
            const focused = rows.contains(document.activeElement) ? document.activeElement.getAttribute('href') : null;
            rows.replaceChildren(...next);
            if (focused !== null) {
                [...rows.querySelectorAll('a')].find(link => link.getAttribute('href') === focused)?.focus();
            }
        }
        heads.forEach((head, i) => (i === sorted ? head.setAttribute('aria-sort', falling ? 'descending' : 'ascending') : head.removeAttribute('aria-sort')));
        say(count, found.length === 0 ? 'no trial' : `${whole(from + 1)}–${whole(from + shown.length)} of ${whole(found.length)}`);
        back.disabled = page === 0;
        on.disabled = from + ROWS >= found.length;
        pages.hidden = found.length <= ROWS;
    }

    return {
        element: h('section', { class: 'panel', 'aria-labelledby': 'trials-title' },
            h('div', { class: 'head' }, h('h2', { id: 'trials-title' }, 'Trials'),
                h('div', { class: 'filters' }, h('span', { class: 'pair' }, h('label', { for: 'trial-filter' }, 'Find'), text),
                    h('span', { class: 'pair' }, h('label', { for: 'trial-state' }, 'Show'), state))),
            h('div', { class: 'scrolling', tabindex: '0', role: 'region', 'aria-label': 'Trials' },
                table),
            h('div', { class: 'foot' }, count, pages)),
        update(next) {
            trials = next;
            ordered = null;
            table.classList.toggle('nothing-searched', trials.every(trial => Object.keys(trial.search).length === 0));
            draw();
        },
    };
}

function classOf(column) {
    return [column.number === false ? '' : 'number', column.wide ? 'wide' : '', column.searched ? 'searched' : ''].filter(each => each !== '').join(' ') || null;
}

const known = new WeakMap();

/** What is sought in. */
function wordsOf(trial) {
    if (!known.has(trial)) {
        known.set(trial, `${trial.trial} seed ${trial.seed} ${searched(trial)} ${trial.note ?? ''}`.toLowerCase());
    }
    return known.get(trial);
}

/** Sorted by a value; those without one come last, whichever way is sorted. */
function order(trials, value, falling) {
    const way = falling ? -1 : 1;
    const pairs = trials.map(trial => [value(trial) ?? null, trial]);
    const some = pairs.filter(([key]) => key !== null).sort(([a], [b]) => (a < b ? -way : a > b ? way : 0));
    return [...some, ...pairs.filter(([key]) => key === null)].map(([, trial]) => trial);
}
