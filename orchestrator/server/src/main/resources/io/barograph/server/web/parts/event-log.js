/** The newest events of a sweep. */
import { h } from '../dom.js';
import { clock, decimal, fraction, percent, whole, words } from '../format.js';
import { to } from '../router.js';

const MOST = 300;
const SHOWN = 100;

export function eventLog(sweep) {
    const list = h('ol', { class: 'events' });
    const box = h('input', { type: 'checkbox', id: 'with-epochs', onchange: draw });
    let kept = [];

    function line(event) {
        const { trial, text } = said(event.change);
        const by = event.change.by ? ` by ${event.change.by}` : '';
        return h('li', {}, h('time', { datetime: event.at }, clock(event.at)),
            h('span', {}, trial ? h('a', { href: to('sweeps', sweep, 'trials', trial) }, trial) : null, trial ? ' ' : null, text + by));
    }

    function draw() {
        const shown = kept.filter(event => box.checked || event.change.type !== 'epochEnded').slice(-SHOWN).reverse();
        list.replaceChildren(...shown.map(line));
    }

    return {
        element: h('section', { class: 'panel', 'aria-labelledby': 'events-title' },
            h('div', { class: 'head' }, h('h2', { id: 'events-title' }, 'Events'),
                h('label', { class: 'inline', for: 'with-epochs' }, box, 'with epochs')),
            h('div', { class: 'log', tabindex: '0', role: 'region', 'aria-label': 'The newest events' }, list)),
        add(events) {
            const epochs = events.filter(event => event.change.type === 'epochEnded');
            const others = events.filter(event => event.change.type !== 'epochEnded');
            // Epochs are the most of all events: they do not push the others out.
            const old = kept.filter(event => event.change.type !== 'epochEnded');
            const oldEpochs = kept.filter(event => event.change.type === 'epochEnded');
            kept = [...[...old, ...others].slice(-MOST), ...[...oldEpochs, ...epochs].slice(-MOST)]
                .sort((a, b) => a.sequence - b.sequence);
            if (box.checked || others.length > 0) {
                draw();
            }
        },
    };
}

function said(change) {
    switch (change.type) {
        case 'submitted': return { text: `submitted with ${change.trials === 1 ? '1 trial' : `${whole(change.trials)} trials`}` };
        case 'trialStarted': return { trial: change.trial, text: `started on ${change.worker}, budget ${fraction(change.budget)}${again(change)}` };
        case 'epochEnded': return epoch(change.report);
        case 'trialReturned': return { trial: change.trial, text: `waits again: ${change.reason}` };
        case 'trialEnded': return { trial: change.trial, text: ended(change) };
        case 'frontChanged': return { text: `front of ${change.trials.length}, hypervolume ${decimal(change.hypervolume)}` };
        case 'priorityChanged': return { text: `priority ${change.priority}` };
        case 'ended': return { text: `sweep ${words(change.state)}` };
        default: return { text: words(change.type) };
    }
}

function again({ attempt }) {
    return attempt > 1 ? `, attempt ${attempt}` : '';
}

function epoch({ trial, phase, epoch: number, metrics }) {
    const accuracy = metrics.validationAccuracy === undefined ? '' : `, ${percent(metrics.validationAccuracy)} %`;
    const volume = metrics.volumeRatio === undefined ? '' : `, volume ${decimal(metrics.volumeRatio)}`;
    return { trial, text: `epoch ${number}, ${words(phase)}${accuracy}${volume}` };
}

function ended({ state, measurement, reason }) {
    const result = measurement === null || measurement === undefined ? ''
        : `: ${percent(measurement.validationAccuracy)} % at volume ${decimal(measurement.volumeRatio)}, ${measurement.status}`;
    return `${words(state)}${result}${reason && reason !== words(state) ? `: ${reason}` : ''}`;
}
