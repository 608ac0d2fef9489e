/** What the charts of a trial show of its stored epochs. */
import { words } from './format.js';

const MAPS = 'openMaps.';

/** Of each epoch the newest attempt: an attempt that goes on from a checkpoint reports the later epochs alone. */
function newest(reports) {
    const byEpoch = new Map();
    for (const report of reports) {
        const known = byEpoch.get(report.epoch);
        if (known === undefined || known.attempt <= report.attempt) {
            byEpoch.set(report.epoch, report);
        }
    }
    return [...byEpoch.values()].sort((a, b) => a.epoch - b.epoch);
}

export function curves(reports) {
    const epochs = newest(reports);
    const x = epochs.map(report => report.epoch);
    const line = name => epochs.map(report => report.metrics[name] ?? null);
    const phases = epochs
        .filter((report, i) => i === 0 || epochs[i - 1].phase !== report.phase)
        .map(report => [report.epoch, words(report.phase)]);
    return {
        phases,
        accuracy: [x, line('validationAccuracy'), line('trainAccuracy')],
        loss: [x, line('loss')],
        volume: [x, line('volumeRatio'), line('budgetNow')],
        barrier: [x, line('barrier')],
        maps: maps(epochs),
    };
}

function maps(epochs) {
    const told = epochs.filter(report => Object.keys(report.metrics).some(name => name.startsWith(MAPS)));
    const layers = [...new Set(told.flatMap(report => Object.keys(report.metrics).filter(name => name.startsWith(MAPS))))]
        .sort((a, b) => a.localeCompare(b, undefined, { numeric: true }));
    return {
        layers: layers.map(name => name.slice(MAPS.length)),
        epochs: told.map(report => report.epoch),
        maps: layers.map(name => told.map(report => report.metrics[name] ?? null)),
    };
}
