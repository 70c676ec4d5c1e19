package io.racecar.engine.config;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;

/** What is wrong with a file's YAML, in one line and without the file's text, which may hold secrets. */
record YamlError(JsonProcessingException error) {

    String text() {
        JsonLocation location = error.getLocation();
        String where =
                location == null ? "" : " in line " + location.getLineNr() + ", column " + location.getColumnNr();
        return "it is not valid YAML" + where;
    }
}
