/** The points of a front in words and numbers. */
import { h } from '../dom.js';
import { bytes, decimal, fraction, percent, whole } from '../format.js';
import { to } from '../router.js';
import { statusBadge } from './badges.js';

export function pointsTable(sweep, caption) {
    const rows = h('tbody');
    const title = h('caption', {}, caption);
    let shown = '';
    const element = h('div', { class: 'scrolling', tabindex: '0', role: 'region', 'aria-label': 'Points of the front', hidden: true },
        h('table', { class: 'points' }, title,
            h('thead', {}, h('tr', {}, ['Trial', 'Budget', 'Volume', 'Validation, %', 'Status', 'Test, %', 'Parameters', 'ONNX'].map((name, i) =>
                h('th', { scope: 'col', class: i === 0 || i === 4 ? null : i > 4 ? 'number wide' : 'number' }, name)))), rows));
    return {
        element,
        update(trials, words) {
            const now = JSON.stringify(trials.map(trial => [trial.trial, trial.volumeRatio])) + words;
            if (now === shown) {
                return;
            }
            shown = now;
            element.hidden = trials.length === 0;
            title.textContent = words;
            rows.replaceChildren(...trials.map(trial => h('tr', {},
                h('th', { scope: 'row' }, h('a', { class: 'name', href: to('sweeps', sweep, 'trials', trial.trial) }, trial.trial)),
                h('td', { class: 'number' }, fraction(trial.budget)), h('td', { class: 'number' }, decimal(trial.volumeRatio)),
                h('td', { class: 'number strong' }, percent(trial.validationAccuracy, 2)), h('td', {}, statusBadge(trial.status)),
                h('td', { class: 'number wide' }, percent(trial.testAccuracy, 2)), h('td', { class: 'number wide' }, whole(trial.parameters)),
                h('td', { class: 'number wide' }, bytes(trial.fileBytes)))));
        },
    };
}
