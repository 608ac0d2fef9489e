/** Reads the YAML and JSON that specs are mostly written in. What it does not know it leaves to the server. */

class Unknown extends Error {}

const KEY = /^(?:"([^"\\]*)"|'([^']*)'|([\w.$/-]+))\s*:(?=\s|$)\s*(.*)$/;
const STRANGE = /^[&*!|>%@`?]/;
const WHOLE = /^[-+]?[0-9]{1,100}$/;
const REAL = /^[-+]?(\.[0-9]{1,100}|[0-9]{1,100}(\.[0-9]{0,100})?)([eE][-+]?[0-9]{1,4})?$/;
const NOT_TEXT = /[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u;
const MOST_NESTED = 32;

/**
 * The value of a document, or null if it is written in a way that this does not read. A value is `{line, value}`, where
 * `value` is text, number, true, false or null, a Map of keys to `{line, node}`, or an array of values.
 */
export function readYaml(text) {
    if (NOT_TEXT.test(text)) {
        return null;
    }
    try {
        const reader = new Reader(text.split('\n').map(line => line.replace(/\r$/, '')));
        const node = reader.block(0);
        return reader.next() === null ? node : null;
    } catch (failure) {
        if (failure instanceof Unknown) {
            return null;
        }
        throw failure;
    }
}

/** A scalar without quotes, by the core schema of YAML 1.2. */
function plain(text) {
    if (['', '~', 'null', 'Null', 'NULL'].includes(text)) {
        return null;
    }
    if (['true', 'True', 'TRUE'].includes(text)) {
        return true;
    }
    if (['false', 'False', 'FALSE'].includes(text)) {
        return false;
    }
    return (WHOLE.test(text) || REAL.test(text)) && Number.isFinite(Number(text)) ? Number(text) : text;
}

class Reader {
    constructor(lines) {
        this.lines = lines;
        this.at = 0;
        this.column = 0;
    }

    /** The indentation of the next line that says something, or null at the end. */
    next() {
        while (this.at < this.lines.length && /^\s*(#.*)?$/.test(this.lines[this.at])) {
            this.at++;
        }
        if (this.at === this.lines.length) {
            return null;
        }
        const line = this.lines[this.at];
        if (/^ *\t/.test(line) || /^(---|\.\.\.)/.test(line)) {
            throw new Unknown();
        }
        return line.length - line.trimStart().length;
    }

    block(depth) {
        const indent = this.next();
        if (indent === null || depth > MOST_NESTED) {
            throw new Unknown();
        }
        const text = this.lines[this.at].slice(indent);
        if (/^-(\s|$)/.test(text)) {
            return this.list(indent, depth);
        }
        return KEY.test(text) ? this.map(indent, depth) : this.inline(indent, depth);
    }

    map(indent, depth) {
        const node = { line: this.at + 1, value: new Map() };
        while (this.next() === indent) {
            const line = this.at + 1;
            const [whole, double, single, bare, rest] = KEY.exec(this.lines[this.at].slice(indent)) ?? [];
            const key = double ?? single ?? bare;
            if (whole === undefined || node.value.has(key)) {
                throw new Unknown();
            }
            node.value.set(key, { line, node: this.valueOf(indent, indent + whole.length - rest.length, depth) });
        }
        if (this.next() > indent) {
            throw new Unknown();
        }
        return node;
    }

    /** What stands behind a key: in its line, or in lines below that are indented further. */
    valueOf(indent, column, depth) {
        const line = this.at + 1;
        if (!/^\s*(#.*)?$/.test(this.lines[this.at].slice(column))) {
            return this.inline(column, depth, indent);
        }
        this.at++;
        const below = this.next();
        const isList = below === indent && /^-(\s|$)/.test(this.lines[this.at].slice(indent));
        return below !== null && (below > indent || isList) ? this.block(depth + 1) : { line, value: null };
    }

    list(indent, depth) {
        const node = { line: this.at + 1, value: [] };
        while (this.next() === indent && /^-(\s|$)/.test(this.lines[this.at].slice(indent))) {
            const line = this.lines[this.at];
            this.lines[this.at] = line.slice(0, indent) + ' ' + line.slice(indent + 1); // what stands behind the dash is a block
            node.value.push(/^\s*(#.*)?$/.test(this.lines[this.at]) ? this.valueOf(indent, indent + 1, depth) : this.block(depth + 1));
        }
        return node;
    }

    /** A value that begins in a line, and may go on in others if it is in brackets. */
    inline(column, depth, indent = -1) {
        this.column = column;
        const line = this.at + 1;
        const first = this.lines[this.at][column];
        let node;
        if (first === '[' || first === '{') {
            node = this.flow(depth);
        } else if (first === '"' || first === '\'') {
            node = { line, value: this.quoted() };
        } else {
            const text = this.lines[this.at].slice(column).replace(/\s+#.*$/, '').trim();
            if (STRANGE.test(text) || /:\s/.test(text)) {
                throw new Unknown();
            }
            node = { line, value: plain(text) };
            this.column = this.lines[this.at].length;
        }
        if (!/^\s*(#.*)?$/.test(this.lines[this.at].slice(this.column))) {
            throw new Unknown();
        }
        this.at++;
        if (indent >= 0 && this.next() > indent) {
            throw new Unknown(); // a text that goes on in the next line
        }
        return node;
    }

    quoted() {
        const found = /^(?:"([^"\\]*)"|'([^']*)'(?!'))/.exec(this.lines[this.at].slice(this.column));
        if (found === null) {
            throw new Unknown();
        }
        this.column += found[0].length;
        return found[1] ?? found[2];
    }

    /** The next character within brackets, over the ends of lines. */
    peek() {
        for (;;) {
            const rest = this.lines[this.at].slice(this.column);
            const blank = /^\s*(#.*)?/.exec(rest)[0];
            if (blank.length < rest.length) {
                this.column += /^\s*/.exec(rest)[0].length;
                return this.lines[this.at][this.column];
            }
            if (this.at + 1 === this.lines.length) {
                throw new Unknown();
            }
            this.at++;
            this.column = 0;
        }
    }

    flow(depth) {
        if (depth > MOST_NESTED) {
            throw new Unknown();
        }
        const first = this.peek();
        const line = this.at + 1;
        if (first !== '[' && first !== '{') {
            return { line, value: first === '"' || first === '\'' ? this.quoted() : plain(this.bare()) };
        }
        const node = { line, value: first === '[' ? [] : new Map() };
        const end = first === '[' ? ']' : '}';
        this.column++;
        while (this.peek() !== end) {
            this.flowEntry(node.value, depth);
            if (this.peek() === ',') {
                this.column++;
            } else if (this.peek() !== end) {
                throw new Unknown();
            }
        }
        this.column++;
        return node;
    }

    flowEntry(into, depth) {
        if (Array.isArray(into)) {
            into.push(this.flow(depth + 1));
            return;
        }
        const first = this.peek();
        const line = this.at + 1;
        const key = first === '"' || first === '\'' ? this.quoted() : this.bare();
        if (this.peek() !== ':' || into.has(key)) {
            throw new Unknown();
        }
        this.column++;
        const empty = [',', '}'].includes(this.peek());
        into.set(key, { line, node: empty ? { line, value: null } : this.flow(depth + 1) });
    }

    /** Text without quotes within brackets. */
    bare() {
        const found = /^[^\s,[\]{}:#"'&*!|>%@`?][^,[\]{}:#]*/.exec(this.lines[this.at].slice(this.column));
        if (found === null) {
            throw new Unknown();
        }
        this.column += found[0].length;
        return found[0].trim();
    }
}
