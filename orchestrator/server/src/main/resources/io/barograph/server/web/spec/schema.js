/** What a JSON Schema says about a value of `readYaml`: the keywords that the schema of specs has, and nothing about others. */

/** Every problem as `{pointer, line, message, fix}`, in the words of the server. */
export function schemaProblems(schema, node) {
    const found = [];
    visit({ root: schema, found }, schema, node, '');
    return found;
}

const TYPES = { object: 'a group of keys', array: 'a list', string: 'a text', number: 'a number', integer: 'a whole number', boolean: 'true or false', null: 'null' };

function typesOf(value) {
    if (value === null) {
        return ['null'];
    }
    if (value instanceof Map) {
        return ['object'];
    }
    if (Array.isArray(value)) {
        return ['array'];
    }
    return typeof value === 'number' ? (Number.isInteger(value) ? ['number', 'integer'] : ['number']) : [typeof value];
}

function show(value) {
    return typeof value === 'string' ? `'${value.length > 60 ? `${value.slice(0, 60)}...` : value}'`
        : value instanceof Map ? 'a group of keys' : Array.isArray(value) ? 'a list' : String(value);
}

function visit(context, schema, node, pointer) {
    const { value } = node;
    const tell = (message, fix) => context.found.push({ pointer, line: node.line, message, fix });
    if (schema.$ref) {
        visit(context, at(context.root, schema.$ref), node, pointer);
    }
    if (schema.type && !isOf(value, schema.type)) {
        const wanted = [schema.type].flat().map(type => TYPES[type]).join(' or ');
        if (wanted !== 'null' || context.silent) { // else the server says it better
            tell(value === null ? 'there is no value' : `${show(value)} is not ${wanted}`,
                value === null ? `give ${wanted} or remove the key` : `write ${wanted}`);
        }
        return;
    }
    if (schema.const !== undefined && value !== schema.const) {
        tell(`${show(value)} is not allowed`, `write ${schema.const}`);
    }
    if (schema.enum && !schema.enum.includes(value)) {
        tell(`${show(value)} is not allowed`, `use one of ${schema.enum.join(', ')}`);
    }
    if (typeof value === 'number') {
        numberProblems(schema, value, tell);
    }
    if (typeof value === 'string' && schema.pattern && !new RegExp(schema.pattern, 'u').test(value)) {
        tell(...schema.pattern.includes('{64}') ? [`${show(value)} is no SHA-256`, 'write the 64 digits of barograph data hash']
            : [`${show(value)} is no valid name`, 'use 1 to 63 of a-z, 0-9 and inner hyphens']);
    }
    if (Array.isArray(value)) {
        if (value.length < (schema.minItems ?? 0)) {
            tell('the list is empty', 'give at least one value');
        }
        value.forEach((item, i) => visit(context, schema.items ?? {}, item, `${pointer}/${i}`));
    }
    if (value instanceof Map) {
        keyProblems(context, schema, node, pointer, tell);
    }
    conditions(context, schema, node, pointer);
}

function numberProblems(schema, value, tell) {
    if (value < schema.minimum) {
        tell(`${show(value)} is too small`, `the least is ${schema.minimum}`);
    }
    if (value <= schema.exclusiveMinimum) {
        tell(`${show(value)} is too small`, `it must be above ${schema.exclusiveMinimum}`);
    }
    if (value > schema.maximum) {
        tell(`${show(value)} is too large`, `the largest is ${schema.maximum}`);
    }
}

function keyProblems(context, schema, node, pointer, tell) {
    const known = schema.properties ?? {};
    for (const key of schema.required ?? []) {
        if (!node.value.has(key)) {
            tell(`key '${key}' is missing`, missing(key, known[key] ?? {}));
        }
    }
    for (const [key, entry] of node.value) {
        const child = `${pointer}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`;
        if (Object.hasOwn(known, key)) {
            visit(context, known[key], entry.node, child);
        } else if (schema.additionalProperties === false) {
            context.found.push({ pointer: child, line: entry.line, message: `unknown key '${key}'`, fix: `known keys are ${Object.keys(known).sort().join(', ')}` });
        }
    }
}

function missing(key, { const: only, enum: several, description }) {
    if (only !== undefined) {
        return `add ${key}: ${only}`;
    }
    return several ? `add it: one of ${several.join(', ')}` : description ? `add it: ${description.replace(/\.$/, '')}` : 'add it';
}

function conditions(context, schema, node, pointer) {
    for (const part of schema.allOf ?? []) {
        visit(context, part, node, pointer);
    }
    if (schema.if) {
        const silent = { root: context.root, found: [], silent: true };
        visit(silent, schema.if, node, pointer);
        visit(context, (silent.found.length === 0 ? schema.then : schema.else) ?? {}, node, pointer);
    }
}

function isOf(value, type) {
    return [type].flat().some(each => typesOf(value).includes(each));
}

function at(root, reference) {
    return reference.slice(2).split('/').reduce((node, name) => node[name], root);
}
