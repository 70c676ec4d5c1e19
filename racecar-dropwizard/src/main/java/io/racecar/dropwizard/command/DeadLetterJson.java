package io.racecar.dropwizard.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.racecar.Headers;
import io.racecar.engine.deadletters.DeadLetter;
import io.racecar.engine.deadletters.Listing;
import io.racecar.engine.deadletters.OpenedLetter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Dead letters for other programs. */
final class DeadLetterJson {
    private DeadLetterJson() {}

    /** What Jackson leaves as it is but steers a terminal stands only in strings, so it may be escaped as in those. */
    static String text(Object value) {
        try {
            return Printable.lines(
                    new JsonMapper().writerWithDefaultPrettyPrinter().writeValueAsString(value));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    static Map<String, @Nullable Object> of(Listing listing) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("topic", listing.topic());
        json.put("matching", listing.matching());
        json.put("redriven", listing.redriven());
        json.put("letters", listing.letters().stream().map(DeadLetterJson::of).toList());
        return json;
    }

    static Map<String, @Nullable Object> of(DeadLetter letter) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("place", letter.toString());
        json.put("time", letter.time() == null ? null : letter.time().toString());
        json.put("consumer", letter.consumer());
        json.put("group", letter.group());
        json.put("from", origin(letter));
        json.put("attempts", letter.attempts());
        json.put("redrives", letter.redrives());
        json.put("key", letter.key());
        json.put("createTime", letter.createTime().toString());
        json.put("exception", letter.exception());
        json.put("message", letter.message());
        json.put("redrivenTo", letter.redrivenTo());
        return json;
    }

    /** With its headers and its value; what is not UTF-8 is in base64, under another name. */
    static Map<String, @Nullable Object> of(OpenedLetter opened) {
        Map<String, @Nullable Object> json = of(opened.letter());
        put(json, "key", opened.content().keyBytes());
        List<Map<String, @Nullable Object>> headers = new ArrayList<>();
        for (Headers.Header it : opened.content().headers()) {
            Map<String, @Nullable Object> header = new LinkedHashMap<>();
            header.put("name", it.name());
            put(header, "value", it.value());
            headers.add(header);
        }
        json.put("headers", headers);
        put(json, "value", opened.content().valueBytes());
        return json;
    }

    /** Where the message was, as logs have it; null if that is not known. */
    static @Nullable String origin(DeadLetter letter) {
        return letter.original() == null ? null : letter.original() + "@" + letter.originalOffset();
    }

    private static void put(Map<String, @Nullable Object> json, String name, byte @Nullable [] bytes) {
        String text = bytes == null ? null : Printable.text(bytes).orElse(null);
        if (bytes != null && text == null) {
            json.remove(name);
            json.put(name + "Base64", Printable.base64(bytes));
        } else {
            json.put(name, text);
        }
    }
}
