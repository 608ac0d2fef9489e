/** What the chart of a front shows of a report. */

const MOST_SPREADS = 60;

/** How a trial is marked: `front`, `under` (on the front, UNDER its budget), `dominated`, `over`. */
export function markOf(trial) {
    if (trial.status === 'OVER') {
        return 'over';
    }
    if (!trial.onFront) {
        return 'dominated';
    }
    return trial.status === 'UNDER' ? 'under' : 'front';
}

const DRAWN_FIRST = { over: 0, dominated: 1, under: 2, front: 3 };

/** Spots, front, seeds' spread, budgets and, where there is no front, the trials nearest to their budgets. */
export function frontModel(report) {
    const measured = report.trials.filter(trial => trial.volumeRatio !== null && trial.volumeRatio !== undefined);
    const spots = measured
        .map(trial => ({ trial, x: trial.volumeRatio, y: trial.validationAccuracy, mark: markOf(trial), series: 0 }))
        .sort((a, b) => DRAWN_FIRST[a.mark] - DRAWN_FIRST[b.mark]);
    const front = spots.filter(spot => spot.trial.onFront).sort((a, b) => a.x - b.x || b.y - a.y);
    const best = spots.reduce((most, spot) => (spot.x === 1 ? Math.max(most, spot.y) : most), -Infinity);
    return {
        report,
        spots,
        front,
        spreads: spreads(measured),
        budgets: [...new Set([1, ...report.trials.map(trial => trial.budget)])].sort((a, b) => a - b),
        dense: Number.isFinite(best) ? best : null,
        least: front.length === 0 ? leastViolating(spots) : [],
    };
}

/** Mean, lowest and highest accuracy of the trials that differ by their seeds alone and kept their budget. */
function spreads(trials) {
    const groups = new Map();
    for (const trial of trials.filter(each => each.status !== 'OVER')) {
        const key = `${trial.budget} ${JSON.stringify(trial.search)}`;
        if (!groups.has(key)) {
            groups.set(key, []);
        }
        groups.get(key).push(trial);
    }
    const found = [...groups.values()].filter(group => group.length > 1).map(group => {
        const accuracies = group.map(trial => trial.validationAccuracy);
        return {
            x: median(group.map(trial => trial.volumeRatio)),
            mean: accuracies.reduce((sum, each) => sum + each, 0) / group.length,
            low: Math.min(...accuracies),
            high: Math.max(...accuracies),
            seeds: group.length,
            budget: group[0].budget,
        };
    });
    return found.length > MOST_SPREADS ? [] : found;
}

function median(values) {
    const sorted = [...values].sort((a, b) => a - b);
    return sorted[Math.floor((sorted.length - 1) / 2)];
}

/** Of each budget the trial that went least above it. */
function leastViolating(spots) {
    const least = new Map();
    for (const spot of spots) {
        const known = least.get(spot.trial.budget);
        if (spot.mark === 'over' && (known === undefined || spot.x < known.x || (spot.x === known.x && spot.y > known.y))) {
            least.set(spot.trial.budget, spot);
        }
    }
    return [...least.values()].sort((a, b) => b.x - a.x);
}
