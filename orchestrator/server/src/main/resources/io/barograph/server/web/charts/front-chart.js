/** The chart of one front or several: accuracy against volume, live, to zoom, to point at and to walk through by keys. */
import uPlot from '../vendor/uplot/uPlot.esm.js';
import { announce, h, perFrame } from '../dom.js';
import { fraction } from '../format.js';
import { colour, font } from './colours.js';
import { drawBands, drawFronts } from './front-draw.js';
import { accuracyTicks, ranges, volumeTicks, zoomed } from './front-scale.js';
import { pointer } from './front-pointer.js';
import { touch } from './front-touch.js';

const CROWD = 40;
const NARROW = 520;
const NAMES = { wide: 'volume as a fraction of the dense network (log scale)', narrow: 'share of the dense volume (log scale)' };
const ONE = [{ ink: 'front', shape: 'circle' }];

/**
 * @param describe text lines for a spot, the first one its name
 * @param open called with a spot that was chosen
 */
export function frontChart({ describe, open, signal, styles = ONE, label }) {
    let models = [];
    let all = ranges([]);
    let zoom = false;
    const place = h('div', { class: 'chart front-chart', tabindex: '0', role: 'group', 'aria-label': label });
    const radius = () => (models.reduce((sum, model) => sum + model.spots.length, 0) <= CROWD ? 7 : 5);
    const budgets = () => [...new Set(models.flatMap(model => model.budgets))].sort((a, b) => a - b);

    const u = new uPlot(options(), [[0.5, 1], [null, null]], place);
    const at = pointer(place, u, () => models, styles, { describe, open, drawn: spot => models.length === 1 || spot.trial.onFront });
    touch(u.over, {
        scales: () => ({ x: scale('x'), y: scale('y') }),
        show: ranges => show(ranges, true),
        reset: () => zoom && (reset(), true),
    });
    const resize = new ResizeObserver(perFrame(fit));
    resize.observe(place);
    show(all, false);
    signal.addEventListener('abort', () => {
        resize.disconnect();
        u.destroy();
    });
    window.addEventListener('recoloured', () => u.redraw(), { signal });

    function fit() {
        const width = Math.floor(place.clientWidth);
        if (width > 0 && !signal.aborted) {
            u.axes[0].label = width < NARROW ? NAMES.narrow : NAMES.wide;
            u.setSize({ width, height: Math.round(Math.min(540, Math.max(300, width * 0.56))) });
            at.hide();
        }
    }

    function options() {
        const axis = { stroke: () => colour('soft'), font: font(13), labelFont: font(13), labelGap: 4 };
        const ticks = { stroke: () => colour('axis'), width: 1, size: 6 };
        const grid = { stroke: () => colour('grid'), width: 1 };
        return {
            width: 600,
            height: 340,
            padding: [12, 14, 0, 4],
            legend: { show: false },
            scales: { x: { time: false, distr: 3, log: 2, auto: false, range: exactly }, y: { auto: false, range: exactly } },
            series: [{}, { scale: 'y', paths: () => null, points: { show: false } }],
            axes: [
                {
                    ...axis, grid, ticks, size: 34, label: NAMES.wide, labelSize: 26,
                    border: { show: true, stroke: () => colour('axis'), width: 1 },
                    splits: () => volumeTicks(budgets(), u.scales.x.min, u.scales.x.max),
                    filter: (self, splits) => splits,
                    values: (self, splits) => roomy(self, splits),
                },
                {
                    ...axis, grid, ticks: { show: false }, size: 46, label: 'validation accuracy, %', labelSize: 24, scale: 'y', gap: 8,
                    border: { show: true, stroke: () => colour('axis'), width: 1 },
                    splits: () => accuracyTicks(u.scales.y.min, u.scales.y.max),
                    values: (self, splits) => accuracyNames(splits),
                },
            ],
            cursor: {
                x: false, y: false, points: { show: false },
                drag: { x: true, y: true, uni: 30, setScale: false },
                bind: { dblclick: () => () => reset() },
            },
            hooks: {
                drawClear: [self => drawBands(self, budgets())],
                draw: [self => drawFronts(self, models, styles, radius())],
                setSelect: [self => select(self)],
            },
        };
    }

    function select(self) {
        const { left, top, width, height } = self.select;
        if (width < 8 && height < 8) {
            return;
        }
        at.ignoreClick();
        show({
            x: width < 8 ? null : { min: self.posToVal(left, 'x'), max: self.posToVal(left + width, 'x') },
            y: height < 8 ? null : { min: self.posToVal(top + height, 'y'), max: self.posToVal(top, 'y') },
        }, true);
        self.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
    }

    function show({ x, y }, isZoom) {
        zoom = isZoom;
        at.hide();
        u.batch(() => {
            if (x) {
                u.setScale('x', x);
            }
            if (y) {
                u.setScale('y', y);
            }
        });
    }

    function scale(name) {
        return { min: u.scales[name].min, max: u.scales[name].max };
    }

    function isShown(ranges) {
        return Object.entries(ranges).every(([name, { min, max }]) => u.scales[name].min === min && u.scales[name].max === max);
    }

    function reset() {
        show(all, false);
        announce('The chart shows everything');
    }

    return {
        element: place,
        /** Shows these models, and what was zoomed into stays so. */
        update(next) {
            models = next;
            all = ranges(models);
            if (zoom || isShown(all)) {
                u.redraw(false);
            } else {
                show(all, false);
            }
            at.refresh();
        },
        zoom(factor) {
            show({ x: zoomed(scale('x'), factor, true), y: zoomed(scale('y'), factor, false) }, true);
            announce(factor > 1 ? 'Zoomed in' : 'Zoomed out');
        },
        reset,
    };
}

/** No snapping to round powers. */
function exactly(u, min, max) {
    return [min, max];
}

/** Names of volumes, from the right those that have room. */
function roomy(u, splits) {
    const names = splits.map(fraction);
    let freeUntil = Infinity;
    for (let i = splits.length - 1; i >= 0; i--) {
        const x = u.valToPos(splits[i], 'x');
        const half = names[i].length * 4 + 5;
        if (x + half < freeUntil) {
            freeUntil = x - half;
        } else {
            names[i] = '';
        }
    }
    return names;
}

function accuracyNames(splits) {
    const digits = [0, 1, 2].find(each => splits.every(split => Math.abs(split * 100 - Number((split * 100).toFixed(each))) < 1e-6)) ?? 2;
    return splits.map(split => (split * 100).toFixed(digits));
}
