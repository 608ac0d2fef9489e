/** The fronts of several sweeps in one chart. */
import { api, patiently } from '../api.js';
import { pause } from '../connection.js';
import { h } from '../dom.js';
import { decimal, fraction, percent, whole, words } from '../format.js';
import { go, keep, to } from '../router.js';
import { frontChart } from '../charts/front-chart.js';
import { frontModel } from '../charts/front-model.js';
import { failureBox } from '../parts/failure.js';
import { zoomButtons } from '../parts/zoom.js';

const STYLES = [
    { ink: 'front', shape: 'circle' },
    { ink: 'second', shape: 'square', dash: [9, 4] },
    { ink: 'third', shape: 'diamond', dash: [3, 3] },
    { ink: 'fourth', shape: 'hexagon', dash: [12, 4, 3, 4] },
];
const LOOK_AGAIN_MILLIS = 2000;

export async function comparePage({ main, signal, query }) {
    const names = [...new Set((query.get('sweeps') ?? '').split(','))].filter(name => name !== '').slice(0, STYLES.length);
    const chooser = h('fieldset', { class: 'chooser' }, h('legend', {}, `Sweeps, at most ${STYLES.length}`));
    const legend = h('div', { class: 'legend' });
    const rows = h('tbody');
    const failures = h('div', { 'aria-live': 'polite' });
    const chart = frontChart({
        describe, signal, styles: STYLES,
        open: spot => go('sweeps', spot.sweep, 'trials', spot.trial.trial),
        label: 'Fronts of several sweeps: accuracy against volume. Arrow keys go from point to point, Enter opens the trial.',
    });
    const panel = h('section', { class: 'panel', 'aria-label': 'Fronts' },
        h('div', { class: 'head' }, h('h2', {}, 'Fronts'), zoomButtons(() => chart)), chart.element, legend,
        h('div', { class: 'scrolling', tabindex: '0', role: 'region', 'aria-label': 'Sweeps compared' },
            h('table', { class: 'sweeps' }, h('thead', {}, h('tr', {}, ['Sweep', 'State', 'Trials', 'Points', 'Hypervolume', 'Best, %', 'Smallest'].map((name, i) =>
                h('th', { scope: 'col', class: ['', 'wide', 'number wide', 'number wide', 'number'][Math.min(i, 4)] || null }, name)))), rows)));
    panel.hidden = names.length === 0;
    main.append(h('div', { class: 'head' }, h('h1', {}, 'Compare sweeps')), h('div', { class: 'panel' }, chooser), failures, panel);

    const known = new Map();
    let told = '';
    const { sweeps } = await patiently(() => api.sweeps(null, signal), signal);
    const all = [...new Set([...names, ...sweeps.map(each => each.sweep)])];
    chooser.append(...all.map(name => {
        const box = h('input', { type: 'checkbox', checked: names.includes(name), onchange: () => choose(name, box) });
        return h('label', { class: 'inline' }, box, name);
    }));

    function choose(name, box) {
        if (box.checked && names.length < STYLES.length) {
            names.push(name);
        } else if (!box.checked) {
            names.splice(names.indexOf(name), 1);
        } else {
            box.checked = false;
        }
        keep(names.length > 0 ? { sweeps: names.join(',') } : {});
        void look();
    }

    async function look() {
        const failed = [];
        for (const name of [...names]) {
            try {
                const answer = await patiently(() => api.front(name, known.get(name)?.tag, signal), signal);
                if (answer !== null) {
                    known.set(name, { tag: answer.tag, model: frontModel(answer.report) });
                }
            } catch (failure) {
                if (!signal.aborted && failure.status !== 401) {
                    failed.push(failure);
                }
            }
        }
        tell(failed);
        show();
    }

    /** The same failures are told once, and no longer than they last. */
    function tell(failed) {
        const now = failed.map(failure => failure.message).join('\n');
        if (now !== told && !signal.aborted) {
            told = now;
            failures.replaceChildren(...failed.map(failureBox));
        }
    }

    function show() {
        if (signal.aborted) {
            return;
        }
        panel.hidden = names.length === 0;
        const models = names.map(name => known.get(name)?.model).filter(model => model !== undefined);
        models.forEach((model, i) => model.spots.forEach(spot => {
            spot.series = i;
            spot.sweep = model.report.sweep;
        }));
        chart.update(models);
        legend.replaceChildren(...models.map((model, i) => h('span', { class: 'entry' },
            h('span', { class: `stroke ink-${STYLES[i].ink}${STYLES[i].dash ? ' dashed' : ''}`, 'aria-hidden': 'true' }), `${model.report.sweep} (${STYLES[i].shape}s)`)));
        rows.replaceChildren(...models.map(({ report, front }) => h('tr', {},
            h('td', {}, h('a', { class: 'name', href: to('sweeps', report.sweep) }, report.sweep)), h('td', { class: 'wide' }, words(report.state)),
            h('td', { class: 'number wide' }, whole(report.trials.length)), h('td', { class: 'number wide' }, whole(front.length)),
            h('td', { class: 'number strong' }, report.hypervolume.toFixed(3)),
            h('td', { class: 'number' }, front.length === 0 ? '–' : percent(Math.max(...front.map(spot => spot.y)))),
            h('td', { class: 'number' }, front.length === 0 ? '–' : decimal(front[0].x)))));
    }

    while (!signal.aborted) {
        await look();
        await pause(LOOK_AGAIN_MILLIS, signal);
    }
}

function describe(spot) {
    return [
        `${spot.trial.trial} of ${spot.sweep}`,
        `budget ${fraction(spot.trial.budget)}, volume ${decimal(spot.trial.volumeRatio)}, ${spot.trial.status}`,
        `validation ${percent(spot.trial.validationAccuracy, 2)} %`,
    ];
}
