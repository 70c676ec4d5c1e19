package io.racecar.dropwizard.command;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

/**
 * How this JVM was started, up to the arguments of its main class. Not taken from the process table, which cuts long class
 * paths.
 */
record JavaCommand(List<String> words) {

    static JavaCommand ofThisProcess() {
        return of(System.getProperties(), ManagementFactory.getRuntimeMXBean().getInputArguments());
    }

    /** @param options those of the JVM; a debugger's are left out, as two processes cannot listen on its port */
    static JavaCommand of(Properties properties, List<String> options) {
        List<String> words = new ArrayList<>();
        words.add(Path.of(properties.getProperty("java.home"), "bin", "java").toString());
        options.stream()
                .filter(it -> !it.startsWith("-agentlib:jdwp") && !it.startsWith("-Xrunjdwp"))
                .forEach(words::add);
        String classPath = properties.getProperty("java.class.path");
        String command = properties.getProperty("sun.java.command");
        if (classPath.endsWith(".jar") && (command + " ").startsWith(classPath + " ")) {
            words.addAll(List.of("-jar", classPath));
        } else {
            words.addAll(List.of("-cp", classPath, command.split(" ", 2)[0]));
        }
        return new JavaCommand(words);
    }
}
