package io.racecar.engine.config;

import io.racecar.engine.config.Given.Origin;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Everything that was given, unread: a file's tree, variables, and values from the command line and from code by path.
 */
record Sources(
        YamlFile file, Map<String, String> variables, Map<String, Object> commandLine, Map<String, Object> code) {

    /** The same and one more value from code, in place of one there. */
    Sources with(String path, Object value) {
        return new Sources(file, variables, commandLine, added(code, Map.of(path, value)));
    }

    /** The same and more values from the command line, in place of those there. */
    Sources withCommandLine(Map<String, ?> options) {
        return new Sources(file, variables, added(commandLine, options), code);
    }

    private static Map<String, Object> added(Map<String, Object> values, Map<String, ?> more) {
        Map<String, Object> all = new LinkedHashMap<>(values);
        all.putAll(more);
        return all;
    }

    /** The same without what is for single consumers. */
    Sources withoutConsumers() {
        Map<String, String> otherVariables = new LinkedHashMap<>(variables);
        otherVariables.keySet().removeIf(name -> name.startsWith("RACECAR_CONSUMERS_"));
        return new Sources(
                new YamlFile(withoutConsumers(file.tree()), file.problems()),
                otherVariables,
                withoutConsumers(commandLine),
                withoutConsumers(code));
    }

    private static Map<String, Object> withoutConsumers(Map<String, Object> byPath) {
        Map<String, Object> others = new LinkedHashMap<>(byPath);
        others.keySet().removeIf(Sources::isOfConsumers);
        return others;
    }

    private static @Nullable Object withoutConsumers(@Nullable Object tree) {
        if (!(tree instanceof Map<?, ?> root)) {
            return tree;
        }
        Map<Object, @Nullable Object> others = new LinkedHashMap<>(root);
        others.keySet().removeIf(Sources::isOfConsumers);
        return others;
    }

    private static boolean isOfConsumers(Object path) {
        return path.equals(Key.CONSUMERS) || path.toString().startsWith(Key.CONSUMERS + ".");
    }

    /** Reads all of it, what wins last; variables are matched against the consumers named here and in the tree. */
    Assignments read(Set<String> registered, boolean complete, Findings findings) {
        Assignments assignments = new Assignments();
        registered.forEach(assignments::addConsumer);
        Intake intake = new Intake(assignments, findings);
        file.problems().forEach(findings::problem);
        new TreeReader(intake, assignments, findings, Origin.FILE).read(file.tree());
        TreeReader fromCommandLine = new TreeReader(intake, assignments, findings, Origin.COMMAND_LINE);
        TreeReader fromCode = new TreeReader(intake, assignments, findings, Origin.CODE);
        commandLine.keySet().forEach(fromCommandLine::nameConsumer);
        code.keySet().forEach(fromCode::nameConsumer);
        new EnvironmentReader(intake, assignments.consumers(), findings).read(variables, complete);
        commandLine.forEach(fromCommandLine::readAt);
        code.forEach(fromCode::readAt);
        check(assignments, findings);
        if (complete) {
            new RegistrationRules(assignments, registered, findings).apply();
        }
        return assignments;
    }

    private static void check(Assignments assignments, Findings findings) {
        Check process = new Check(assignments, null, findings);
        new ConsumerRules(process).apply();
        assignments.consumers().forEach(name -> new ConsumerRules(new Check(assignments, name, findings)).apply());
        new SslRules(process).apply();
        new SaslRules(process).apply();
        new ProducerRules(process).apply();
        new OperationRules(process).apply();
    }

    /** Without values, which may be secrets. */
    @Override
    public String toString() {
        return "Sources[" + variables.size() + " variables, " + commandLine.size() + " options, " + code.size()
                + " values from code]";
    }
}
