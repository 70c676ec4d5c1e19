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
        return on(console, "Delivered", -1);
    }

    /** The same of something else, with a maximum; -1 where it is not known. */
    static Progress on(Console console, String task, long maximum) {
        PrintWriter terminal = console.err();
        boolean isSeen = console.errIsTerminal().getAsBoolean();
        return new Progress(terminal, isSeen ? bar(terminal, task, maximum) : null);
    }

    private static ProgressBar bar(PrintWriter terminal, String task, long maximum) {
        return new ProgressBarBuilder()
                .setTaskName(task)
                .setInitialMax(maximum)
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
