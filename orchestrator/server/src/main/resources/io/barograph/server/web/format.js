/** Numbers, times and names as people read them. */

export function percent(fraction, digits = 1) {
    return fraction === null || fraction === undefined ? '–' : (fraction * 100).toFixed(digits);
}

/** `1/8` where that is exact, else a decimal. */
export function fraction(value) {
    if (value === null || value === undefined) {
        return '–';
    }
    const inverse = 1 / value;
    if (Math.abs(inverse - Math.round(inverse)) < 1e-9) {
        return inverse < 1.5 ? '1' : '1/' + Math.round(inverse);
    }
    return decimal(value);
}

/** Three significant digits. */
export function decimal(value) {
    if (value === null || value === undefined) {
        return '–';
    }
    return value === 0 ? '0' : String(Number(value.toPrecision(3)));
}

const WHOLE = new Intl.NumberFormat('en-GB');

export function whole(value) {
    return value === null || value === undefined ? '–' : WHOLE.format(value);
}

export function bytes(value) {
    if (value === null || value === undefined) {
        return '–';
    }
    const unit = value < 1e6 ? ['kB', 1e3] : ['MB', 1e6];
    return `${decimal(value / unit[1])} ${unit[0]}`;
}

export function duration(seconds) {
    if (seconds === null || seconds === undefined) {
        return '–';
    }
    if (seconds < 60) {
        return `${decimal(seconds)} s`;
    }
    const minutes = Math.round(seconds / 60);
    return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${String(minutes % 60).padStart(2, '0')} min`;
}

const DAY = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });
const CLOCK = new Intl.DateTimeFormat(undefined, { timeStyle: 'medium' });

export function moment(instant) {
    return DAY.format(new Date(instant));
}

export function clock(instant) {
    return CLOCK.format(new Date(instant));
}

/** `STOPPED_EARLY` as `stopped early`. */
export function words(name) {
    return name.toLowerCase().replaceAll('_', ' ');
}

/** The searched values of a trial, as `prune.learningRate 0.01`. */
export function searched(trial) {
    return Object.entries(trial.search).map(([key, value]) => `${key} ${decimal(value)}`).join(', ');
}
