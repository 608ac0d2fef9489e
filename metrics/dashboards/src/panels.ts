import {
    AxisPlacement,
    BarGaugeDisplayMode,
    BarGaugeNamePlacement,
    BarGaugeSizing,
    BarGaugeValueMode,
    BigValueColorMode,
    BigValueGraphMode,
    BigValueJustifyMode,
    BigValueTextMode,
    type FieldConfig,
    type GraphFieldConfig,
    GraphDrawStyle,
    LegendDisplayMode,
    LineInterpolation,
    type Panel,
    PercentChangeColorMode,
    ScaleDistribution,
    SortOrder,
    StackingMode,
    ThresholdsMode,
    TooltipDisplayMode,
    VisibilityMode,
    VizOrientation,
} from '@grafana/schema';
import type { Options as BarGaugeOptions } from '@grafana/schema/dist/esm/raw/composable/bargauge/panelcfg/x/BarGaugePanelCfg_types.gen';
import type { Options as StatOptions } from '@grafana/schema/dist/esm/raw/composable/stat/panelcfg/x/StatPanelCfg_types.gen';
import type { Options as TableOptions } from '@grafana/schema/dist/esm/raw/composable/table/panelcfg/x/TablePanelCfg_types.gen';
import type { Options as TimeSeriesOptions } from '@grafana/schema/dist/esm/raw/composable/timeseries/panelcfg/x/TimeSeriesPanelCfg_types.gen';
import {
    type FieldConfig as XYFieldConfig,
    type Options as XYOptions,
    SeriesMapping,
    XYShowMode,
} from '@grafana/schema/dist/esm/raw/composable/xychart/panelcfg/x/XYChartPanelCfg_types.gen';
import { type PrometheusQuery, SOURCE } from './query.js';

/** Units of Grafana that are in use: plain numbers, shares from 0 to 1, seconds, bytes, and rates of them. */
export type Unit = 'short' | 'percentunit' | 's' | 'bytes' | 'cps' | 'none';

/** What every panel has: its title, what it shows, its unit and its queries. */
export interface Content {
    title: string;
    description: string;
    unit: Unit;
    queries: PrometheusQuery[];
    min?: number;
    max?: number;
    /** Where the colour turns: amber, then red. */
    thresholds?: [number, number];
    decimals?: number;
}

export interface Curves extends Content {
    stacked?: boolean;
    /** Values hold until the next one, as counts and states do. */
    steps?: boolean;
    logarithmic?: boolean;
}

/** Names a column, and links from its cells. */
export interface Column {
    from: string;
    to: string;
    unit: Unit;
    links?: { title: string; url: string }[];
}

export type Override = NonNullable<Panel['fieldConfig']>['overrides'][number];

function lettered(queries: PrometheusQuery[]): Record<string, unknown>[] {
    return queries.map((query, index) => ({ ...query, refId: String.fromCharCode(65 + index) }));
}

function defaults<T>(content: Content, custom?: T): FieldConfig<T> {
    const [amber, red] = content.thresholds ?? [undefined, undefined];
    return {
        unit: content.unit,
        ...(content.min === undefined ? {} : { min: content.min }),
        ...(content.max === undefined ? {} : { max: content.max }),
        ...(content.decimals === undefined ? {} : { decimals: content.decimals }),
        ...(custom === undefined ? {} : { custom: custom as T & Record<string, unknown> }),
        ...(amber === undefined || red === undefined
            ? {}
            : {
                  thresholds: {
                      mode: ThresholdsMode.Absolute,
                      steps: [
                          { color: 'green', value: null },
                          { color: 'orange', value: amber },
                          { color: 'red', value: red },
                      ],
                  },
              }),
    };
}

function panel<O extends object, T>(type: string, content: Content, options: O, custom?: T, overrides: Override[] = []): Panel {
    return {
        type,
        title: content.title,
        description: content.description,
        datasource: SOURCE,
        targets: lettered(content.queries),
        options: options as Record<string, unknown>,
        fieldConfig: { defaults: defaults(content, custom) as FieldConfig, overrides },
    };
}

