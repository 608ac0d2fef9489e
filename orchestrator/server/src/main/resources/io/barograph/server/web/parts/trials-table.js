/** The trials of a sweep, to filter and to sort, a page at a time. */
import { h, say } from '../dom.js';
import { decimal, duration, fraction, percent, searched, whole, words } from '../format.js';
import { to } from '../router.js';
import { stateBadge, statusBadge } from './badges.js';

const ROWS = 50;
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
    const pages = h('div', { class: 'actions small' }, back, on);

    function first() {
        page = 0;
        draw();
    }

    function sort(column) {
        falling = sorted === column && !falling;
        sorted = column;
        first();
    }

    function turn(step) {
        page += step;
        draw();
    }

    function wanted(trial) {
        const which = state.value;
        const fits = which === '' || trial.state === which || trial.status === which || (which === 'front' && trial.onFront);
        const sought = text.value.trim().toLowerCase();
        return fits && (sought === '' || `${trial.trial} seed ${trial.seed} ${searched(trial)} ${trial.note ?? ''}`.toLowerCase().includes(sought));
    }

    function draw() {
        const { value } = COLUMNS[sorted];
        const found = trials.filter(wanted).sort((a, b) => compare(value(a), value(b), falling));
        page = Math.max(0, Math.min(page, Math.ceil(found.length / ROWS) - 1));
        const from = page * ROWS;
        const shown = found.slice(from, from + ROWS);
        const focused = rows.contains(document.activeElement) ? document.activeElement.getAttribute('href') : null;
        rows.replaceChildren(...shown.map(trial => h('tr', { class: trial.onFront ? 'front' : null },
            COLUMNS.map(column => h('td', { class: classOf(column) }, column.cell(trial, sweep))))));
        if (focused !== null) {
            [...rows.querySelectorAll('a')].find(link => link.getAttribute('href') === focused)?.focus();
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
            table.classList.toggle('nothing-searched', trials.every(trial => Object.keys(trial.search).length === 0));
            draw();
        },
    };
}

function classOf(column) {
    return [column.number === false ? '' : 'number', column.wide ? 'wide' : '', column.searched ? 'searched' : ''].filter(each => each !== '').join(' ') || null;
}

/** Nothing comes last, whichever way is sorted. */
function compare(a, b, falling) {
    const none = value => value === null || value === undefined;
    if (none(a) || none(b)) {
        return Number(none(a)) - Number(none(b));
    }
    const order = typeof a === 'string' ? a.localeCompare(b) : a - b;
    return falling ? -order : order;
}
