/** Lines over epochs or time, with the values under the cursor in the legend. */
import uPlot from '../vendor/uplot/uPlot.esm.js';
import { announce, h, perFrame, say } from '../dom.js';
import { decimal } from '../format.js';
import { colour, font } from './colours.js';

const HEIGHT = 220;

/**
 * @param lines `{label, ink, dash, stepped}` each
 * @param formatX text of an x value, for ticks and legend
 * @param formatY the same of values, and tickY of their ticks
 * @param range `[min, max]` of the values, or null for what the data need
 * @param steps what may lie between ticks of x values, or nothing for round numbers
 * @param marks called for `[x, text]` of vertical marks
 */
export function lineChart({ title, lines, signal, xName, formatX = String, formatY = decimal, tickY = formatY, range = null, marks = () => [], steps = undefined, height = HEIGHT }) {
    const values = lines.map(() => h('span', { class: 'value' }));
    const where = h('span', { class: 'value' });
    const legend = h('div', { class: 'legend' }, lines.map((line, i) => h('span', { class: 'entry' },
        h('span', { class: `stroke ink-${line.ink}${line.dash ? ' dashed' : ''}`, 'aria-hidden': 'true' }), line.label, ' ', values[i])), where);
    const place = h('div', { class: 'chart', tabindex: '0', role: 'group', 'aria-label': `${title}, arrow keys read values` });
    let data = [[], ...lines.map(() => [])];

    const u = new uPlot({
        width: 500,
        height,
        padding: [10, 20, 0, 0],
        legend: { show: false },
        scales: {
            x: { time: false, range: (self, min, max) => (self.data[0].length === 0 ? [0, 1] : self.data[0].length === 1 ? [self.data[0][0], self.data[0][0] + 1] : [min, max]) },
            y: { range: (self, min, max) => range ?? paddedRange(min, max, marks().length > 0 ? 0.22 : 0.08) },
        },
        series: [{}, ...lines.map(line => ({
            stroke: () => colour(line.ink),
            width: 2,
            dash: line.dash,
            spanGaps: true,
            paths: line.stepped ? uPlot.paths.stepped({ align: 1 }) : uPlot.paths.linear(),
            points: { show: self => self.data[0].length < 40 && !line.dash && !line.stepped, size: 5 },
        }))],
        axes: [
            {
                stroke: () => colour('soft'), grid: { show: false }, ticks: { stroke: () => colour('axis'), size: 5 }, size: 30,
                font: font(12), label: xName, labelFont: font(12), labelSize: 20, labelGap: 2,
                values: (self, splits) => splits.map(formatX), incrs: steps,
                border: { show: true, stroke: () => colour('axis') }, space: 60,
            },
            {
                stroke: () => colour('soft'), grid: { stroke: () => colour('grid'), width: 1 }, ticks: { show: false }, size: 52,
                font: font(12), values: (self, splits) => splits.map(tickY), space: 34,
            },
        ],
        cursor: { y: false, drag: { x: true, y: false }, points: { size: 8 } },
        hooks: {
            setCursor: [self => read(self.cursor.idx)],
            drawAxes: [self => drawMarks(self, marks())],
        },
    }, data, place);
    const resize = new ResizeObserver(perFrame(() => {
        if (place.clientWidth > 0 && !signal.aborted) {
            u.setSize({ width: Math.floor(place.clientWidth), height });
        }
    }));
    resize.observe(place);
    signal.addEventListener('abort', () => {
        resize.disconnect();
        u.destroy();
    });
    window.addEventListener('recoloured', () => u.redraw(), { signal });

    function read(index) {
        const pointed = index !== null && index !== undefined && index < data[0].length;
        say(where, pointed ? `at ${xName === 'epoch' ? 'epoch ' : ''}${formatX(data[0][index])}` : '');
        lines.forEach((line, j) => {
            const known = data[j + 1].filter(value => value !== null);
            const value = pointed ? data[j + 1][index] : known[known.length - 1];
            say(values[j], value === null || value === undefined ? '–' : formatY(value));
        });
    }

    place.addEventListener('keydown', event => {
        const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
        if (step && data[0].length > 0) {
            event.preventDefault();
            const i = Math.max(0, Math.min(data[0].length - 1, (u.cursor.idx ?? -1) + step));
            u.setCursor({ left: u.valToPos(data[0][i], 'x'), top: 10 });
            announce(legend.textContent);
        }
    });

    return {
        element: h('figure', { class: 'figure' }, h('figcaption', {}, title), place, legend),
        update(next) {
            data = next;
            u.setData(data);
            read(u.cursor.idx);
        },
    };
}

function paddedRange(min, max, above) {
    if (min === null) {
        return [0, 1];
    }
    if (min === max) {
        const half = Math.max(1, Math.abs(max)) / 2;
        return [min >= 0 ? Math.max(0, min - half) : min - half, max + half];
    }
    const span = max - min;
    const low = min - 0.08 * span;
    return [min >= 0 ? Math.max(0, low) : low, max + above * span];
}

/** Thin lines where something begins, with its name. */
function drawMarks(u, marks) {
    const ratio = uPlot.pxRatio;
    const { ctx, bbox } = u;
    ctx.save();
    ctx.font = font(11 * ratio);
    ctx.textBaseline = 'top';
    ctx.textAlign = 'left';
    let free = bbox.left;
    for (const [x, text] of marks) {
        const left = u.valToPos(x, 'x', true);
        if (left < bbox.left - 1 || left > bbox.left + bbox.width) {
            continue;
        }
        ctx.fillStyle = colour('grid');
        ctx.fillRect(left, bbox.top, ratio, bbox.height);
        const width = ctx.measureText(text).width;
        if (left >= free && left + width + 4 * ratio < bbox.left + bbox.width) {
            ctx.fillStyle = colour('soft');
            ctx.fillText(text, left + 4 * ratio, bbox.top + 2 * ratio);
            free = left + width + 8 * ratio;
        }
    }
    ctx.restore();
}
