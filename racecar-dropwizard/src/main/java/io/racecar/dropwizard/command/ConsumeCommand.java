package io.racecar.dropwizard.command;

import io.dropwizard.core.Application;
import io.dropwizard.core.Configuration;
import io.dropwizard.core.setup.Bootstrap;
import io.dropwizard.core.setup.Environment;
import io.racecar.engine.Racecar;
import io.racecar.engine.config.InvalidConfigurationException;
import io.racecar.engine.process.ProcessFiles;
import io.racecar.engine.process.ProcessSignals;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import net.sourceforge.argparse4j.impl.Arguments;
import net.sourceforge.argparse4j.inf.ArgumentParser;
import net.sourceforge.argparse4j.inf.Namespace;
import org.eclipse.jetty.util.component.ContainerLifeCycle;
import org.jspecify.annotations.Nullable;

/** {@code racecar consume}: runs consumers without HTTP, in the foreground or in a process of their own. */
final class ConsumeCommand<T extends Configuration> implements Subcommand {
    private static final String PIDFILE = "pidfile";
    private static final String LOGFILE = "logfile";

    /** The JVM would end the process with 143 or 130 at once, or 129 when its terminal goes away. */
    private static final List<String> STOP_SIGNALS = List.of("TERM", "INT", "HUP");

    private final Application<T> application;
    private final RegisteredConsumers consumers;
    private final Console console;

    ConsumeCommand(Application<T> application, RegisteredConsumers consumers, Console console) {
        this.application = application;
        this.consumers = consumers;
        this.console = console;
    }

    @Override
    public String name() {
        return "consume";
    }

    @Override
    public String summary() {
        return "Runs consumers without HTTP until SIGTERM or SIGINT";
    }

    @Override
    public List<String> examples() {
        return List.of(
                "racecar consume config/production.yml",
                "racecar consume config/production.yml tap-dance-consumer",
                "racecar consume config/production.yml tap-dance-consumer --daemonize --log tap-dance.log");
    }

    @Override
    public void configure(ArgumentParser parser) {
        parser.description(
                "Runs the application's consumers, in the foreground and without HTTP, until SIGTERM, SIGINT (Ctrl+C)"
                        + " or SIGHUP, or until one of them fails. Exit status: 0 after a signal, 1 when a consumer failed,"
                        + " 2 for wrong usage or configuration.");
        parser.addArgument("file").metavar("CONFIG").help("the application's configuration file");
        parser.addArgument("consumer")
                .nargs("*")
                .metavar("CONSUMER")
                .help("names of the consumers to run, as tap-dance-consumer or TapDanceConsumer; default: all");
        parser.addArgument("--daemonize")
                .action(Arguments.storeTrue())
                .help("run in the background; returns once all consumers run, or have failed");
        parser.addArgument("--pidfile")
                .metavar("FILE")
                .help("where to write the process id; default: the setting pidfile, and in the background"
                        + " CONSUMER.pid, or racecar.pid for several");
        parser.addArgument("--log")
                .metavar("FILE")
                .help("where Racecar logs to, and with --daemonize standard error goes; default: the setting logfile");
        parser.addArgument("--start-timeout")
                .metavar("DURATION")
                .type(new DurationArgument())
                .setDefault(Duration.ofMinutes(2))
                .help("how long --daemonize waits for consumers to run before it gives up; default: 2m");
        parser.addArgument("--start-report").help(Arguments.SUPPRESS);
    }

    @Override
    public boolean endsProcess() {
        return true;
    }

    @Override
    public void run(Bootstrap<?> bootstrap, Namespace arguments) throws Exception {
        String report = arguments.getString("start_report");
        if (arguments.getBoolean("daemonize")) {
            console.out().println(Daemon.start(arguments));
        } else if (report == null) {
            consume(bootstrap, arguments, null);
        } else {
            new ProcessSignals().on("HUP", ending -> {}); // even before it listens to signals
            StartReport.to(Path.of(report)).unless(reported -> consume(bootstrap, arguments, reported));
        }
    }

    private void consume(Bootstrap<?> bootstrap, Namespace arguments, @Nullable StartReport report) throws Exception {
        consumers.only(arguments.getList("consumer"));
        setFile(PIDFILE, arguments.getString("pidfile"));
        setFile(LOGFILE, arguments.getString("log"));
        new WithEnvironment<>(
                        application,
                        configuration -> {
                            if (report != null) {
                                needPidfile(configuration, arguments);
                            }
                            refuseSecondStart(configuration);
                        },
                        environment -> consume(environment, arguments, report))
                .run(bootstrap, arguments);
    }

    /** A process in the background is found by its pid file, wherever nothing says another. */
    private void needPidfile(T configuration, Namespace arguments) {
        if (consumers.settings(configuration).pidfile().isEmpty()) {
            List<String> names = arguments.getList("consumer");
            consumers.set(PIDFILE, (names.size() == 1 ? DashedName.of(names.get(0)) : "racecar") + ".pid");
        }
    }

    /** Before the application does anything, with a database for instance that the first process has; it is a report. */
    private void refuseSecondStart(T configuration) {
        try {
            ProcessFiles.check(consumers.settings(configuration));
        } catch (InvalidConfigurationException | IllegalStateException e) {
            e.setStackTrace(new StackTraceElement[0]);
            throw e;
        }
    }

    private void setFile(String setting, @Nullable String file) {
        if (file != null) {
            consumers.set(setting, file);
        }
    }

    /** What the environment manages starts before the consumers and stops after them, as under a server. */
    private void consume(Environment environment, Namespace arguments, @Nullable StartReport report) throws Exception {
        Stopper stopper = new Stopper();
        consumers.listener(stopper);
        ContainerLifeCycle process = new ContainerLifeCycle();
        process.addBean(environment);
        environment.lifecycle().attach(process);
        try (ProcessSignals signals = new ProcessSignals()) {
            STOP_SIGNALS.stream()
                    .filter(it ->
                            report == null || !it.equals("HUP")) // it outlives the terminal that it was started from
                    .forEach(it -> signals.on(it, stopper::signal));
            process.start();
            try {
                Racecar racecar = consumers.running();
                stopper.use(racecar);
                awaitEnd(racecar, arguments, report);
            } finally {
                stopper.request();
                process.stop();
            }
        }
    }

    private static void awaitEnd(Racecar racecar, Namespace arguments, @Nullable StartReport report) throws Exception {
        Consumption consumption = new Consumption(racecar);
        if (racecar.consumers().isEmpty()) {
            throw new UsageException(
                    "there is no consumer to run; register one, or name its class in the configuration as"
                            + " racecar.consumers.<name>.class");
        }
        if (report != null) {
            consumption.awaitStarted(arguments.get("start_timeout"));
            consumption.checkFailures();
            report.started("pid file " + racecar.config().pidfile().orElseThrow());
        }
        consumption.awaitEnd();
        consumption.checkFailures();
    }
}
