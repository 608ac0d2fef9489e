/** One trial: its result and its curves. */
import { api, patiently } from '../api.js';
import { h, perFrame, say } from '../dom.js';
import { bytes, decimal, duration, fraction, percent, percentage, searched, whole } from '../format.js';
import { follow } from '../events.js';
import { to } from '../router.js';
import { lineChart } from '../charts/line-chart.js';
import { heatMap } from '../charts/heat-map.js';
import { curves } from '../curves.js';
import { stateBadge, statusBadge } from '../parts/badges.js';
import { failureBox } from '../parts/failure.js';
import { modelFiles } from '../parts/model-files.js';

export async function trialPage({ main, signal }, sweep, name) {
    const badge = h('span', { class: 'badges' });
    const facts = h('dl', { class: 'figures' });
    const note = h('p', { class: 'note', hidden: true });
    const files = h('div', { class: 'actions small', role: 'group', 'aria-label': 'Download' });
    const failures = h('div', { 'aria-live': 'polite' });
    let shownFiles = '';
    let phases = [];
    const chart = (title, lines, options) => lineChart({
        title, lines, signal, xName: 'epoch', steps: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000], marks: () => phases, ...options });
    const charts = {
        accuracy: chart('Accuracy, %', [{ label: 'validation', ink: 'front' }, { label: 'training', ink: 'second', dash: [6, 4] }],
            { formatY: value => percent(value), tickY: value => decimal(value * 100) }),
        loss: chart('Loss', [{ label: 'loss', ink: 'front' }]),
        volume: chart('Volume V against budget b', [{ label: 'V', ink: 'front' }, { label: 'b', ink: 'under', dash: [6, 4] }]),
        barrier: chart('Barrier f', [{ label: 'f', ink: 'over' }]),
    };
    const heat = heatMap({ title: 'Open maps per layer', signal });
    const heatPanel = h('section', { class: 'panel', 'aria-label': 'Open maps per layer' }, heat.element);
    const empty = h('p', { class: 'hint' });
    const panels = h('div', { class: 'columns even' },
        Object.values(charts).map(each => h('section', { class: 'panel' }, each.element)));
    main.append(
        h('p', { class: 'crumbs' }, h('a', { href: to('sweeps', sweep) }, `← ${sweep}`)),
        h('div', { class: 'head' }, h('div', { class: 'title' }, h('h1', {}, name), badge), files),
        failures, facts, note, empty, panels, heatPanel);
    panels.hidden = heatPanel.hidden = true;

    function showTrial(trial) {
        badge.replaceChildren(stateBadge(trial.state), ...trial.status ? [statusBadge(trial.status)] : [],
            ...trial.onFront ? [h('span', { class: 'badge on-front' }, 'on the front')] : []);
        const pairs = [
            ['Budget', fraction(trial.budget)], ['Volume', decimal(trial.volumeRatio)],
            ['Validation', percentage(trial.validationAccuracy, 2)], ['Test', percentage(trial.testAccuracy, 2)],
            ['Parameters', whole(trial.parameters)], ['Multiplications', whole(trial.macs)], ['ONNX file', bytes(trial.fileBytes)],
            ['Training', duration(trial.seconds)], ['Seed', String(trial.seed)], ['Attempts', String(trial.attempts)],
            ...Object.keys(trial.search).length > 0 ? [['Searched', searched(trial)]] : [],
        ];
        facts.replaceChildren(...pairs.map(([term, value]) => h('div', { class: term === 'Searched' ? 'whole' : null }, h('dt', {}, term), h('dd', {}, value))));
        const hashes = `${trial.onnxHash} ${trial.modelHash}`;
        if (hashes !== shownFiles) {
            shownFiles = hashes;
            files.replaceChildren(...modelFiles(sweep, trial, failure => failures.replaceChildren(failureBox(failure))));
        }
        say(empty, ['WAITING', 'RUNNING'].includes(trial.state) ? 'No epoch has been reported yet.' : 'No epoch was reported.');
        note.hidden = !trial.note;
        note.textContent = trial.note ?? '';
    }

    let epochs = [];
    const draw = perFrame(() => {
        if (signal.aborted || epochs.length === 0) {
            return;
        }
        empty.hidden = true;
        panels.hidden = false;
        const all = curves(epochs);
        ({ phases } = all);
        for (const [key, each] of Object.entries(charts)) {
            each.update(all[key]);
        }
        heatPanel.hidden = all.maps.layers.length === 0;
        heat.update(all.maps);
    });

    async function refresh() {
        showTrial(await patiently(() => api.trial(sweep, name, signal), signal));
    }

    const view = await patiently(() => api.sweep(sweep, signal), signal);
    await refresh();
    epochs = await patiently(() => api.epochs(sweep, name, signal), signal);
    draw();
    await follow(sweep, view.sequence, events => {
        const mine = events.filter(({ change }) => (change.report ? change.report.trial : change.trial) === name);
        const reported = mine.filter(({ change }) => change.report).map(({ change }) => change.report);
        if (reported.length > 0) {
            epochs = [...epochs, ...reported];
            draw();
        }
        if (mine.some(({ change }) => change.type !== 'epochEnded') || events.some(({ change }) => change.type === 'frontChanged')) {
            void refresh().catch(() => {});
        }
    }, signal);
}
