/** Numbers, times and names as people read them. */

/** `87.2 %`, or a dash where there is none. */
export function percentage(fraction, digits) {
    return fraction === null || fraction === undefined ? '–' : `${percent(fraction, digits)} %`;
}

export function percent(fraction, digits = 1) {
    return fraction === null || fraction === undefined ? '–' : (fraction * 100).toFixed(digits);
}

/** A number that somebody gave, as it was given: to six significant digits, and whole numbers to all of them. */
function given(value) {
    return Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(6)));
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
    return given(value);
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

/** Seconds since a beginning, in the largest unit that still tells neighbouring ticks apart. */
export function elapsed(seconds) {
    return seconds < 120 ? `${decimal(seconds)} s` : seconds < 7200 ? `${decimal(seconds / 60)} min` : `${decimal(seconds / 3600)} h`;
}

/** Steps between ticks that are round in seconds, minutes or hours. */
export const TIME_STEPS = [0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 30, 60, 120, 300, 600, 1800, 3600, 7200, 18000, 36000,
    72000, 180000, 360000, 720000, 1800000, 3600000];

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
    return Object.entries(trial.search).map(([key, value]) => `${key} ${given(value)}`).join(', ');
}
