import {
    type Dashboard,
    DashboardCursorSync,
    type DashboardLink,
    type Panel,
    type RowPanel,
    VariableHide,
    type VariableModel,
    VariableRefresh,
    VariableSort,
} from '@grafana/schema';
import { SOURCE } from './query.js';

const SCHEMA_VERSION = 42;
const TAG = 'barograph';
const COLUMNS = 24;

/** Panels side by side under a title; they share the width. */
export interface Section {
    title: string;
    height: number;
    panels: Panel[];
}

export interface Board {
    /** Name of its file; part of its address. */
    name: string;
    title: string;
    description: string;
    from: string;
    variables: VariableModel[];
    links?: DashboardLink[];
    sections: Section[];
}

const source: VariableModel = {
    name: 'datasource',
    label: 'Prometheus',
    type: 'datasource',
    query: 'prometheus',
    hide: VariableHide.dontHide,
};

const page: VariableModel = {
    name: 'web',
    label: 'Web page',
    description: 'Where an orchestrator serves its web page (its --http address)',
    type: 'textbox',
    query: 'https://localhost:8443',
    current: { text: 'https://localhost:8443', value: 'https://localhost:8443' },
    hide: VariableHide.dontHide,
};

/** Values of a label, of which one or all are chosen. */
export function choice(name: string, label: string, metric: string, of: 'one' | 'any'): VariableModel {
    const every = of === 'any' ? { multi: true, includeAll: true, allValue: '.*', current: { text: 'All', value: '$__all' } } : {};
    return {
        name,
        label,
        type: 'query',
        datasource: SOURCE,
        query: { query: `label_values(${metric}, ${name})`, refId: name },
        refresh: VariableRefresh.onTimeRangeChanged,
        sort: VariableSort.naturalAsc,
        ...every,
    };
}

/** A link at the top of a dashboard. */
export function link(title: string, url: string, tooltip: string): DashboardLink {
    return { type: 'link', title, url, tooltip, icon: 'external link', tags: [], asDropdown: false, includeVars: false, keepTime: false, targetBlank: true };
}

const others: DashboardLink = {
    type: 'dashboards',
    title: 'Barograph',
    tags: [TAG],
    tooltip: 'Other dashboards of Barograph',
    icon: 'dashboard',
    asDropdown: false,
    includeVars: true,
    keepTime: true,
    targetBlank: false,
};

function laidOut(sections: Section[]): (Panel | RowPanel)[] {
    const all: (Panel | RowPanel)[] = [];
    let y = 0;
    for (const section of sections) {
        all.push({ type: 'row', id: all.length + 1, title: section.title, collapsed: false, panels: [], gridPos: { x: 0, y, w: COLUMNS, h: 1 } });
        y += 1;
        const width = COLUMNS / section.panels.length;
        if (!Number.isInteger(width)) {
            throw new Error(`${section.title}: ${section.panels.length} panels do not share ${COLUMNS} columns`);
        }
        section.panels.forEach((panel, index) => {
            all.push({ ...panel, id: all.length + 1, gridPos: { x: index * width, y, w: width, h: section.height } });
        });
        y += section.height;
    }
    return all;
}

/** The dashboard as Grafana reads it. */
export function dashboard(board: Board): Dashboard {
    return {
        uid: `barograph-${board.name}`,
        title: `Barograph: ${board.title}`,
        description: board.description,
        tags: [TAG],
        schemaVersion: SCHEMA_VERSION,
        editable: true,
        graphTooltip: DashboardCursorSync.Crosshair,
        time: { from: board.from, to: 'now' },
        refresh: '30s',
        timezone: 'browser',
        templating: { list: [source, ...board.variables, page] },
        annotations: { list: [] },
        links: [others, ...(board.links ?? [])],
        panels: laidOut(board.sections),
    };
}
