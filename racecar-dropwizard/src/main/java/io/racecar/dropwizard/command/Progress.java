package io.racecar.dropwizard.command;

import java.io.PrintWriter;
import me.tongfei.progressbar.DelegatingProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** Shows how many messages are delivered while more are, where standard error is a terminal. */
final class Progress implements AutoCloseable {
    private static final int COLUMNS = 79;

    private final PrintWriter terminal;
    private final @Nullable ProgressBar bar;

    private Progress(PrintWriter terminal, @Nullable ProgressBar bar) {
        this.terminal = terminal;
        this.bar = bar;
    }

    static Progress on(Console console) {
        PrintWriter terminal = console.err();
        return new Progress(terminal, console.errIsTerminal().getAsBoolean() ? bar(terminal) : null);
    }

    private static ProgressBar bar(PrintWriter terminal) {
        return new ProgressBarBuilder()
                .setTaskName("Delivered")
                .setInitialMax(-1)
                .setUnit(" messages", 1)
                .setStyle(ProgressBarStyle.ASCII)
                .showSpeed()
                .setConsumer(new DelegatingProgressBarConsumer(
                        line -> {
                            terminal.print('\r' + line);
                            terminal.flush();
                        },
                        COLUMNS))
                .build();
    }

    void show(long messages) {
        if (bar != null) {
            bar.stepTo(messages);
        }
    }

    @Override
    public void close() {
        if (bar != null) {
            bar.close();
            terminal.println();
        }
    }
}
