package io.racecar.dropwizard.doctor;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Comparator;
import java.util.List;

/** Everything that was looked at, in the order in which it was. Immutable. */
public record Report(List<Finding> findings) {
    public Report {
        findings = List.copyOf(findings);
    }

    /** The worst of all levels. */
    public Level level() {
        return findings.stream()
                .map(Finding::level)
                .max(Comparator.naturalOrder())
                .orElse(Level.OK);
    }

    /** A table for a person to read, line by line. */
    public List<String> table() {
        return Table.of(findings);
    }

    /** For programs: {@code {"level": "fail", "findings": [{"level": ..., "what": ..., "toDo": ...}]}}. */
    public String json() {
        ObjectMapper mapper = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
        ObjectNode report = mapper.createObjectNode().put("level", level().toString());
        for (Finding it : findings) {
            report.withArray("findings")
                    .addObject()
                    .put("level", it.level().toString())
                    .put("what", it.what())
                    .put("toDo", it.toDo());
        }
        try {
            return mapper.writeValueAsString(report);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("texts can always be written", e);
        }
    }
}
