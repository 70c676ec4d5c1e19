package io.racecar.datadog;

import static org.assertj.core.api.Assertions.assertThat;

import io.racecar.Partition;
import io.racecar.engine.config.DatadogSettings;
import java.util.List;
import org.junit.jupiter.api.Test;

class TagsTest {
    private static Tags tags(String client, String... all) {
        return new Tags(new DatadogSettings(true, "localhost", 8125, null, "racecar", List.of(all), true), client);
    }

    @Test
    void eachKindOfMetricHasItsOwn() {
        Tags tags = tags("shop");

        assertThat(tags.client()).isEqualTo("|#client:shop");
        assertThat(tags.topic("orders")).isEqualTo("|#client:shop,topic:orders");
        assertThat(tags.consumer("g")).isEqualTo("|#client:shop,group_id:g");
        assertThat(tags.partition("g", new Partition("orders", 3)))
                .isEqualTo("|#client:shop,group_id:g,topic:orders,partition:3");
    }

    @Test
    void whatWouldEndATagIsReplaced() {
        assertThat(tags("the shop|a,b").consumer("g\n1")).isEqualTo("|#client:the_shop_a_b,group_id:g_1");
        assertThat(tags("shop").topic("t|#fake:1\nracecar.consumer.up:1|c"))
                .isEqualTo("|#client:shop,topic:t_#fake:1_racecar.consumer.up:1_c");
    }

    @Test
    void thoseOfAllMetricsComeFirst() {
        assertThat(tags("shop", "env:test", "dance").client()).isEqualTo("|#env:test,dance,client:shop");
    }
}
