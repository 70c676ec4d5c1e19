package io.racecar.dropwizard.command;

import io.dropwizard.core.Application;
import io.dropwizard.core.Configuration;
import io.dropwizard.core.setup.Bootstrap;
import io.dropwizard.util.JarLocation;
import java.util.List;
import net.sourceforge.argparse4j.inf.ArgumentParser;
import net.sourceforge.argparse4j.inf.Namespace;
import net.sourceforge.argparse4j.inf.Subparser;

/** {@code racecar dead-letters}: lists, shows, puts back and deletes dead letters. */
final class DeadLettersCommand<T extends Configuration> implements Subcommand {
    private static final String ACTION = "action";

    private final Application<T> application;
    private final RegisteredConsumers consumers;
    private final Console console;
    private final List<DeadLetterAction> actions;

    DeadLettersCommand(Application<T> application, RegisteredConsumers consumers, Console console) {
        this.application = application;
        this.consumers = consumers;
        this.console = console;
        this.actions = List.of(
                new ListDeadLetters(console),
                new ShowDeadLetter(console),
                new RedriveDeadLetters(console),
                new PurgeDeadLetters(console));
    }

    @Override
    public String name() {
        return "dead-letters";
    }

    @Override
    public String summary() {
        return "Lists, shows, puts back and deletes dead letters";
    }

    @Override
    public List<String> examples() {
        return actions.stream().map(it -> it.examples().get(0)).toList();
    }

    @Override
    public void configure(ArgumentParser parser) {
        parser.description(
                "Works on the dead letters of the application's consumers, in the topics that deadLetter.topic"
                        + " names. Exit status: 0 when it is done, 1 when something failed or was refused, 2 for wrong usage or"
                        + " configuration.");
        String program = "java -jar " + new JarLocation(application.getClass());
        for (DeadLetterAction it : actions) {
            Subparser action = parser.addSubparsers().addParser(it.name(), false);
            action.help(it.summary()).setDefault(ACTION, it);
            action.addArgument("-h", "--help")
                    .action(new Help(console.out(), program, it.examples()))
                    .help("print this and exit");
            action.addArgument("file").metavar("CONFIG").help("the application's configuration file");
            it.configure(action);
        }
        parser.addSubparsers().title("actions").metavar("ACTION");
        parser.epilog("Arguments, defaults and examples of each: racecar dead-letters ACTION --help");
    }

    @Override
    public void run(Bootstrap<?> bootstrap, Namespace arguments) throws Exception {
        DeadLetterAction action = arguments.get(ACTION);
        action.check(arguments);
        new WithConfiguration<>(application, configuration -> {
                    LogOnStandardError.redirect();
                    action.run(consumers.settings(configuration), arguments);
                })
                .run(bootstrap, arguments);
    }
}
