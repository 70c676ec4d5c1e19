package io.racecar.dropwizard;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class DuplicateKeysTest {

    @Test
    void aKeyThatStandsTwiceIsNamedWithItsPathAndLines() throws IOException {
        assertThat(duplicates("""
                                racecar:
                                  pauseTimeout: 10s
                                  ssl:
                                    caLocation: a.pem
                                  pauseTimeout: 20s
                                """)).containsExactly("racecar.pauseTimeout is given twice, in lines 2 and 5; keep one");
    }

    @Test
    void everyDuplicateIsReported() throws IOException {
        assertThat(duplicates("a: 1\na: 2\nb:\n  c: 1\n  c: 2\n"))
                .extracting(problem -> problem.split(" ")[0])
                .containsExactly("a", "b.c");
    }

    @Test
    void aBlockThatStandsTwiceIsReportedWithoutItsKeys() throws IOException {
        assertThat(duplicates("racecar:\n  brokers: a\nserver: {}\nracecar:\n  brokers: b\n"))
                .singleElement()
                .asString()
                .startsWith("racecar is given twice, in lines 1 and 4");
    }

    @Test
    void theSameKeyInTwoMappingsIsNoDuplicate() throws IOException {
        assertThat(duplicates("a:\n  name: 1\nb:\n  name: 2\nlist:\n- name: 3\n- name: 4\n"))
                .isEmpty();
    }

    @Test
    void keysInsideAListAreFoundToo() throws IOException {
        assertThat(duplicates("list:\n- name: 1\n- name: 2\n  name: 3\n"))
                .singleElement()
                .asString()
                .startsWith("list.1.name is given twice");
    }

    @Test
    void slashesInKeysAreKept() throws IOException {
        assertThat(duplicates("a/b: 1\na/b: 2\n")).singleElement().asString().startsWith("a/b is given twice");
    }

    @Test
    void whatIsNotYamlIsLeftToTheReaderOfTheFile() throws IOException {
        assertThat(duplicates("a: 1\na: 2\n\t- {")).isEmpty();
        assertThat(duplicates("")).isEmpty();
    }

    private static java.util.List<String> duplicates(String yaml) throws IOException {
        return DuplicateKeys.in(yaml.getBytes(UTF_8));
    }
}
