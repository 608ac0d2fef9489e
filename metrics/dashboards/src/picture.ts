import type { Panel } from '@grafana/schema';
import type { Series } from './ask.js';

/** Where a panel is drawn, in pixels. */
export interface Box {
    x: number;
    y: number;
    width: number;
    height: number;
}

const COLOURS = ['#1f78b4', '#e6862a', '#33a02c', '#c23b3b', '#7b4fa3', '#8c6d46', '#d46fb0', '#6b6b6b'];
const MOST_NAMES = 6;

/** A value as Grafana shows it in a unit. */
export function formatted(value: number, unit: string | undefined): string {
    if (!Number.isFinite(value)) {
        return '–';
    }
    const size = Math.abs(value);
    const short = (number: number): string => `${Number(number.toPrecision(3))}`;
    switch (unit) {
        case 'percentunit':
            return `${short(value * 100)} %`;
        case 's':
            return size === 0 ? '0 s' : size < 0.001 ? `${short(value * 1e6)} µs` : size < 1 ? `${short(value * 1e3)} ms` : size < 120 ? `${short(value)} s` : size < 7200 ? `${short(value / 60)} min` : `${short(value / 3600)} h`;
        case 'bytes': {
            const power = size < 1 ? 0 : Math.min(4, Math.floor(Math.log2(size) / 10));
            return `${short(value / 1024 ** power)} ${['B', 'KiB', 'MiB', 'GiB', 'TiB'][power]}`;
        }
        case 'cps':
            return `${short(value)}/s`;
        default:
            return short(value);
    }
}

export function escaped(value: string): string {
    return value.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}

function text(x: number, y: number, value: string, size: number, colour = '#333', anchor = 'start'): string {
    return `<text x="${x.toFixed(1)}" y="${y.toFixed(1)}" font-size="${size}" fill="${colour}" text-anchor="${anchor}">${escaped(value)}</text>`;
}

function colour(index: number): string {
    return COLOURS[index % COLOURS.length] ?? '#000';
}

/** From values to pixels, linear or logarithmic. */
function scale(values: number[], from: number, to: number, log: boolean, least?: number): { at: (value: number) => number; ticks: number[] } {
    const known = values.filter(value => Number.isFinite(value) && (!log || value > 0));
    let low = Math.min(...known, ...(least === undefined || log ? [] : [least]));
    let high = Math.max(...known);
    if (known.length === 0) {
        [low, high] = [0, 1];
    }
    if (high - low < 1e-9 * Math.max(1, Math.abs(high))) {
        [low, high] = log ? [low / 2, high * 2] : [low === 0 ? 0 : low - Math.abs(low) * 0.05, high === 0 ? 1 : high + Math.abs(high) * 0.05];
    }
    const along = (value: number): number => (log ? Math.log2(value / low) / Math.log2(high / low) : (value - low) / (high - low));
    const ticks = [0, 1 / 3, 2 / 3, 1].map(share => (log ? low * (high / low) ** share : low + (high - low) * share));
    return { at: value => from + along(value) * (to - from), ticks };
}

function legend(names: string[], box: Box): string {
    const shown = names.slice(0, MOST_NAMES);
    const width = box.width / Math.min(3, Math.max(1, shown.length));
    return shown
        .map((name, index) => {
            const x = box.x + (index % 3) * width;
            const y = box.y + Math.floor(index / 3) * 13;
            const most = Math.max(6, Math.floor(width / 6) - 3);
            return `<rect x="${x.toFixed(1)}" y="${y - 7}" width="8" height="3" fill="${colour(index)}"/>` + text(x + 12, y, name.length > most ? `${name.slice(0, most)}…` : name, 10);
        })
        .join('');
}

function grid(box: Box, ticks: number[], at: (value: number) => number, unit: string | undefined): string {
    return ticks
        .map(tick => `<line x1="${box.x}" x2="${box.x + box.width}" y1="${at(tick).toFixed(1)}" y2="${at(tick).toFixed(1)}" stroke="#e3e3e3"/>` + text(box.x - 4, at(tick) + 3, formatted(tick, unit), 9, '#777', 'end'))
        .join('');
}

/** Each series on top of those before it. */
function stacked(series: Series[]): Series[] {
    const sums = new Map<number, number>();
    return series.map(each => ({
        ...each,
        points: each.points.map(([time, value]) => {
            sums.set(time, (sums.get(time) ?? 0) + value);
            return [time, sums.get(time) ?? 0];
        }),
    }));
}

function curves(panel: Panel, given: Series[], box: Box, step: number): string {
    const stacks = (panel.fieldConfig?.defaults.custom?.['stacking'] as { mode: string } | undefined)?.mode === 'normal';
    const series = stacks ? stacked(given) : given;
    const defaults = panel.fieldConfig?.defaults;
    const log = (defaults?.custom?.['scaleDistribution'] as { type: string } | undefined)?.type === 'log';
    const steps = defaults?.custom?.['lineInterpolation'] === 'stepAfter';
    const rows = Math.ceil(Math.min(MOST_NAMES, series.length) / 3);
    const plot = { x: box.x + 52, y: box.y + 8, width: box.width - 60, height: box.height - 26 - 13 * rows };
    const all = series.flatMap(each => each.points);
    const y = scale(all.map(([, value]) => value), plot.y + plot.height, plot.y, log, defaults?.min);
    const x = scale(all.map(([time]) => time), plot.x, plot.x + plot.width, false);
    const lines = series.map((each, index) => {
        let path = '';
        let before: [number, number] | undefined;
        for (const point of each.points) {
            const [time, value] = point;
            if (!Number.isFinite(value) || (log && value <= 0)) {
                before = undefined;
                continue;
            }
            const to = `${x.at(time).toFixed(1)} ${y.at(value).toFixed(1)}`;
            path += before === undefined || time - before[0] > 1.5 * step ? `M${to}h0.5` : steps ? `H${x.at(time).toFixed(1)}V${y.at(value).toFixed(1)}` : `L${to}`;
            before = point;
        }
        return `<path d="${path}" fill="none" stroke="${colour(index)}" stroke-width="1.5"/>`;
    });
    const names = series.map(each => each.name);
    return grid(plot, y.ticks, y.at, defaults?.unit) + lines.join('') + legend(names, { ...box, x: plot.x, width: plot.width, y: plot.y + plot.height + 16 });
}

