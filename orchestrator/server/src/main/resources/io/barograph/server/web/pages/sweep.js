/** One sweep: its front, its hypervolume, its trials and what happens. */
import { breath, h, say } from '../dom.js';
import { decimal, elapsed, fraction, moment, percentage, searched, TIME_STEPS, whole } from '../format.js';
import { go } from '../router.js';
import { liveSweep } from '../live-sweep.js';
import { growth, hypervolumes } from '../history.js';
import { frontChart } from '../charts/front-chart.js';
import { frontModel } from '../charts/front-model.js';
import { lineChart } from '../charts/line-chart.js';
import { progress, stateBadge } from '../parts/badges.js';
import { dashboardLink } from '../parts/dashboard-link.js';
import { downloads } from '../parts/downloads.js';
import { eventLog } from '../parts/event-log.js';
import { failureBox } from '../parts/failure.js';
import { legendOf } from '../parts/legend.js';
import { pointsTable } from '../parts/points-table.js';
import { steering } from '../parts/steering.js';
import { trialsTable } from '../parts/trials-table.js';
import { zoomButtons } from '../parts/zoom.js';

export async function sweepPage({ main, signal }, sweep) {
    const title = h('h1', {}, sweep);
    const badge = h('span');
    const facts = h('p', { class: 'facts' });
    const frontFacts = h('p', { class: 'facts', role: 'status' });
    const legend = h('div', { class: 'legend' });
    const points = pointsTable(sweep, 'The front');
    const trials = trialsTable(sweep);
    const log = eventLog(sweep);
    const failures = h('div', { 'aria-live': 'polite' });
    const chart = frontChart({
        describe, signal, open: spot => go('sweeps', sweep, 'trials', spot.trial.trial),
        label: `Front of ${sweep}: accuracy against volume. Arrow keys go from point to point, Enter opens the trial.`,
    });
    const growing = lineChart({
        title: 'Hypervolume', signal, xName: 'time since it was submitted', formatX: elapsed, steps: TIME_STEPS, height: 240,
        lines: [{ label: 'hypervolume', ink: 'front', stepped: true }],
    });
    const steer = h('div');
    main.append(
        h('div', { class: 'head' }, h('div', { class: 'title' }, title, badge), steer),
        facts, failures,
        h('section', { class: 'panel', 'aria-labelledby': 'front-title' },
            h('div', { class: 'head' }, h('h2', { id: 'front-title' }, 'Front'), zoomButtons(() => chart),
                downloads(sweep, failure => failures.replaceChildren(failureBox(failure)))),
            frontFacts,
            h('div', { class: 'with-table' }, h('div', {}, chart.element, legend), points.element)),
        h('div', { class: 'columns' }, h('section', { class: 'panel', 'aria-label': 'Hypervolume over time' }, growing.element), log.element),
        trials.element);

    let steered = null;
    let created = 0;
    let sequence = 0;
    let known = [];
    let ranked = 0;
    let dashboard = null;

    function say1(state, counts) {
        badge.replaceChildren(stateBadge(state));
        facts.replaceChildren(progress(counts), h('span', { class: 'soft' }, `submitted ${moment(created)}`));
        if (dashboard !== null) {
            facts.append(dashboard);
        }
        steered.update(state);
    }

    function onView(view) {
        created = Date.parse(view.createdAt);
        sequence = view.sequence;
        ranked = view.sequence;
        dashboard = dashboardLink('sweep', { 'var-sweep': sweep });
        steered = steering(sweep, view.priority ?? 0, changed => say1(changed.state, changed.trials));
        steer.append(steered.element);
        failures.after(steered.failures);
        say1(view.state, view.trials);
    }

    function rank(events) {
        for (const event of events) {
            if (event.change.type === 'priorityChanged' && event.sequence > ranked) {
                ranked = event.sequence;
                steered.rank(event.change.priority);
            }
        }
    }

    async function onFront(report) {
        await breath();
        const model = frontModel(report);
        await breath();
        if (signal.aborted) {
            return;
        }
        chart.update([model]);
        legend.replaceChildren(...legendOf(model));
        const counts = {};
        report.trials.forEach(trial => { counts[trial.state] = (counts[trial.state] ?? 0) + 1; });
        say1(report.state, counts);
        say(frontFacts, summary(report, model));
        points.update(model.least.length > 0 ? model.least.map(spot => spot.trial) : report.points,
            model.least.length > 0 ? 'Least violating trials' : 'The front, the largest volume first');
        await breath();
        trials.update(report.trials);
    }

    function grow(more) {
        if (signal.aborted) {
            return;
        }
        known = [...known, ...more];
        growing.update([known.map(point => (point.at - created) / 1000), known.map(point => point.hypervolume)]);
    }

    const live = liveSweep(sweep, {
        view(view) {
            onView(view);
            const before = [];
            void hypervolumes(sweep, sequence, page => { before.push(...page); }, signal).catch(() => {}).then(() => {
                const later = known;
                known = [];
                grow([...before, ...later]);
            });
        },
        front: onFront,
        events(events) {
            log.add(events);
            rank(events);
            const later = growth(events.filter(event => event.sequence > sequence));
            if (later.length > 0) {
                grow(later);
            }
        },
    }, signal);
    await live;
}

function summary(report, model) {
    if (model.spots.length === 0) {
        return ['RUNNING', 'PAUSED'].includes(report.state) ? 'No trial has completed yet.' : 'No trial completed.';
    }
    if (model.front.length === 0) {
        return 'No trial kept its budget, so there is no front. The least violating ones are ringed.';
    }
    return `${whole(report.points.length)} on the front · hypervolume ${report.hypervolume.toFixed(3)}`;
}

function describe({ trial }) {
    return [
        `${trial.trial}${trial.onFront ? ', on the front' : ''}`,
        `budget ${fraction(trial.budget)}, volume ${decimal(trial.volumeRatio)}, ${trial.status}`,
        `validation ${percentage(trial.validationAccuracy, 2)}, test ${percentage(trial.testAccuracy, 2)}`,
        `${whole(trial.parameters)} parameters, seed ${trial.seed}`,
        ...Object.keys(trial.search).length > 0 ? [searched(trial)] : [],
    ];
}
