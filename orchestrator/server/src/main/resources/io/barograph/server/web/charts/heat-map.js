/** Open feature maps by layer and epoch, as a share of what the layer began with. */
import uPlot from '../vendor/uplot/uPlot.esm.js';
import { announce, h, perFrame, say } from '../dom.js';
import { colour, font } from './colours.js';

const ROW = 16;
const BOTTOM = 24;

export function heatMap({ title, signal }) {
    const canvas = h('canvas');
    const words = h('p', { class: 'legend' });
    const scale = h('span', { class: 'heat-scale', 'aria-hidden': 'true' }, h('span', {}, 'none'), h('span', { class: 'ramp' }), h('span', {}, 'all maps open'));
    const place = h('div', { class: 'chart heat', tabindex: '0', role: 'group', 'aria-label': `${title}, arrow keys go from cell to cell` }, canvas);
    let layers = [];
    let epochs = [];
    let maps = [];
    let cell = null;
    const draw = perFrame(paint);
    const resize = new ResizeObserver(draw);
    resize.observe(place);
    signal.addEventListener('abort', () => resize.disconnect());
    window.addEventListener('recoloured', draw, { signal });

    function geometry() {
        const width = place.clientWidth;
        const left = Math.min(130, width * 0.3);
        return { width, left, column: (width - left - 8) / Math.max(1, epochs.length), height: layers.length * ROW + BOTTOM };
    }

    function paint() {
        const { width, left, column, height } = geometry();
        if (width === 0 || signal.aborted) {
            return;
        }
        const ratio = uPlot.pxRatio;
        canvas.width = Math.round(width * ratio);
        canvas.height = Math.round(height * ratio);
        canvas.style.width = `${width}px`;
        canvas.style.height = `${height}px`;
        const context = canvas.getContext('2d');
        context.scale(ratio, ratio);
        context.font = font(11);
        context.textBaseline = 'middle';
        const gap = column > 6 ? 1 : 0;
        layers.forEach((layer, row) => {
            context.globalAlpha = 1;
            context.fillStyle = colour('soft');
            context.textAlign = 'right';
            context.fillText(shortened(context, layer, left - 10), left - 6, row * ROW + ROW / 2);
            maps[row].forEach((open, i) => {
                if (open !== null) {
                    context.globalAlpha = 1;
                    context.fillStyle = colour('heat-none');
                    context.fillRect(left + i * column, row * ROW, column - gap, ROW - 1);
                    context.globalAlpha = open / most(row);
                    context.fillStyle = colour('heat-all');
                    context.fillRect(left + i * column, row * ROW, column - gap, ROW - 1);
                }
            });
        });
        context.globalAlpha = 1;
        names(context, left, column, height);
        if (cell !== null) {
            context.strokeStyle = colour('text');
            context.lineWidth = 2;
            context.strokeRect(left + cell.column * column, cell.row * ROW, Math.max(3, column), ROW - 1);
        }
    }

    function names(context, left, column, height) {
        context.fillStyle = colour('soft');
        context.textAlign = 'center';
        const every = Math.max(1, Math.ceil(34 / column));
        epochs.forEach((epoch, i) => {
            if (i % every === 0) {
                context.fillText(epoch, left + (i + 0.5) * column, height - BOTTOM / 2);
            }
        });
    }

    const most = row => Math.max(1, ...maps[row].filter(open => open !== null));

    function show(next) {
        cell = next;
        if (cell !== null) {
            const open = maps[cell.row][cell.column];
            say(words, `${layers[cell.row]}, epoch ${epochs[cell.column]}: ${open === null ? 'not told' : `${open} of ${most(cell.row)} maps open`}`);
        } else {
            say(words, 'Rows are layers in the order of the network, columns are epochs.');
        }
        draw();
    }

    canvas.addEventListener('pointermove', event => {
        const box = canvas.getBoundingClientRect();
        const { left, column } = geometry();
        const at = { row: Math.floor((event.clientY - box.top) / ROW), column: Math.floor((event.clientX - box.left - left) / column) };
        show(at.row >= 0 && at.row < layers.length && at.column >= 0 && at.column < epochs.length ? at : null);
    });
    canvas.addEventListener('pointerleave', () => show(null));
    place.addEventListener('blur', () => show(null));
    place.addEventListener('keydown', event => {
        const step = { ArrowRight: [0, 1], ArrowLeft: [0, -1], ArrowUp: [-1, 0], ArrowDown: [1, 0] }[event.key];
        if (step && layers.length > 0) {
            event.preventDefault();
            const now = cell ?? { row: 0, column: 0 };
            const within = (value, count) => Math.max(0, Math.min(count - 1, value));
            show({ row: within(now.row + step[0], layers.length), column: within(now.column + step[1], epochs.length) });
            announce(words.textContent);
        }
    });
    show(null);

    return {
        element: h('figure', { class: 'figure' }, h('figcaption', {}, title, scale), place, words),
        /** `next.maps[row][column]` of `next.layers` and `next.epochs`; null where nothing was told. */
        update(next) {
            ({ layers, epochs, maps } = next);
            draw();
        },
    };
}

function shortened(context, text, width) {
    let shown = text;
    while (shown.length > 3 && context.measureText(shown).width > width) {
        shown = `…${shown.slice(2)}`;
    }
    return shown;
}
