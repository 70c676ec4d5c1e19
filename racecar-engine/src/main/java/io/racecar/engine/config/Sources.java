package io.racecar.engine.config;

import io.racecar.engine.config.Given.Origin;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Everything that was given, unread: a file's tree, variables, and values from code by path. */
record Sources(YamlFile file, Map<String, String> variables, Map<String, Object> code) {

    /** The same and one more value from code, in place of one there. */
    Sources with(String path, Object value) {
        Map<String, Object> more = new LinkedHashMap<>(code);
        more.put(path, value);
        return new Sources(file, variables, more);
    }

    /** The same without what is for single consumers. */
    Sources withoutConsumers() {
        Map<String, String> otherVariables = new LinkedHashMap<>(variables);
        otherVariables.keySet().removeIf(name -> name.startsWith("RACECAR_CONSUMERS_"));
        Map<String, Object> otherCode = new LinkedHashMap<>(code);
        otherCode.keySet().removeIf(Sources::isOfConsumers);
        return new Sources(new YamlFile(withoutConsumers(file.tree()), file.problems()), otherVariables, otherCode);
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
        TreeReader fromCode = new TreeReader(intake, assignments, findings, Origin.CODE);
        code.keySet().forEach(fromCode::nameConsumer);
        new EnvironmentReader(intake, assignments.consumers(), findings).read(variables, complete);
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
    }
}
