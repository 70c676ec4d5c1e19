package io.racecar.engine.config;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;

/**
 * What is wrong with a file's YAML, on one line and without the file's text, which may hold secrets. Immutable and
 * thread-safe.
 *
 * @param error what Jackson says
 */
record YamlError(JsonProcessingException error) {

    /** Where it is and what was found there. */
    String text() {
        if (error.getCause() instanceof MarkedYAMLException marked) {
            Mark mark = marked.getProblemMark();
            return at(mark.getLine() + 1, mark.getColumn() + 1) + ": " + withoutTag(marked.getProblem());
        }
        JsonLocation location = error.getLocation();
        return location == null ? "it is not valid YAML" : at(location.getLineNr(), location.getColumnNr());
    }

    /** A tag is the file's text, and may be the beginning of an unquoted password. */
    private static String withoutTag(String problem) {
        return problem.replaceAll("!\\S*", "!…");
    }

    @Override
    public String toString() {
        return text();
    }

    private static String at(int line, int column) {
        return "it is not valid YAML at line " + line + ", column " + column;
    }
}
