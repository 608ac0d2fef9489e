/** The marks of points, the same on a canvas and in a legend. */
import { colour } from './colours.js';
import { s } from '../dom.js';

/** Draws one mark of a trial; `ink` is the colour of its front. In a swarm the dominated ones are mere shades. */
export function drawMark(context, mark, x, y, radius, ink, shape, swarm) {
    context.beginPath();
    context.globalAlpha = 1;
    if (mark === 'over') {
        triangle(context, x, y, radius, -1);
        paint(context, colour('over'), colour('paper'), radius / 7);
    } else if (mark === 'dominated') {
        context.arc(x, y, radius * 0.72, 0, 2 * Math.PI);
        context.globalAlpha = swarm ? 0.25 : 0.75;
        paint(context, colour(swarm ? 'faint' : 'paper'), swarm ? null : colour('faint'), radius / 4);
    } else if (mark === 'under') {
        outline(context, shape, x, y, radius - radius / 7);
        paint(context, colour('paper'), colour('under'), radius / 2.4);
    } else {
        outline(context, shape, x, y, radius);
        paint(context, ink, colour('paper'), radius / 3.5);
    }
    context.globalAlpha = 1;
}

/** The same for thousands of marks that look alike: draws one and copies it. */
export function stamp(context, mark, radius, ink, shape) {
    const half = Math.ceil(radius * 1.4);
    const one = new OffscreenCanvas(2 * half, 2 * half);
    drawMark(one.getContext('2d'), mark, half, half, radius, ink, shape, true);
    return (x, y) => context.drawImage(one, Math.round(x) - half, Math.round(y) - half);
}

/** The mark of a trial that lies further down than the plot reaches. */
export function drawBelow(context, mark, x, y, radius) {
    context.beginPath();
    triangle(context, x, y - radius, radius * 0.8, 1);
    context.globalAlpha = 0.75;
    paint(context, colour(mark === 'over' ? 'over' : 'faint'), null, 0);
    context.globalAlpha = 1;
}

function outline(context, shape, x, y, radius) {
    if (shape === 'square') {
        context.rect(x - radius * 0.88, y - radius * 0.88, radius * 1.76, radius * 1.76);
    } else if (shape === 'diamond') {
        const r = radius * 1.2;
        context.moveTo(x, y - r);
        context.lineTo(x + r, y);
        context.lineTo(x, y + r);
        context.lineTo(x - r, y);
        context.closePath();
    } else if (shape === 'hexagon') {
        for (let i = 0; i < 6; i++) {
            context.lineTo(x + radius * Math.cos(i * Math.PI / 3), y + radius * Math.sin(i * Math.PI / 3));
        }
        context.closePath();
    } else {
        context.arc(x, y, radius, 0, 2 * Math.PI);
    }
}

function triangle(context, x, y, size, down) {
    context.moveTo(x, y + down * size);
    context.lineTo(x - size, y - down * size * 0.8);
    context.lineTo(x + size, y - down * size * 0.8);
    context.closePath();
}

function paint(context, fill, line, width) {
    context.fillStyle = fill;
    context.fill();
    if (line !== null) {
        context.strokeStyle = line;
        context.lineWidth = width;
        context.stroke();
    }
}

const PICTURES = {
    front: () => s('circle', { cx: 10, cy: 10, r: 6, class: 'mark-front' }),
    under: () => s('circle', { cx: 10, cy: 10, r: 5.2, class: 'mark-under' }),
    dominated: () => s('circle', { cx: 10, cy: 10, r: 4.6, class: 'mark-dominated' }),
    over: () => s('path', { d: 'M10 4 L4 15 L16 15 Z', class: 'mark-over' }),
    least: () => s('circle', { cx: 10, cy: 10, r: 7, class: 'mark-least' }),
    spread: () => s('path', { d: 'M10 3 V17 M7 3 H13 M7 17 H13 M7.5 10 H12.5', class: 'mark-spread' }),
    band: () => s('path', { d: 'M4 2 H16 V18 H4 Z', class: 'mark-band' }),
    dense: () => s('path', { d: 'M1 10 H19', class: 'mark-dense' }),
};

/** A small picture of a mark for a legend. */
export function markPicture(name) {
    return s('svg', { viewBox: '0 0 20 20', class: 'mark-picture', 'aria-hidden': 'true' }, PICTURES[name]());
}
