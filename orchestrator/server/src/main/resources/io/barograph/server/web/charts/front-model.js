/** What the chart of a front shows of a report. */

const MOST_SPREADS = 60;
const MOST_LEAST = 5;

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
    const best = Math.max(...spots.filter(spot => spot.x === 1).map(spot => spot.y));
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

/** Mean, lowest and highest accuracy of the trials that differ by their seeds alone. */
function spreads(trials) {
    const groups = new Map();
    for (const trial of trials) {
        const key = `${trial.budget} ${JSON.stringify(trial.search)}`;
        groups.set(key, [...(groups.get(key) ?? []), trial]);
    }
    const found = [...groups.values()].filter(group => group.length > 1).map(group => {
        const accuracies = group.map(trial => trial.validationAccuracy);
        return {
            x: Math.exp(group.reduce((sum, trial) => sum + Math.log(trial.volumeRatio), 0) / group.length),
            mean: accuracies.reduce((sum, each) => sum + each, 0) / group.length,
            low: Math.min(...accuracies),
            high: Math.max(...accuracies),
            seeds: group.length,
            budget: group[0].budget,
        };
    });
    return found.length > MOST_SPREADS ? [] : found;
}

function leastViolating(spots) {
    return spots
        .filter(spot => spot.mark === 'over')
        .sort((a, b) => a.x / a.trial.budget - b.x / b.trial.budget || b.y - a.y)
        .slice(0, MOST_LEAST);
}
