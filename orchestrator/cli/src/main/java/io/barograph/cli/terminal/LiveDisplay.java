package io.barograph.cli.terminal;

import java.io.PrintStream;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Draws the table in place on a terminal that understands escape sequences. */
public final class LiveDisplay implements SweepDisplay {
    private static final String HIDE_CURSOR = "\u001b[?25l";
    private static final String SHOW_CURSOR = "\u001b[?25h";
    private static final String CLEAR_BELOW = "\u001b[J";
    private static final String CLEAR_LINE = "\u001b[K";

    private final PrintStream out;
    private final Supplier<TerminalSize> size;
    private final LiveTable table;
    private int drawn;
    private @Nullable TerminalSize drawnAt;
    private @Nullable SweepScreen latest;
    private boolean closed;

    /** @param hint what can be done meanwhile */
    public LiveDisplay(PrintStream out, Supplier<TerminalSize> size, boolean colours, String hint) {
        this.out = out;
        this.size = size;
        table = new LiveTable(colours, hint);
    }

    @Override
    public void show(SweepScreen screen) {
        latest = screen;
        draw(lines(screen), "");
    }

    @Override
    public void say(String line) {
        if (latest == null) {
            out.println(line);
            out.flush();
        } else {
            draw(lines(latest), line + CLEAR_LINE + "\n");
        }
    }

    @Override
    public boolean unseen() {
        return out.checkError();
    }

    @Override
    public void clear() {
        if (drawn > 0) {
            out.print("\r\u001b[" + drawn + "A" + CLEAR_BELOW + SHOW_CURSOR);
            out.flush();
        }
        drawn = 0;
    }

    @Override
    public void close() {
        SweepScreen last = latest;
        if (!closed && drawn > 0 && last != null) {
            draw(table.renderLast(last, size.get().columns(), size.get().rows() - 1), "");
            out.println(SHOW_CURSOR);
            out.flush();
        }
        closed = true;
    }

    private List<String> lines(SweepScreen screen) {
        TerminalSize now = size.get();
        return table.render(screen, now.columns(), now.rows() - 1);
    }

    private void draw(List<String> lines, String above) {
        TerminalSize now = size.get();
        StringBuilder text = new StringBuilder(HIDE_CURSOR);
        if (drawn > 0) {
            text.append('\r').append("\u001b[").append(drawn).append('A');
        }
        if (drawnAt != null && !drawnAt.equals(now)) {
            text.append(CLEAR_BELOW);
        }
        text.append(above);
        lines.forEach(line -> text.append(line).append(CLEAR_LINE).append('\n'));
        text.append(CLEAR_BELOW);
        drawn = lines.size();
        drawnAt = now;
        out.print(text);
        out.flush();
    }
}