/** Curves over time. */
export function curves(content: Curves): Panel {
    const custom: GraphFieldConfig = {
        drawStyle: GraphDrawStyle.Line,
        lineInterpolation: content.steps ? LineInterpolation.StepAfter : LineInterpolation.Linear,
        lineWidth: 1,
        fillOpacity: content.stacked ? 30 : 0,
        showPoints: VisibilityMode.Auto,
        spanNulls: false,
        axisPlacement: AxisPlacement.Auto,
        stacking: { mode: content.stacked ? StackingMode.Normal : StackingMode.None, group: 'A' },
        scaleDistribution: content.logarithmic ? { type: ScaleDistribution.Log, log: 2 } : { type: ScaleDistribution.Linear },
    };
    const options: TimeSeriesOptions = {
        legend: { calcs: ['lastNotNull'], displayMode: LegendDisplayMode.List, placement: 'bottom', showLegend: true },
        tooltip: { mode: TooltipDisplayMode.Multi, sort: SortOrder.Descending },
    };
    return panel('timeseries', content, options, custom);
}

/** One number, with its past behind it. */
export function number(content: Content): Panel {
    const options: StatOptions = {
        colorMode: content.thresholds ? BigValueColorMode.Value : BigValueColorMode.None,
        graphMode: BigValueGraphMode.Area,
        justifyMode: BigValueJustifyMode.Auto,
        orientation: VizOrientation.Auto,
        percentChangeColorMode: PercentChangeColorMode.Standard,
        reduceOptions: { calcs: ['lastNotNull'], values: false },
        showPercentChange: false,
        textMode: BigValueTextMode.Auto,
        wideLayout: true,
    };
    return panel('stat', content, options);
}

/** A bar for each of a few values. */
export function bars(content: Content): Panel {
    const options: BarGaugeOptions = {
        displayMode: BarGaugeDisplayMode.Basic,
        legend: { calcs: [], displayMode: LegendDisplayMode.List, placement: 'bottom', showLegend: false },
        maxVizHeight: 300,
        minVizHeight: 16,
        minVizWidth: 8,
        namePlacement: BarGaugeNamePlacement.Auto,
        orientation: VizOrientation.Horizontal,
        reduceOptions: { calcs: ['lastNotNull'], values: false },
        showUnfilled: true,
        sizing: BarGaugeSizing.Auto,
        valueMode: BarGaugeValueMode.Color,
    };
    return panel('bargauge', content, options);
}

function joined(key: string, columns: Column[]): NonNullable<Panel['transformations']> {
    const names = columns.map(column => column.from);
    return [
        { id: 'joinByField', options: { byField: key, mode: 'outer' } },
        { id: 'filterFieldsByName', options: { include: { names } } },
        {
            id: 'organize',
            options: {
                excludeByName: {},
                indexByName: Object.fromEntries(names.map((name, index) => [name, index])),
                renameByName: Object.fromEntries(columns.map(column => [column.from, column.to])),
            },
        },
    ];
}

function named(column: Column, more: Override['properties'] = []): Override {
    const links = (column.links ?? []).map(link => ({ ...link, targetBlank: true }));
    return {
        matcher: { id: 'byName', options: column.to },
        properties: [
            { id: 'unit', value: column.unit },
            ...(links.length === 0 ? [] : [{ id: 'links', value: links }]),
            ...more,
        ],
    };
}

/** A table of the queries' values of now, one row for each value of the key. */
export function rows(content: Content, key: string, columns: Column[]): Panel {
    const options: TableOptions = { frameIndex: 0, showHeader: true };
    return {
        ...panel('table', content, options, undefined, columns.map(column => named(column))),
        transformations: joined(key, columns),
    };
}

/** Points of two values of now that belong together by a label; x is on a logarithmic axis. */
export function scatter(content: Content, key: string, x: Column, y: Column): Panel {
    const custom: XYFieldConfig = { show: XYShowMode.PointsAndLines, pointSize: { fixed: 9 }, lineWidth: 1, axisPlacement: AxisPlacement.Auto };
    const options: XYOptions = {
        mapping: SeriesMapping.Manual,
        series: [
            {
                name: { fixed: content.title },
                x: { matcher: { id: 'byName', options: x.to } },
                y: { matcher: { id: 'byName', options: y.to } },
            },
        ],
        legend: { calcs: [], displayMode: LegendDisplayMode.List, placement: 'bottom', showLegend: false },
        tooltip: { mode: TooltipDisplayMode.Single, sort: SortOrder.None },
    };
    const onX: Override['properties'] = [
        { id: 'custom.scaleDistribution', value: { type: ScaleDistribution.Log, log: 2 } },
        { id: 'custom.axisLabel', value: x.to },
    ];
    const onY: Override['properties'] = [{ id: 'custom.axisLabel', value: y.to }];
    const label: Column = { from: key, to: key, unit: 'none' };
    return {
        ...panel('xychart', content, options, custom, [named(x, onX), named(y, onY)]),
        transformations: joined(key, [label, x, y]),
    };
}
