package io.racecar.dropwizard.command;

import io.dropwizard.core.Application;
import io.dropwizard.core.Configuration;
import io.dropwizard.core.server.AbstractServerFactory;
import io.dropwizard.core.setup.Bootstrap;
import io.racecar.dropwizard.doctor.Doctor;
import io.racecar.dropwizard.doctor.Level;
import io.racecar.dropwizard.doctor.Patient;
import io.racecar.dropwizard.doctor.Report;
import io.racecar.engine.Racecar;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import net.sourceforge.argparse4j.impl.Arguments;
import net.sourceforge.argparse4j.inf.ArgumentParser;
import net.sourceforge.argparse4j.inf.Namespace;

/** {@code racecar doctor}: says what would keep the application's consumers from working. */
final class DoctorCommand<T extends Configuration> implements Subcommand {
    private final Application<T> application;
    private final RegisteredConsumers consumers;
    private final Console console;

    DoctorCommand(Application<T> application, RegisteredConsumers consumers, Console console) {
        this.application = application;
        this.consumers = consumers;
        this.console = console;
    }

    @Override
    public String name() {
        return "doctor";
    }

    @Override
    public String summary() {
        return "Checks brokers, topics, permissions and timeouts";
    }

    @Override
    public List<String> examples() {
        return List.of(
                "racecar doctor config/production.yml",
                "racecar doctor config/production.yml --grace-period 60s",
                "racecar doctor config/production.yml --json");
    }

    @Override
    public void configure(ArgumentParser parser) {
        parser.description("Reaches the brokers and checks what the application's consumers need of them: versions and"
                + " features, topics and partitions, permissions, group protocols, dead-letter topics. Checks timeouts"
                + " that contradict one another. Starts and changes nothing. Exit status: 0 without a fail, 1 with one, 2"
                + " for wrong usage or configuration.");
        parser.addArgument("file").metavar("CONFIG").help("the application's configuration file");
        parser.addArgument("--json").action(Arguments.storeTrue()).help("print JSON in place of a table");
        parser.addArgument("--grace-period")
                .metavar("DURATION")
                .type(new DurationArgument())
                .help("how long the process gets to stop before it is killed, as terminationGracePeriodSeconds of"
                        + " Kubernetes, to be compared with timeouts; default: not compared");
        parser.addArgument("--timeout")
                .metavar("DURATION")
                .type(new DurationArgument())
                .setDefault(Duration.ofSeconds(15))
                .help("how long the brokers' answers may take, all together; default: 15s");
    }

    /** Clients that {@code Application.run} has made are not this command's to stop. */
    @Override
    public boolean endsProcess() {
        return true;
    }

    @Override
    public void run(Bootstrap<?> bootstrap, Namespace arguments) throws Exception {
        Duration[] httpShutdown = {Duration.ZERO};
        new WithEnvironment<>(
                        application,
                        configuration -> {
                            LogOnStandardError.redirect();
                            httpShutdown[0] = httpShutdown(configuration);
                        },
                        environment -> examine(arguments, httpShutdown[0]))
                .run(bootstrap, arguments);
    }

    private void examine(Namespace arguments, Duration httpShutdown) throws Exception {
        try (Racecar racecar = consumers.complete()) {
            Patient patient = new Patient(
                    racecar.config(),
                    racecar.subscriptions(),
                    Optional.ofNullable(arguments.<Duration>get("grace_period")),
                    httpShutdown);
            Report report = Doctor.examine(patient, arguments.get("timeout"));
            if (arguments.getBoolean("json")) {
                console.out().println(report.json());
            } else {
                report.table().forEach(console.out()::println);
            }
            if (report.level() == Level.FAIL) {
                long fails = report.findings().stream()
                        .filter(it -> it.level() == Level.FAIL)
                        .count();
                throw new CommandFailedException(fails == 1 ? "1 check failed" : fails + " checks failed");
            }
        }
    }

    private static Duration httpShutdown(Configuration configuration) {
        return configuration.getServerFactory() instanceof AbstractServerFactory factory
                ? factory.getShutdownGracePeriod().toJavaDuration()
                : Duration.ZERO;
    }
}
