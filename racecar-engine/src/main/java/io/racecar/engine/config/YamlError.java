package io.racecar.engine.config;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;

/** What is wrong with a file's YAML, on one line and without the file's text, which may hold secrets. */
record YamlError(JsonProcessingException error) {

    String text() {
        if (error.getCause() instanceof MarkedYAMLException marked) {
            Mark mark = marked.getProblemMark();
            return at(mark.getLine() + 1, mark.getColumn() + 1) + ": " + marked.getProblem();
        }
        JsonLocation location = error.getLocation();
        return location == null ? "it is not valid YAML" : at(location.getLineNr(), location.getColumnNr());
    }

    private static String at(int line, int column) {
        return "it is not valid YAML at line " + line + ", column " + column;
    }
}
