/** Draws fronts into a uPlot canvas. */
import uPlot from '../vendor/uplot/uPlot.esm.js';
import { percent } from '../format.js';
import { colour, font } from './colours.js';
import { labels } from './labels.js';
import { drawBelow, drawMark, stamp } from './marks.js';

const MOST_BANDS = 14;
const LEAST_MET = 0.9;
const MOST_LABELS = 12;
const MOST_OVER_LABELS = 6;
const SWARM = 400;

function within(u, draw) {
    const { left, top, width, height } = u.bbox;
    u.ctx.save();
    u.ctx.beginPath();
    u.ctx.rect(left, top, width, height);
    u.ctx.clip();
    draw(u.ctx);
    u.ctx.restore();
}

/** Shades the volumes that meet a budget, unless there are too many to tell apart. */
export function drawBands(u, budgets) {
    if (budgets.length > MOST_BANDS) {
        return;
    }
    within(u, context => {
        context.fillStyle = colour('band');
        for (const budget of budgets) {
            const from = u.valToPos(budget * LEAST_MET, 'x', true);
            context.fillRect(from, u.bbox.top, u.valToPos(budget, 'x', true) - from, u.bbox.height);
        }
    });
}

/** `styles` has an ink and a shape for each model. */
export function drawFronts(u, models, styles, radius) {
    const ratio = uPlot.pxRatio;
    const r = radius * ratio;
    const at = spot => [u.valToPos(spot.x, 'x', true), u.valToPos(spot.y, 'y', true)];
    const bottom = u.bbox.top + u.bbox.height;
    const { left } = u.bbox;
    const right = left + u.bbox.width;
    const alone = models.length === 1;
    within(u, context => {
        const stamps = new Map();
        const stampOf = (kind, i) => {
            const key = kind + i;
            if (!stamps.has(key)) {
                stamps.set(key, stamp(context, kind, r, colour(styles[i].ink), styles[i].shape));
            }
            return stamps.get(key);
        };
        const mark = (spot, i) => {
            const [x, y] = at(spot);
            if (x < left - r || x > right + r || y < u.bbox.top - r) {
                return;
            }
            if (y > bottom) {
                drawBelow(context, spot.mark, x, bottom, r);
            } else if (models[i].spots.length > SWARM) {
                stampOf(spot.mark, i)(x, y);
            } else {
                drawMark(context, spot.mark, x, y, r, colour(styles[i].ink), styles[i].shape, false);
            }
        };
        if (alone) {
            reached(context, u, models[0].front.map(at));
            models[0].spots.filter(spot => !spot.trial.onFront).forEach(spot => mark(spot, 0));
        }
        models.forEach((model, i) => stairs(context, u, model.front.map(at), styles[i], ratio));
        if (alone) {
            dense(context, u, models[0].dense, ratio);
            models[0].spreads.forEach(spread => drawSpread(context, u, spread, r, ratio));
        }
        models.forEach((model, i) => model.spots.filter(spot => spot.trial.onFront).forEach(spot => mark(spot, i)));
        if (alone) {
            models[0].least.forEach(spot => ring(context, ...at(spot), r * 1.7, ratio));
            label(context, u, models[0], at, r, ratio);
        }
    });
}

function stepsOf(u, front) {
    const steps = front.flatMap(([x, y], i) => (i === 0 ? [[x, y]] : [[x, front[i - 1][1]], [x, y]]));
    return [...steps, [u.bbox.left + u.bbox.width, front[front.length - 1][1]]];
}

/** Tints what the front reaches. */
function reached(context, u, front) {
    if (front.length > 0) {
        const bottom = u.bbox.top + u.bbox.height;
        path(context, [...stepsOf(u, front), [u.bbox.left + u.bbox.width, bottom], [front[0][0], bottom]]);
        context.fillStyle = colour('reached');
        context.fill();
    }
}

function stairs(context, u, front, style, ratio) {
    if (front.length === 0) {
        return;
    }
    path(context, stepsOf(u, front));
    context.strokeStyle = colour(style.ink);
    context.lineWidth = 2.5 * ratio;
    context.lineJoin = 'round';
    context.setLineDash((style.dash ?? []).map(each => each * ratio));
    context.stroke();
    context.setLineDash([]);
}

