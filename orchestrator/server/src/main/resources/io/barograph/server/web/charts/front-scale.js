/** Which volumes and accuracies the chart of a front shows, and its ticks. */

const SIDE = 1.32;
const STEPS = [0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5];
const MOST_STEPS = 7;

/** Ranges that show the whole fronts; points far below them may fall out at the bottom. */
export function ranges(models) {
    const spots = models.flatMap(model => model.spots);
    const fronts = models.flatMap(model => model.front);
    const least = Math.min(1, ...models.flatMap(model => model.budgets), spots.reduce((low, spot) => Math.min(low, spot.x), 1));
    let [low, high] = extent(fronts.length > 0 ? fronts : spots);
    const reach = Math.max(0.02, high - low);
    const floor = low - 0.8 * reach;
    for (const { y } of spots) {
        high = Math.max(high, y);
        if (y > floor) {
            low = Math.min(low, y);
        }
    }
    if (low > high) {
        [low, high] = [0, 1];
    }
    const margin = Math.max(0.01, 0.16 * (high - low));
    const step = stepOf(high - low + 2 * margin);
    return {
        x: { min: least / SIDE, max: SIDE },
        y: { min: Math.max(0, Math.floor((low - margin) / step + 1e-9) * step), max: Math.min(1.005, high + margin) },
    };
}

function extent(spots) {
    return spots.reduce(([low, high], { y }) => [Math.min(low, y), Math.max(high, y)], [1, 0]);
}

function stepOf(span) {
    return STEPS.find(step => span / step <= MOST_STEPS) ?? STEPS[STEPS.length - 1];
}

/** Round accuracies between `min` and `max`. */
export function accuracyTicks(min, max) {
    const step = stepOf(max - min);
    const ticks = [];
    for (let i = Math.ceil(min / step - 1e-9); i * step <= max + 1e-9; i++) {
        ticks.push(i * step);
    }
    return ticks;
}

/** The budgets between `min` and `max`, or round volumes where there are fewer than two. */
export function volumeTicks(budgets, min, max) {
    const inside = budgets.filter(budget => budget >= min && budget <= max);
    if (inside.length > 1) {
        return inside;
    }
    const step = (max - min) / 5;
    const unit = 10 ** Math.floor(Math.log10(step));
    const round = Math.ceil(step / unit) * unit;
    const ticks = [];
    for (let at = Math.ceil(min / round) * round; at <= max; at += round) {
        ticks.push(Number(at.toPrecision(6)));
    }
    return ticks;
}

/** The same range zoomed by `factor` about its middle; `log` on a log axis. */
export function zoomed({ min, max }, factor, log) {
    const to = log ? Math.log : value => value;
    const from = log ? Math.exp : value => value;
    const middle = (to(min) + to(max)) / 2;
    const half = (to(max) - to(min)) / 2 / factor;
    return { min: from(middle - half), max: from(middle + half) };
}