function number(panel: Panel, series: Series[], box: Box): string {
    const value = series[0]?.points.at(-1)?.[1] ?? NaN;
    return text(box.x + box.width / 2, box.y + box.height / 2 + 12, formatted(value, panel.fieldConfig?.defaults.unit), 30, '#1f78b4', 'middle');
}

function bars(panel: Panel, series: Series[], box: Box): string {
    const most = Math.max(1, ...series.map(each => each.points[0]?.[1] ?? 0));
    const height = box.height / Math.max(1, series.length);
    return series
        .map((each, index) => {
            const value = each.points[0]?.[1] ?? 0;
            const y = box.y + index * height;
            return (
                text(box.x + 60, y + height / 2 + 4, each.name, 12, '#333', 'end') +
                `<rect x="${box.x + 68}" y="${y + height * 0.2}" height="${height * 0.6}" width="${((box.width - 120) * value) / most}" fill="${colour(index)}"/>` +
                text(box.x + box.width - 8, y + height / 2 + 4, formatted(value, panel.fieldConfig?.defaults.unit), 13, '#333', 'end')
            );
        })
        .join('');
}

/** Values of queries A, B … that belong together by a label, as Grafana joins them. */
function joined(answers: Series[][], key: string): [string, number[]][] {
    const keys = [...new Set(answers.flat().map(each => each.labels[key] ?? ''))].sort((a, b) => a.localeCompare(b, 'en', { numeric: true }));
    return keys.map(value => [value, answers.map(answer => answer.find(each => each.labels[key] === value)?.points[0]?.[1] ?? NaN)]);
}

function keyOf(panel: Panel): string {
    return (panel.transformations?.[0]?.options as { byField: string }).byField;
}

function scatter(panel: Panel, answers: Series[][], box: Box): string {
    const points = joined(answers, keyOf(panel)).map(([, [x = NaN, y = NaN]]) => [x, y] as const);
    const plot = { x: box.x + 52, y: box.y + 10, width: box.width - 76, height: box.height - 46 };
    const x = scale(points.map(([value]) => value), plot.x, plot.x + plot.width, true);
    const y = scale(points.map(([, value]) => value), plot.y + plot.height, plot.y, false);
    const path = points.map(([at, value], index) => `${index === 0 ? 'M' : 'L'}${x.at(at).toFixed(1)} ${y.at(value).toFixed(1)}`).join('');
    const marks = points.map(([at, value]) => `<circle cx="${x.at(at).toFixed(1)}" cy="${y.at(value).toFixed(1)}" r="4.5" fill="${colour(0)}"/>`);
    const below = x.ticks.map(tick => text(x.at(tick), plot.y + plot.height + 16, formatted(tick, 'percentunit'), 9, '#777', 'middle'));
    return grid(plot, y.ticks, y.at, 'percentunit') + `<path d="${path}" fill="none" stroke="${colour(0)}"/>` + marks.join('') + below.join('') + text(plot.x + plot.width / 2, plot.y + plot.height + 30, 'Volume ratio', 10, '#333', 'middle');
}

function rows(panel: Panel, answers: Series[][], box: Box): string {
    const overrides = panel.fieldConfig?.overrides ?? [];
    const width = box.width / (answers.length + 1);
    const cell = (column: number, line: number, value: string, tone = '#333'): string => text(box.x + 8 + column * width, box.y + 18 + line * 18, value, 11, tone);
    const head = overrides.map((override, column) => cell(column, 0, String(override.matcher.options), '#777'));
    const body = joined(answers, keyOf(panel)).map(([key, values], line) => {
        const units = overrides.slice(1).map(override => override.properties[0]?.value as string);
        return cell(0, line + 1, key) + values.map((value, column) => cell(column + 1, line + 1, formatted(value, units[column]))).join('');
    });
    return head.join('') + body.slice(0, Math.floor(box.height / 18) - 1).join('');
}

/** The panel with its title, from the answers to its queries, whose values over time are these seconds apart. */
export function drawn(panel: Panel, answers: Series[][], box: Box, step: number): string {
    const inner = { x: box.x + 6, y: box.y + 24, width: box.width - 12, height: box.height - 30 };
    const all = answers.flat();
    const kinds: Record<string, () => string> = {
        timeseries: () => curves(panel, all, inner, step),
        stat: () => number(panel, all, inner),
        bargauge: () => bars(panel, all, inner),
        xychart: () => scatter(panel, answers, inner),
        table: () => rows(panel, answers, inner),
    };
    const frame = `<rect x="${box.x}" y="${box.y}" width="${box.width}" height="${box.height}" rx="3" fill="#fff" stroke="#d5d5d5"/>`;
    return frame + text(box.x + 10, box.y + 18, panel.title ?? '', 13) + (kinds[panel.type] ?? (() => ''))();
}