function path(context, points) {
    context.beginPath();
    points.forEach(([x, y]) => context.lineTo(x, y));
}

function dense(context, u, accuracy, ratio) {
    if (accuracy === null) {
        return;
    }
    const y = u.valToPos(accuracy, 'y', true);
    path(context, [[u.bbox.left, y], [u.bbox.left + u.bbox.width, y]]);
    context.strokeStyle = colour('soft');
    context.lineWidth = 1.3 * ratio;
    context.setLineDash([6 * ratio, 5 * ratio]);
    context.stroke();
    context.setLineDash([]);
    context.fillStyle = colour('soft');
    context.font = font(12 * ratio);
    context.textBaseline = 'alphabetic';
    context.textAlign = 'left';
    context.fillText('dense network', u.bbox.left + 8 * ratio, y - 6 * ratio);
}

/** Lowest to highest accuracy of the seeds, with a tick at the mean. */
function drawSpread(context, u, { x, low, high, mean }, r, ratio) {
    const at = u.valToPos(x, 'x', true);
    const [from, to, middle] = [low, high, mean].map(each => u.valToPos(each, 'y', true));
    const half = r * 0.7;
    context.beginPath();
    context.moveTo(at, from);
    context.lineTo(at, to);
    for (const [y, width] of [[from, half], [to, half], [middle, half * 0.6]]) {
        context.moveTo(at - width, y);
        context.lineTo(at + width, y);
    }
    context.strokeStyle = colour('soft');
    context.lineWidth = 1.3 * ratio;
    context.stroke();
}

function ring(context, x, y, radius, ratio) {
    context.beginPath();
    context.arc(x, y, radius, 0, 2 * Math.PI);
    context.strokeStyle = colour('over');
    context.lineWidth = 1.6 * ratio;
    context.stroke();
}

function label(context, u, model, at, r, ratio) {
    const size = 13 * ratio;
    const room = labels({ x: u.bbox.left, y: u.bbox.top, w: u.bbox.width, h: u.bbox.height });
    const bottom = u.bbox.top + u.bbox.height;
    for (const spot of [...model.front, ...model.spots.slice(-400)]) {
        const [x, y] = at(spot);
        room.keepFree(x - r, y - r, 2 * r, 2 * r);
    }
    if (model.dense !== null) {
        const y = u.valToPos(model.dense, 'y', true);
        room.keepFree(u.bbox.left, y - 20 * ratio, 100 * ratio, 22 * ratio);
    }
    model.front.map(at).forEach(([x, y], i, all) => {
        const [nextX, nextY] = all[i + 1] ?? [u.bbox.left + u.bbox.width, y];
        room.keepFree(x, y - ratio, nextX - x, 2 * ratio);
        room.keepFree(nextX - ratio, Math.min(y, nextY), 2 * ratio, Math.abs(y - nextY));
    });
    const best = model.front.filter(spot => model.front.every(other => other.trial.budget !== spot.trial.budget || other.y <= spot.y));
    const named = best.length <= MOST_LABELS ? best : [];
    const over = model.spots.filter(spot => spot.mark === 'over');
    const inks = { under: 'under', over: 'over' };
    context.font = font(size, 600);
    context.textBaseline = 'top';
    context.textAlign = 'left';
    for (const spot of [...named, ...(model.least.length > 0 ? model.least : over.length <= MOST_OVER_LABELS ? over : [])]) {
        const [x, y] = at(spot);
        const suffix = { under: ' UNDER', over: ' OVER' }[spot.mark] ?? '';
        const text = percent(spot.y) + suffix;
        const box = y > bottom ? null : room.place(x, y, model.least.includes(spot) ? r * 1.9 : r, context.measureText(text).width, size);
        if (box !== null) {
            context.lineWidth = 4 * ratio;
            context.lineJoin = 'round';
            context.strokeStyle = colour('paper');
            context.strokeText(text, box.x, box.y);
            context.fillStyle = colour(inks[spot.mark] ?? 'text');
            context.fillText(text, box.x, box.y);
        }
    }
}
