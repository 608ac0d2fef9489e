/** Buttons that download the files of a trial. */
import { api } from '../api.js';
import { h } from '../dom.js';
import { save } from './save.js';

export function modelFiles(sweep, trial, onFailure) {
    const files = [
        ...trial.onnxHash ? [['ONNX', `${trial.trial}.onnx`]] : [],
        ...trial.modelHash ? [['DL4J', `${trial.trial}.zip`]] : [],
    ];
    return files.length === 0 ? [] : [h('span', { class: 'soft' }, 'Download'), ...files.map(([kind, name]) => h('button', {
        type: 'button', 'aria-label': `Download ${name}`,
        onclick: () => void api.artifact(sweep, name).then(blob => save(blob, `${sweep}-${name}`)).catch(onFailure),
    }, kind))];
}
